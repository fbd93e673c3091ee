import type { IExecuteFunctions } from 'n8n-workflow';

import { SyncError } from '../../lib/base/errors';
import type { HrSettings } from '../../lib/hr/connect/connect';
import type { TeamSettings } from '../../lib/jobs/upsertTeams';
import { GROUP_NAME } from '../../lib/jobs/wantedTeams';
import type { GroupsChosen, TeamNaming } from '../../lib/jobs/wantedTeams';
import type { MembersMode, RemovalLimits } from '../../lib/sync/teams/plan';
import { groupsGiven } from '../shared/groups';
import { readHrSettings } from '../shared/hr/hrSettings';
import { parametersOf } from '../shared/parameters';
import type { ParameterReader } from '../shared/parameters';
import { readFailureLimit } from '../shared/safety/writeOptions';

/**
 * @param dryRun whether the node or its rows say so
 * @throws SyncError for what cannot be meant, before anything is asked of anybody
 */
export async function readSettings(
	context: IExecuteFunctions,
	dryRun: boolean,
): Promise<TeamSettings & { hr: HrSettings }> {
	const read = parametersOf(context);
	const mode = read.choice('members', 'Members', MODES, 'sync');
	return {
		dryRun,
		groups: readGroups(read),
		naming: readNaming(read),
		mode,
		limits: readRemovalLimits(read, mode),
		link: read.boolean('linkTeams', 'Link Teams to Their Groups', true),
		failureLimit: readFailureLimit(read),
		forms: { path: read.value('teamsPath'), form: read.value('teamSettings') },
		hr: await readHrSettings(context, read),
	};
}

const MODES: readonly MembersMode[] = ['sync', 'addOnly', 'exact'];

function readRemovalLimits(read: ParameterReader, mode: MembersMode): RemovalLimits {
	if (mode === 'addOnly') return { percent: 0, atLeast: 0 };
	return {
		percent: read.number('removalLimitPercent', 'Removal Limit (%)', { from: 0, to: 100 }, 30),
		atLeast: read.number('removalsAtLeast', 'Removals Always Allowed', { from: 0 }, 10),
	};
}

function readGroups(read: ParameterReader): GroupsChosen {
	const kind = read.choice('source', 'Groups', ['groups', 'prefix', 'all'], 'groups');
	if (kind === 'all') return { kind };
	const nested = read.boolean('includeNested', 'Include Nested Groups', true);
	if (kind === 'groups') return { kind, given: groupsGiven(read), nested };
	return { kind, prefix: readPrefix(read), nested };
}

/** @throws SyncError for an empty prefix, which would mean every group */
function readPrefix(read: ParameterReader): string {
	const prefix = read.text('groupPrefix', 'Prefix').trim();
	if (prefix !== '') return prefix;
	throw new SyncError(
		'No prefix is given for the names of the groups',
		'Enter what their names begin with, such as "HR-".',
	);
}

function readNaming(read: ParameterReader): TeamNaming {
	const template = read.text('teamName', 'Team Name').trim() || GROUP_NAME;
	if (!template.includes(GROUP_NAME)) {
		throw new SyncError(
			`The team name ${JSON.stringify(template)} would be the same for every group`,
			`Let it hold ${GROUP_NAME}, which stands for the name of the group.`,
		);
	}
	return { template, leaveOutPrefix: read.text('leaveOutPrefix', 'Prefix to Leave Out') };
}
