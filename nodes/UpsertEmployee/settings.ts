import type { IExecuteFunctions } from 'n8n-workflow';

import type { HrSettings } from '../../lib/hr/connect/connect';
import { knownPeopleIn } from '../../lib/jobs/knownPeople';
import type { UpsertSettings } from '../../lib/jobs/upsertEmployees';
import type { ManagerMode } from '../../lib/sync/planned';
import { readHrSettings } from '../shared/hr/hrSettings';
import { readMatchBy } from '../shared/hr/matching';
import { readScopeMark } from '../shared/hr/scopeMark';
import { parametersOf } from '../shared/parameters';
import { readApproved } from '../shared/safety/keepTo';
import { readAllowOnce, readUpsertLimits } from '../shared/safety/limits';
import { readProtected } from '../shared/safety/protectedEmployees';
import { readFailureLimit } from '../shared/safety/writeOptions';

const MANAGERS: readonly ManagerMode[] = ['leave', 'sync', 'setOnly'];

/** @throws SyncError for what cannot be meant, before anything is asked of anybody */
export async function readSettings(
	context: IExecuteFunctions,
	dryRun: boolean,
): Promise<UpsertSettings & { hr: HrSettings }> {
	const read = parametersOf(context);
	return {
		dryRun,
		limits: readUpsertLimits(read),
		allowOnce: readAllowOnce(read),
		failureLimit: readFailureLimit(read),
		approved: readApproved(read, dryRun),
		protectedPeople: readProtected(read),
		samePeople: knownPeopleIn(read.text('samePeople', 'Known to Be the Same Person')),
		matchBy: readMatchBy(read),
		managers: read.choice('managers', 'Managers', MANAGERS, 'sync'),
		mark: readScopeMark(read),
		hr: await readHrSettings(context, read),
	};
}
