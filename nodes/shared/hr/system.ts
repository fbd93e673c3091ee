import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { systemOf, SYSTEMS } from '../../../lib/hr/systems';
import type { HrSystem } from '../../../lib/hr/systems/types';
import type { ParameterReader } from '../parameters';

const PROTOCOLS = { scim: 'SCIM 2.0', rest: 'REST' } as const;

/** The HR system, for whatever a node has to know about it. */
export const systemProperty: INodeProperties = {
	displayName: 'HR System',
	name: 'system',
	type: 'options',
	noDataExpression: true,
	options: SYSTEMS.map(({ id, name, protocol }) => ({ name, value: id, description: PROTOCOLS[protocol] })),
	default: 'scim',
	description: 'The system that the employees are kept in',
};

const NAMES = Object.fromEntries(SYSTEMS.map(({ id, name }) => [id, shortName(name)]));

/** `Peakon (Workday ...)` as Peakon, `Other SCIM 2.0 System` as SCIM 2.0. */
export function shortName(name: string): string {
	return name.replace(/ \(.*\)$/, '').replace(/^Other (.*) System$/, '$1');
}

/** An expression for subtitles: the chosen system's short name. */
export const SYSTEM_NAME = `(${JSON.stringify(NAMES)})[$parameter["system"]]`;

/** An expression for subtitles: says of a dry run. Where it depends on another node, n8n can't tell before a run. */
export const DRY_RUN = '(() => { try { return $parameter["dryRun"] ? "dry run: " : "" } catch { return "" } })()';

/** Ids of the systems that speak a protocol, for `displayOptions`. */
export function systemsWith(protocol: HrSystem['protocol']): string[] {
	return SYSTEMS.filter((system) => system.protocol === protocol).map(({ id }) => id);
}

/** Ids of the systems that can invite the people they create. */
export function systemsThatInvite(): string[] {
	return SYSTEMS.filter((system) => system.protocol === 'rest' && system.invited !== undefined).map(({ id }) => id);
}

/**
 * The credential of whichever system is chosen. Each says where it is hidden, not where it is shown: a list of which every
 * option shows a credential is taken by n8n's editor for the way to sign in, and moved into the credential's dialog.
 */
export const systemCredentials: INodeTypeDescription['credentials'] = [
	{
		name: 'scimApi',
		required: true,
		testedBy: 'scimApiTest',
		displayOptions: { hide: { system: systemsWith('rest') } },
	},
	{
		name: 'hrRestApi',
		required: true,
		testedBy: 'hrRestApiTest',
		displayOptions: { hide: { system: systemsWith('scim') } },
	},
];

/** @throws SyncError when there is no such system */
export function readSystem(read: ParameterReader): HrSystem {
	return systemOf(read.value('system'));
}
