import nightlySync from '../../workflows/nightly-sync.json';

type Json = Record<string, unknown>;

const PORTION = { id: 'EntraHrPortion01', name: 'Large directory: managers and mapping of a portion' };
const NEXT = 'Next portion';
const RUN = 'Managers and mapping';
const FAILED = 'Hand the error back';
const TRIGGER = 'Called with a portion of the people';

/** In the general template between reading and writing; here they work on one portion after the other. */
const IN_PORTIONS = ['Get Manager', 'Map Attributes'];

const SETTING = { id: '5e1f0000-0000-4000-8000-000000000801', name: 'portion', value: 10_000, type: 'number' };

const NOTES: Record<string, string> = {
	'Note 3':
		"## Read from Entra\nEvery member of the group and of the groups in it. If one page can't be read, the run stops here.",
	'Note 4':
		'## Portion by portion\nThe template **Large directory: managers and mapping of a portion** is run for **portion** people at a time, and its data is let go. There are the fields to drag. If one portion fails, the run stops.',
	'Note 5':
		'## Write to the HR system\nAll portions together, so that the limits count over everybody. People are deactivated only when every member of the group arrived here.',
};

const node = (name: string) => {
	const found = nightlySync.nodes.find((one) => one.name === name);
	if (!found) throw new Error(`The general template has no node "${name}"`);
	return found;
};
const to = (name: string, index = 0): Json => ({ node: name, type: 'main', index });

/** The template for more people than one execution should hold: the general one, with its middle in a workflow of its own. */
export function largeTemplate(): Json {
	const settings = node('Sync settings');
	const { assignments } = settings.parameters.assignments as { assignments: Json[] };
	const notes: Record<string, string> = {
		...NOTES,
		'Note 1': howTo(),
		'Note 2': `${contentOf(node('Note 2'))}\n\n**portion**: people at a time`,
	};
	const nodes = nightlySync.nodes
		.filter(({ name }) => !IN_PORTIONS.includes(name))
		.map((one) => {
			const content = notes[one.name];
			if (content !== undefined) return { ...one, parameters: { ...one.parameters, content } };
			if (one.name !== settings.name) return one;
			return { ...one, parameters: { ...one.parameters, assignments: { assignments: [...assignments, SETTING] } } };
		});
	const connections: Record<string, unknown> = { ...nightlySync.connections };
	for (const name of IN_PORTIONS) Reflect.deleteProperty(connections, name);
	const failure = [to('Describe the failure')];
	return {
		...nightlySync,
		name: 'Large directory: Entra ID to HR',
		id: 'EntraHrLargeDir1',
		nodes: [...nodes, nextPortion(), runPortion()],
		connections: {
			...connections,
			'Get Group Members': { main: [[to(NEXT)], failure] },
			[NEXT]: { main: [[to('Upsert Employee')], [to(RUN)]] },
			[RUN]: { main: [[to(NEXT)], failure] },
		},
	};
}

function contentOf({ parameters }: { parameters: object }): string {
	return String((parameters as Json).content);
}

function howTo(): string {
	const steps = contentOf(node('Note 1')).replace(/^## .*/, '## Entra ID to HR, for 100,000 people and more');
	return `${steps}\n\nImport **${PORTION.name}** too, publish it, and pick it in the node **${RUN}**.`;
}

function nextPortion(): Json {
	return {
		id: '5e1f0000-0000-4000-8000-000000000802',
		name: NEXT,
		type: 'n8n-nodes-base.splitInBatches',
		typeVersion: 3,
		position: [800, 304],
		parameters: { batchSize: "={{ $('Sync settings').first().json.portion }}", options: {} },
	};
}

function runPortion(): Json {
	return {
		id: '5e1f0000-0000-4000-8000-000000000803',
		name: RUN,
		type: 'n8n-nodes-base.executeWorkflow',
		typeVersion: 1.4,
		position: [1072, 320],
		parameters: {
			workflowId: { __rl: true, mode: 'list', value: PORTION.id, cachedResultName: PORTION.name },
			mode: 'once',
			options: { waitForSubWorkflow: true },
		},
		onError: 'continueErrorOutput',
	};
}

/** What is done with one portion: the same nodes as in the general template. */
export function portionTemplate(): Json {
	const placed = IN_PORTIONS.map((name, index) => ({ ...node(name), position: [272 + index * 272, 304] }));
	return {
		...nightlySync,
		...PORTION,
		nodes: [
			{
				id: '5e1f0000-0000-4000-8000-000000000811',
				name: TRIGGER,
				type: 'n8n-nodes-base.executeWorkflowTrigger',
				typeVersion: 1.2,
				position: [0, 304],
				parameters: { inputSource: 'passthrough' },
			},
			...placed,
			{
				id: '5e1f0000-0000-4000-8000-000000000812',
				name: FAILED,
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [816, 480],
				parameters: {},
			},
			{
				id: '5e1f0000-0000-4000-8000-000000000813',
				name: 'Note 1',
				type: 'n8n-nodes-base.stickyNote',
				typeVersion: 1,
				position: [-64, -32],
				parameters: {
					content:
						'## A portion of a large directory\nCalled by **Large directory: Entra ID to HR** with some thousand people at a time. Pick the credential of Entra ID, and drag fields onto the attributes of your HR system. Every person who comes in must go out again: no filter here.\n\nGood runs are not kept (**Settings > Save successful executions**), so that the data of each portion is let go.',
					height: 272,
					width: 1056,
				},
			},
		],
		connections: {
			[TRIGGER]: { main: [[to('Get Manager')]] },
			'Get Manager': { main: [[to('Map Attributes')], [to(FAILED)]] },
			'Map Attributes': { main: [[], [to(FAILED)]] },
		},
		settings: { executionOrder: 'v1', saveDataSuccessExecution: 'none' },
	};
}
