import type { INodeProperties } from 'n8n-workflow';

import { SyncError } from '../../../lib/base/errors';
import { isEmpty, isRecord } from '../../../lib/base/json';
import type { ParameterReader } from '../parameters';

/** For nodes that come after one which has the settings already: nobody should fill the same form in twice. */
export const settingsFromProperties: INodeProperties[] = [
	{
		displayName: 'Settings of the HR System',
		name: 'settingsFrom',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'As Below', value: 'here' },
			{ name: 'As in Another Node', value: 'node', description: 'What another node of this workflow has' },
		],
		default: 'node',
		description: 'Where to take the settings from that say how this HR system is spoken to',
	},
	{
		displayName: 'Node With the Settings',
		name: 'settingsNode',
		type: 'string',
		displayOptions: { show: { settingsFrom: ['node'] } },
		default: 'Upsert Employee',
		required: true,
		description: 'The name of the node whose settings to take; it must have run before',
	},
];

/** The same property, shown when the settings are not taken from another node. */
export function whenSetHere(property: INodeProperties): INodeProperties {
	const { show, ...others } = property.displayOptions ?? {};
	return { ...property, displayOptions: { ...others, show: { ...show, settingsFrom: ['here'] } } };
}

/**
 * A setting of the HR system: the node's own, or that of the node it names.
 * @throws SyncError when there is no such node, or it speaks to another system
 */
export function readSettings(read: ParameterReader, name: string, standard: unknown = ''): unknown {
	const from = read.choice('settingsFrom', 'Settings of the HR System', ['here', 'node'], 'here');
	if (from === 'here') return read.value(name, standard);
	const other = read.text('settingsNode', 'Node With the Settings');
	const parameters = parametersIn(read, other);
	if (parameters.system !== read.value('system') && !isEmpty(parameters.system)) {
		throw new SyncError(
			`"${other}" speaks to another HR system than "${read.node}"`,
			'Choose the same HR System in both, or set "Settings of the HR System" to "As Below".',
		);
	}
	return resolved(read, parameters[name] ?? standard);
}

/** n8n hands a node's parameters over as they stand in the workflow, so their expressions are still to be worked out. */
function resolved(read: ParameterReader, value: unknown): unknown {
	if (typeof value === 'string' && value.startsWith('=')) return read.evaluate(value.slice(1));
	if (Array.isArray(value)) return value.map((one: unknown) => resolved(read, one));
	if (!isRecord(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolved(read, one)]));
}

function parametersIn(read: ParameterReader, node: string): Record<string, unknown> {
	const parameters = read.ofNode(node, '.params');
	if (isRecord(parameters)) return parameters;
	throw new SyncError(
		`There is no node "${node}" that has run before, whose settings could be taken`,
		'Enter the name of the Upsert Employee node, or set "Settings of the HR System" to "As Below".',
	);
}
