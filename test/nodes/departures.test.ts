import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { ScimStore } from '../support/scimStore';
import {
	activeIn,
	departuresOf,
	employeeOf,
	guidOf,
	MAIL,
	memoryIn,
	missingRows,
	nextNight,
	remembered,
	runSync,
} from '../support/syncRun';

let store: ScimStore;
beforeAll(async () => (store = await ScimStore.open()));
afterAll(async () => await store.close());
beforeEach(() => store.reset());

const NODE = 'node:Deactivate Missing';
const DAY_MS = 24 * 60 * 60 * 1000;

const daysAgo = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString();

function company(...names: string[]): void {
	for (const name of names) store.put(employeeOf(name));
}

describe('what is done to somebody who is missing', () => {
	it.each<[string, string, Record<string, unknown> | undefined]>([
		['deactivate', 'deactivated', { active: false, externalId: guidOf('bob') }],
		['delete', 'deleted', undefined],
		['unassign', 'unassigned', { active: true, externalId: undefined }],
		['report', 'skipped', { active: true, externalId: guidOf('bob') }],
	])('%s', async (departure, action, left) => {
		company('ann', 'bob');
		const run = await runSync(store, { members: ['ann'], deactivate: { departure } });
		expect(run.error?.message).toBeUndefined();
		expect(departuresOf(run)).toEqual([`bob ${action}`]);
		const bob = store.people.get('hr-bob');
		expect(bob && { active: bob.active, externalId: bob.externalId }).toEqual(left);
		expect(store.people.get('hr-ann')).toMatchObject({ active: true, externalId: guidOf('ann') });
	});

	it.each(['deactivate', 'delete', 'unassign', 'report'])(
		'is said and not done in a dry run: %s',
		async (departure) => {
			company('ann', 'bob');
			const run = await runSync(store, { members: ['ann'], deactivate: { departure, dryRun: '={{ "true" }}' } });
			expect(departuresOf(run)).toHaveLength(1);
			expect(run.items('Deactivate Missing').at(-1)).toMatchObject({ dryRun: true, missing: true });
			expect(store.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
		},
	);

	it('is nothing more in the next run, whatever it was', async () => {
		for (const departure of ['deactivate', 'delete', 'unassign']) {
			store.reset();
			company('ann', 'bob');
			await runSync(store, { members: ['ann'], deactivate: { departure } });
			store.requests.length = 0;
			const again = await runSync(store, { members: ['ann'], deactivate: { departure } });
			expect(departuresOf(again)).toEqual([]);
			expect(store.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
		}
	});

	it('stops for a choice that there is not', async () => {
		company('ann', 'bob');
		const run = await runSync(store, { members: ['ann'], deactivate: { departure: '={{ "remove" }}' } });
		expect(run.error?.message).toBe('"What to Do" is "remove", which is none of deactivate, delete, unassign, report');
		expect(activeIn(store)).toEqual(['ann', 'bob']);
	});

	it('who was unassigned comes back under the same record', async () => {
		company('ann', 'bob');
		await runSync(store, { members: ['ann'], deactivate: { departure: 'unassign' } });
		await runSync(store, { members: ['ann', 'bob'], deactivate: { departure: 'unassign' } });
		expect(store.people.get('hr-bob')).toMatchObject({ active: true, externalId: guidOf('bob') });
		expect(store.people.size).toBe(2);
	});
});

describe('the grace period', () => {
	const nights = async (
		staticData: IDataObject,
		members: string[][],
		deactivate: INodeParameters,
	): Promise<string[][]> => {
		const found: string[][] = [];
		let kept = staticData;
		for (const night of members) {
			found.push(departuresOf(await runSync(store, { members: night, deactivate, staticData: kept })));
			kept = nextNight(kept);
		}
		return found;
	};

	it('of runs counts only runs in a row, and begins anew for who was back', async () => {
		company('ann', 'bob');
		const found = await nights({}, [['ann'], ['ann'], ['ann', 'bob'], ['ann'], ['ann'], ['ann'], ['ann']], {
			grace: 'runs',
			graceRuns: 3,
		});
		const waits = ['bob skipped'];
		expect(found).toEqual([waits, waits, [], waits, waits, ['bob deactivated'], []]);
	});

	it('of days goes by when somebody was first found missing, and says until when', async () => {
		company('ann', 'bob');
		const deactivate = { grace: 'days', graceDays: 3 };
		const staticData: IDataObject = {};
		const first = await runSync(store, { members: ['ann'], deactivate, staticData });
		const until = new Date(Date.parse(memoryIn(staticData).missing['hr-bob']!.since) + 3 * DAY_MS);
		expect(missingRows(first)[0]![2]).toContain(`left alone until ${until.toISOString().slice(0, 10)}`);

		const early = nextNight(staticData);
		memoryIn(early).missing['hr-bob']!.since = daysAgo(2.9);
		expect(departuresOf(await runSync(store, { members: ['ann'], deactivate, staticData: early }))).toEqual([
			'bob skipped',
		]);
		const due = nextNight(staticData);
		memoryIn(due).missing['hr-bob']!.since = daysAgo(3);
		expect(departuresOf(await runSync(store, { members: ['ann'], deactivate, staticData: due }))).toEqual([
			'bob deactivated',
		]);
	});

	it('is the same for deleting and unassigning', async () => {
		for (const [departure, done] of [
			['delete', 'bob deleted'],
			['unassign', 'bob unassigned'],
		]) {
			store.reset();
			company('ann', 'bob');
			const found = await nights({}, [['ann'], ['ann']], { departure, grace: 'runs', graceRuns: 2 });
			expect(found).toEqual([['bob skipped'], [done]]);
		}
	});

	it('is not shortened by a dry run, which remembers nothing', async () => {
		company('ann', 'bob');
		const staticData: IDataObject = {};
		const deactivate = { grace: 'runs', graceRuns: 2 };
		for (let i = 0; i < 3; i++) {
			const run = await runSync(store, { members: ['ann'], deactivate: { ...deactivate, dryRun: true }, staticData });
			expect(departuresOf(run)).toEqual(['bob skipped']);
		}
		expect(staticData[NODE]).toEqual({});
	});

	it.each<[string, unknown]>([
		['text', 'damaged'],
		['a list', [1, 2]],
		['entries of another form', { missing: { 'hr-bob': 7 }, inactive: [] }],
		['impossible times and counts', { missing: { 'hr-bob': { since: 'yesterday', runs: 9 } } }],
		['a negative count', { missing: { 'hr-bob': { since: daysAgo(9), runs: -9 } } }],
	])('begins anew where what was kept is %s', async (_, absence) => {
		company('ann', 'bob');
		const staticData = remembered(store, absence);
		const deactivate = { grace: 'runs', graceRuns: 2 };
		expect(departuresOf(await runSync(store, { members: ['ann'], deactivate, staticData }))).toEqual(['bob skipped']);
		expect(memoryIn(staticData).missing['hr-bob']).toMatchObject({ runs: 1 });
	});

	it('keeps employees apart whose ids are names of JavaScript', async () => {
		company('ann');
		for (const id of ['__proto__', 'constructor', 'toString']) store.put(employeeOf(`x${id.length}`, { id }));
		const found = await nights({}, [['ann'], ['ann']], { grace: 'runs', graceRuns: 2 });
		expect(found).toEqual([
			['x9 skipped', 'x11 skipped', 'x8 skipped'],
			['x9 deactivated', 'x11 deactivated', 'x8 deactivated'],
		]);
	});

	it('has no effect on the limits: who waits does not count', async () => {
		company('ann', ...Array.from({ length: 8 }, (_, i) => `p${i}`));
		const staticData: IDataObject = {};
		const deactivate = { grace: 'runs', graceRuns: 2 };
		const waiting = await runSync(store, { members: ['ann'], deactivate, staticData });
		expect(departuresOf(waiting)).toHaveLength(8);
		const due = await runSync(store, { members: ['ann'], deactivate, staticData: nextNight(staticData) });
		expect(due.error?.message).toContain("8 of the sync's 9 active people would be deactivated, and the limit is 5");
		expect(activeIn(store)).toHaveLength(9);
	});

	it.each([
		['graceRuns', { grace: 'runs', graceRuns: '={{ "" }}' }],
		['graceDays', { grace: 'days', graceDays: '={{ -1 }}' }],
		['grace', { grace: '={{ "weeks" }}' }],
	])('stops for a %s that nobody can mean', async (_, deactivate) => {
		company('ann', 'bob');
		const run = await runSync(store, { members: ['ann'], deactivate });
		expect(run.status).toBe('error');
		expect(activeIn(store)).toEqual(['ann', 'bob']);
	});
});

describe('who is protected', () => {
	const from = (column: string): INodeParameters => ({
		protectedFrom: 'node',
		protectedNode: 'Table',
		protectedColumn: column,
	});

	it.each<[string, string, unknown]>([
		['an address in other case, with blanks', 'mail', ' Bob.Mail@Example.COM '],
		['a user name', 'mail', 'BOB@example.com'],
		['an object id', 'mail', guidOf('bob').toUpperCase()],
		['an HR id that the table took for a number', 'id', 4711],
		['a wildcard', 'mail', 'bob*'],
		['several in one cell', 'mail', 'nobody@example.com; bob@example.com'],
		['a column that was dragged onto the box', '={{ $json.mail }}', 'bob@example.com'],
		['a dragged column with a blank in its name', "={{ $json['Work mail'] }}", 'bob@example.com'],
	])('is named by a column: %s', async (_, column, value) => {
		store.put(employeeOf('ann'));
		store.put(employeeOf('bob', { id: '4711', emails: [{ type: 'work', value: 'bob.mail@example.com' }] }));
		const name = /'(.*)'/.exec(column)?.[1] ?? column.replace(/^.*json\.|\W+}}$/g, '');
		const run = await runSync(store, {
			members: ['ann'],
			deactivate: from(column),
			table: [{ [name]: '' }, { [name]: value as string }, { other: 'x' }],
		});
		expect(run.error?.message).toBeUndefined();
		expect(missingRows(run)).toEqual([['bob', 'skipped', expect.stringContaining('on the protected list')]]);
		expect(activeIn(store)).toEqual(['ann', 'bob']);
	});

	it('is named as a mail program gives it, and who fits nobody is said', async () => {
		company('ann', 'bob', 'cem', 'dora');
		const list = 'Bob <bob@example.com>; "Cem" cem@example.com\nHall, Eva <eva@example.com>, dora*';
		const run = await runSync(store, {
			members: ['ann', { name: 'dora', enabled: false }],
			upsert: { protected: list },
			deactivate: { protected: list },
		});
		expect(activeIn(store)).toEqual(['ann', 'bob', 'cem', 'dora']);
		for (const node of ['Upsert Employee', 'Deactivate Missing']) {
			const said = run.hints(node).filter((hint) => hint.includes('Protected Employees'));
			expect(said).toEqual([
				expect.stringMatching(/nobody in the HR system fits "Cem", "Hall, Eva eva@example\.com", so they/),
			]);
		}
		const clean = await runSync(store, {
			members: ['ann', 'dora'],
			deactivate: { protected: 'bob@example.com cem@*' },
		});
		expect(clean.hints('Deactivate Missing').join()).not.toContain('Protected Employees');
	});

	it.each([
		['a quotation mark without its counterpart', '"Hall, Bob <bob@example.com>'],
		['nobody', ' ; '],
	])('stops for a list that can not be read: %s', async (_, list) => {
		company('ann', 'bob');
		for (const node of ['upsert', 'deactivate']) {
			const run = await runSync(store, { members: ['ann'], [node]: { protected: list } });
			expect(run.error?.message).toMatch(/^The list of protected employees can't be read/);
			expect(activeIn(store)).toEqual(['ann', 'bob']);
		}
	});

	it('is never deleted, unassigned, or deactivated because the account is disabled', async () => {
		company('ann', 'bob', 'cem');
		for (const departure of ['delete', 'unassign', 'deactivate']) {
			const run = await runSync(store, {
				members: ['ann', { name: 'cem', enabled: false }],
				upsert: { protected: 'cem@example.com' },
				deactivate: { departure, protected: 'b*@example.com' },
			});
			expect(run.items('Upsert Employee').map(({ action }) => action)).toEqual(['unchanged', 'skipped']);
			expect(departuresOf(run)).toEqual(['bob skipped']);
		}
		expect(activeIn(store)).toEqual(['ann', 'bob', 'cem']);
		expect(store.people.get('hr-bob')!.externalId).toBe(guidOf('bob'));
	});

	it.each<[string, string, IDataObject[], string]>([
		['no rows', 'mail', [], '"Table" has no rows'],
		['only blanks', 'mail', [{ mail: ' ' }, { mail: null }], 'is empty in all rows'],
		['a column that there is not', 'Mail', [{ mail: 'bob@example.com' }], 'It has the columns mail'],
		['an error', 'mail', [{ error: 'The sheet is gone' }], '"Table" has failed: The sheet is gone'],
		['an error among the rows', 'mail', [{ mail: 'x' }, { error: { message: 'Gone' } }], '"Table" has failed: Gone'],
		['objects in the cells', 'mail', [{ mail: { address: 'bob@example.com' } }], 'is neither text nor a list'],
	])('stops for a list with %s', async (_, column, table, words) => {
		company('ann', 'bob');
		const run = await runSync(store, {
			members: ['ann'],
			deactivate: from(column),
			table,
			wires: ['Every night -> People -> Upsert Employee -> Deactivate Missing', 'Every night -> Table'],
		});
		expect(run.error?.message ?? '').toContain(words);
		expect(activeIn(store)).toEqual(['ann', 'bob']);
	});
});

describe('a scope of conditions', () => {
	const text = (operation: string): IDataObject => ({ type: 'string', operation });
	const scope = (leftValue: string, operation: string, rightValue: string): INodeParameters => ({
		scope: 'conditions',
		scopeConditions: {
			options: { caseSensitive: false, leftValue: '', typeValidation: 'loose', version: 2 },
			combinator: 'and',
			conditions: [{ id: '1', leftValue, rightValue, operator: text(operation) }],
		} as unknown as INodeParameters,
	});

	beforeEach(() => {
		company('ann');
		const department = (name: string): Record<string, unknown> => ({
			'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: name },
		});
		store.put(employeeOf('bob', { ...department('Sales'), name: { givenName: 'Bob' } }));
		store.put(employeeOf('cem', { ...department('Works council'), externalId: undefined, name: { givenName: 'Cem' } }));
	});

	it.each([
		['={{ $json.department }}', 'equals', 'sales', ['bob deactivated']],
		['department', 'notEquals', 'Sales', ['cem deactivated']],
		['={{ $json.name.givenName }}', 'contains', 'CEM', ['cem deactivated']],
		['={{ $json.department.slice(0, 5) }}', 'equals', 'Works', ['cem deactivated']],
		['={{ $json.hrId }}', 'regex', '^HR-B', ['bob deactivated']],
		['department', 'equals', '={{ $("Table").first().json.department }}', ['bob deactivated']],
	])('%s %s %s', async (leftValue, operation, rightValue, left) => {
		const run = await runSync(store, {
			members: ['ann'],
			deactivate: scope(leftValue, operation, rightValue),
			table: [{ department: 'SALES' }],
		});
		expect(run.error?.message).toBeUndefined();
		expect(departuresOf(run)).toEqual(left);
	});

	it.each([
		['a field that nobody has', '={{ $json.departmnt }}', 'notEquals', 'has the field "departmnt"'],
		['no condition', '', 'equals', 'there are no conditions'],
	])('stops for %s', async (_, leftValue, operation, words) => {
		const run = await runSync(store, { members: ['ann'], deactivate: scope(leftValue, operation, 'Sales') });
		expect(run.error?.message).toContain(words);
		expect(activeIn(store)).toEqual(['ann', 'bob', 'cem']);
	});
});

describe('deleting who has been inactive for long', () => {
	const deactivate = { deleteInactive: true, deleteAfterDays: 180 };
	const seen = (days: Record<string, number>): IDataObject =>
		remembered(store, {
			execution: 'an earlier one',
			missing: {},
			inactive: Object.fromEntries(Object.entries(days).map(([id, ago]) => [id, daysAgo(ago)])),
		});

	it('counts from the first run that finds the person inactive', async () => {
		company('ann');
		store.put(employeeOf('bob', { active: false }));
		const staticData: IDataObject = {};
		expect(departuresOf(await runSync(store, { members: ['ann'], deactivate, staticData }))).toEqual([]);
		const later = nextNight(staticData);
		memoryIn(later).inactive['hr-bob'] = daysAgo(179);
		expect(departuresOf(await runSync(store, { members: ['ann'], deactivate, staticData: later }))).toEqual([]);
		const due = nextNight(staticData);
		memoryIn(due).inactive['hr-bob'] = daysAgo(180);
		const run = await runSync(store, { members: ['ann'], deactivate, staticData: due });
		expect(departuresOf(run)).toEqual(['bob deleted']);
		expect(store.people.has('hr-bob')).toBe(false);
	});

	it('is off unless somebody has set it', async () => {
		company('ann');
		store.put(employeeOf('bob', { active: false }));
		const staticData = seen({ 'hr-bob': 999 });
		expect(departuresOf(await runSync(store, { members: ['ann'], staticData }))).toEqual([]);
		expect(store.people.has('hr-bob')).toBe(true);
	});

	it('spares members who are disabled, who failed, who are protected, not linked, or were changed lately', async () => {
		company('ann');
		const lately = { meta: { lastModified: daysAgo(10) } };
		const sources: [string, Record<string, unknown>][] = [
			['disabled', {}],
			['failed', {}],
			['protected', {}],
			['entered', { externalId: undefined }],
			['touched', lately],
			['gone', { meta: { lastModified: daysAgo(400) } }],
		];
		for (const [name, more] of sources) store.put(employeeOf(name, { active: false, ...more }));
		const run = await runSync(store, {
			members: [
				'ann',
				{ name: 'disabled', enabled: false },
				{ name: 'failed', problems: ['Work e-mail is empty and is required'] },
			],
			deactivate: { ...deactivate, protected: 'protected@*' },
			staticData: seen(Object.fromEntries(sources.map(([name]) => [`hr-${name}`, 365]))),
		});
		expect(departuresOf(run)).toEqual(['gone deleted']);
		expect([...store.people.keys()].sort()).toEqual([
			'hr-ann',
			'hr-disabled',
			'hr-entered',
			'hr-failed',
			'hr-protected',
			'hr-touched',
		]);
	});

	it('counts towards the limit for deactivations', async () => {
		company('ann');
		const names = Array.from({ length: 6 }, (_, i) => `p${i}`);
		for (const name of names) store.put(employeeOf(name, { active: false }));
		const run = await runSync(store, {
			members: ['ann'],
			deactivate,
			staticData: seen(Object.fromEntries(names.map((name) => [`hr-${name}`, 200]))),
		});
		expect(run.error?.message).toContain("6 of the sync's 1 active people would be deactivated");
		expect(store.people.size).toBe(7);
	});
});

describe('an incomplete roster', () => {
	const wires = ['Every night -> People -> Upsert Employee -> Some of them -> Deactivate Missing'];
	const more = [
		{ type: 'n8n-nodes-base.limit', name: 'Some of them', parameters: { maxItems: 2 } } as unknown as never,
	];

	it.each([
		['stops the node', {}, ['ann', 'bob', 'cem', 'dan']],
		['is accepted where that is set', { acceptIncomplete: true }, ['ann', 'bob']],
		['obeys the limits all the same', { acceptIncomplete: true, limitAtLeast: 1 }, ['ann', 'bob', 'cem', 'dan']],
	])('%s', async (_, deactivate, active) => {
		company('ann', 'bob', 'cem', 'dan');
		await runSync(store, { members: ['ann', 'bob', 'cem', 'dan'], deactivate, more, wires });
		expect(activeIn(store)).toEqual(active);
	});
});

it('a node in between that adds a field to the rows changes nothing', async () => {
	company('ann', 'bob');
	const run = await runSync(store, {
		members: ['ann', { name: 'bob', employee: { [MAIL]: 'bob@example.com' } }, 'cem'],
		more: [
			{
				type: 'n8n-nodes-base.set',
				name: 'Add a field',
				parameters: {
					includeOtherFields: true,
					assignments: { assignments: [{ id: '1', name: 'site', value: 'Cork', type: 'string' }] },
					options: {},
				},
			},
		],
		wires: ['Every night -> People -> Upsert Employee -> Add a field -> Deactivate Missing'],
	});
	expect(run.error?.message).toBeUndefined();
	expect(activeIn(store)).toEqual(['ann', 'bob', 'cem']);
});
