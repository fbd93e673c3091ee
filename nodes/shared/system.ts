import type { IExecuteFunctions, INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { SYSTEMS, systemOf } from '../../lib/hr/systems';
import type { HrSystem } from '../../lib/hr/systems/types';

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

const NAMES = Object.fromEntries(SYSTEMS.map(({ id, name }) => [id, name.replace(/ \(.*\)$/, '')]));

/** An expression for subtitles: the system's name, without what stands in brackets. */
export const SYSTEM_NAME = `(${JSON.stringify(NAMES)})[$parameter["system"]]`;

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

export function readSystem(context: IExecuteFunctions): HrSystem {
	return systemOf(context.getNodeParameter('system', 0));
}
