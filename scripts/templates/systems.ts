import { systemOf } from '../../lib/hr/systems';
import type { HrSystem } from '../../lib/hr/systems/types';
import { boxFor } from '../../nodes/MapAttributes/fields';
import { shortName } from '../../nodes/shared/hr/system';
import nightlySync from '../../workflows/nightly-sync.json';

type Json = Record<string, unknown>;
interface TemplateNode extends Json {
	id: string;
	name: string;
	parameters: Json;
}

/** What one system's template has otherwise than the general one. */
interface SystemTemplate {
	/** In the folder workflows. */
	file: string;
	system: string;
	id: string;
	name: string;
	schedule: { name: string; rule: Json };
	/** Further settings of the node "Sync settings". */
	settings?: { name: string; value: string; note: string }[];
	mapping?: Json;
	upsert?: Json;
	deactivate?: Json;
	/** What a person has to know, on the sheet beside Upsert Employee. */
	notes: string;
}

const NIGHTLY = { field: 'days', daysInterval: 1, triggerAtHour: 0, triggerAtMinute: 0 };
const setting = (name: string): string => `={{ $('Sync settings').first().json.${name} }}`;

export const SYSTEM_TEMPLATES: SystemTemplate[] = [
	{
		file: 'peakon.json',
		system: 'peakon',
		id: 'EntraHrPeakon001',
		name: 'Nightly sync: Entra ID to Peakon',
		schedule: { name: 'Every night at midnight', rule: NIGHTLY },
		notes:
			'Whoever is deactivated gets no more surveys. The user name is the work e-mail. For every 40 minutes, as Entra does it, change the trigger.',
	},
	{
		file: 'pingboard.json',
		system: 'pingboard',
		id: 'EntraHrPingbrd01',
		name: 'Nightly sync: Entra ID to Pingboard',
		schedule: { name: 'Every night at midnight', rule: NIGHTLY },
		notes:
			'**Pingboard deletes whoever is deactivated.** Leavers are only reported until **Deactivate All the Same** is on in both nodes. First and last name are required.',
	},
	{
		file: 'peoplegoal.json',
		system: 'peopleGoal',
		id: 'EntraHrPplGoal01',
		name: 'Nightly sync: Entra ID to PeopleGoal',
		schedule: { name: 'Every night at midnight', rule: NIGHTLY },
		settings: [
			{
				name: 'usersPath',
				value: '',
				note: '**usersPath**: where the API has its users, from its documentation',
			},
		],
		upsert: { usersPath: setting('usersPath') },
		notes:
			'New people are created and not invited, unless **Invite New People** is on. Compare **API Settings** with the API documentation that PeopleGoal gave you.',
	},
	{
		file: 'tribal-habits.json',
		system: 'tribalHabits',
		id: 'EntraHrTribalH01',
		name: 'Weekday sync: Entra ID to Tribal Habits',
		schedule: {
			name: 'Weekdays at 7, 11 and 15',
			rule: { field: 'cronExpression', expression: '0 7,11,15 * * 1-5' },
		},
		upsert: { restSettings: { person: { externalId: 'X-Entra ID' } } },
		notes:
			'First make a custom field **Entra ID** in Tribal Habits: it says whom the sync has linked. A user name never changes once somebody exists.',
	},
];

/** The template of a system, made of the general one. */
export function systemTemplate(template: SystemTemplate): Json {
	const base = structuredClone(nightlySync) as unknown as Json & { nodes: TemplateNode[]; connections: Json };
	const system = systemOf(template.system);
	const renamed = new Map([['Every night at midnight', template.schedule.name]]);
	const title = template.name.replace(/^(\w+) sync: /, '$1 sync, ');
	const { settings = [] } = template;
	const nodes = base.nodes.map((node) => {
		const name = renamed.get(node.name) ?? node.name;
		const change = CHANGES[node.name];
		return {
			...node,
			name,
			parameters: change ? change(node.parameters, { template, system, title }) : node.parameters,
		};
	});
	const connections = Object.fromEntries(
		Object.entries(base.connections).map(([name, to]) => [renamed.get(name) ?? name, to]),
	);
	const withNotes = settings.length === 0 ? nodes : nodes.map((node) => (node.name === 'Note 2' ? taller(node) : node));
	return { ...base, id: template.id, name: template.name, nodes: withNotes, connections };
}

interface Context {
	template: SystemTemplate;
	system: HrSystem;
	title: string;
}

const CHANGES: Record<string, ((parameters: Json, context: Context) => Json) | undefined> = {
	'Every night at midnight': (_, { template }) => ({ rule: { interval: [template.schedule.rule] } }),
	'Sync settings': (parameters, { template: { settings = [] } }) => {
		const { assignments } = parameters.assignments as { assignments: Json[] };
		const added = settings.map(({ name, value }, at) => ({
			id: `5e1f0000-0000-4000-8000-00000000011${at}`,
			name,
			value,
			type: 'string',
		}));
		const [group, ...rest] = assignments;
		return { ...parameters, assignments: { assignments: [group, ...added, ...rest] } };
	},
	'Map Attributes': (_, { template, system }) => ({
		system: system.id,
		userName: 'workEmail',
		[`${system.id}Attributes`]: {
			mappingMode: 'defineBelow',
			value: Object.fromEntries(
				system.attributes.flatMap(({ id, source }) => (source === undefined ? [] : [[id, source]])),
			),
			matchingColumns: [],
			schema: schemaOf(system),
		},
		...template.mapping,
	}),
	'Upsert Employee': (parameters, { template, system }) => ({
		system: system.id,
		...parameters,
		...template.upsert,
	}),
	'Deactivate Missing': (parameters, { template, system }) => ({
		system: system.id,
		...parameters,
		...template.deactivate,
	}),
	'Sync report': report,
	'Describe the failure': report,
	'History: run begins': historyLine,
	'Note 1': (parameters, { template }) => ({
		...parameters,
		content: String(parameters.content)
			.replace('## Entra ID to HR, every night', `## ${template.name.replace(/^\w+ sync: /, '')}`)
			.replace(
				'it runs every night',
				template.schedule.rule === NIGHTLY ? 'it runs every night' : 'it runs on its schedule',
			),
	}),
	'Note 2': (parameters, { template: { settings = [] } }) => ({
		...parameters,
		content: [
			String(parameters.content).replace('The only node to change.', 'The node to change first.'),
			...settings.map(({ note }) => note),
		].join('\n'),
	}),
	'Note 5': (parameters, { template, system }) => ({
		...parameters,
		content: `## Write to ${shortName(system.name)}\n${template.notes}`,
		height: 416,
	}),
};

/** The boxes of Map Attributes, as n8n keeps them in a workflow. */
function schemaOf({ attributes }: HrSystem): Json[] {
	return attributes.map(boxFor).map(({ defaultValue: _, ...box }) => box);
}

function report(parameters: Json, { title, system }: Context): Json {
	return { ...parameters, title, system: shortName(system.name) };
}

function historyLine(parameters: Json, { system }: Context): Json {
	const columns = parameters.columns as { value: Json };
	return { ...parameters, columns: { ...columns, value: { ...columns.value, system: shortName(system.name) } } };
}

function taller(node: TemplateNode): TemplateNode {
	return { ...node, parameters: { ...node.parameters, height: Number(node.parameters.height) + 48 } };
}
