import type { IExecuteFunctions } from 'n8n-workflow';

import { SyncError } from '../../lib/errors';
import type { Scope } from '../../lib/sync/missing';
import { EXTERNAL_ID } from '../../lib/sync/plan';
import type { OpenHrSystem } from '../shared/hrSystem';

/** @throws SyncError when the scope is the linked employees of a system that keeps no links: it would be nobody */
export function readScope(context: IExecuteFunctions, { system, never }: OpenHrSystem): Scope {
	const scope = context.getNodeParameter('scope', 0) as Scope;
	if (scope !== 'linked' || !never.includes(EXTERNAL_ID)) return scope;
	throw new SyncError(
		`${system.name} keeps no Entra object ID, so it can't be told which employees are linked to Entra`,
		'Set "Employees in Scope" to All Employees and name those that must stay under Protected Employees, or enter the field that keeps the object ID under API Settings > People > External ID Field.',
	);
}
