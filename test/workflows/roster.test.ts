import type { IDataObject } from 'n8n-workflow';

import {
	all,
	code,
	edit,
	emptyItem,
	filter,
	firstOf,
	groupByGroup,
	loop,
	mergedRead,
	onlyIf,
	pin,
	PLACES,
	secondRead,
	set,
	split,
	thrower,
	throwsInstead,
	wire,
} from '../support/disturb';
import type { Disturb, Place } from '../support/disturb';
import type { EngineRun } from '../support/engine';
import type { Person } from '../support/entra';
import { expectStopped } from '../support/stopped';
import { call, World } from '../support/world';

const MEMBERS = 40;
/** So many are still in the group when the tests begin. One has left, who is still active in the HR system. */
const READ = MEMBERS - 1;
const OTHER_GROUP = 'Nobody yet';
const NOBODY = '00000000-1111-4222-8333-444444444444';

let world: World;
let leaver: Person;
/** Somebody in the group, whom nobody reports to. */
let member: Person;
/** What Get Group Members put out in an undisturbed dry run. */
let read: IDataObject[];

beforeAll(async () => {
	world = await World.open(MEMBERS);
	await call(world.entra, '/_sim/settings', 'POST', { pageSize: 13 });
	await world.runNightly();
	const people = await world.entraPeople();
	const managers = new Set(people.map(({ managerId }) => managerId));
	[leaver, member] = people.filter(({ id, inGroup, accountEnabled, mail }) => {
		return inGroup && accountEnabled && mail !== null && !managers.has(id);
	}) as [Person, Person];
	await world.leaveGroups(leaver.id);
	const dryRun = await world.runNightly({ dryRun: true });
	expect(dryRun.error).toBeUndefined();
	expect(departed(dryRun)).toEqual([leaver.id]);
	read = dryRun.items('Get Group Members');
}, 120_000);
afterAll(async () => await world.close());
beforeEach(async () => {
	await call(world.mail, '/mails', 'DELETE');
	await world.resetCounts();
});

/** Object ids of those whom Deactivate Missing has deactivated, or would. */
function departed(run: EngineRun): string[] {
	return run
		.items('Deactivate Missing')
		.filter(({ action, missing }) => missing && action === 'deactivated')
		.map(({ entra }) => (entra as { id: string }).id);
}

const run = async (disturb: Disturb, settings: Record<string, unknown> = {}): Promise<EngineRun> =>
	await world.runNightly(settings, undefined, disturb);

type Case = [what: string, disturb: Disturb, words: string | RegExp, advice: string];

const DIRECTLY = 'connect Get Group Members, Get Manager, Map Attributes and Upsert Employee directly';
const UNCHANGED = 'take away what changes them on the way';
const MAP_FIRST = 'Put Map Attributes directly before this node';
const RESULTS = 'Connect the Results output of Upsert Employee directly to this node';
const TOGETHER = 'Read all groups with one Get Group Members';

const arrived = (count: number): string => `only ${count} of the ${READ} people that were read arrived here`;
const behindEach = (what: string, disturb: (place: Place) => Disturb, words: string | RegExp): Case[] =>
	PLACES.map((place) => [`${what} behind ${place}`, disturb(place), words, DIRECTLY]);
/** What a row's own id is called there. */
const idAt = (place: Place): string => (place === 'Get Group Members' || place === 'Get Manager' ? 'id' : 'entra.id');

const lost: Case[] = [
	...behindEach('a Filter', (place) => filter(place, '$itemIndex !== 3'), arrived(READ - 1)),
	...behindEach('an If', (place) => onlyIf(place, '$itemIndex % 2 === 0'), arrived(20)),
	...behindEach('a Limit', (place) => firstOf(place, 10), arrived(10)),
	...behindEach(
		'an If with both branches wired on',
		(place) => split(place, '$itemIndex < 20'),
		/only (19|20) of the 39 people/,
	),
	...behindEach('Loop Over Items', (place) => loop(place, 10, false), arrived(10)),
	...behindEach('Loop Over Items, wired back,', (place) => loop(place, 15, true), arrived(15)),
	...PLACES.slice(1).map((place): Case => {
		return [`"Execute Once" of ${place}`, set(place, {}, { executeOnce: true }), arrived(1), DIRECTLY];
	}),
	[
		'the Failed output of Upsert Employee alone',
		(workflow) => {
			workflow.connections['Upsert Employee']!.main![0] = [];
			wire('Upsert Employee', 1, 'Deactivate Missing')(workflow);
		},
		/only \d of the 39 people/,
		DIRECTLY,
	],
	['a limited read', set('Get Group Members', { options: { limit: 20 } }), 'read with a limit', DIRECTLY],
];

const CONTINUE = { onError: 'continueRegularOutput' as const };
const failed: Case[] = [
	['Get Group Members throws', throwsInstead('Get Group Members'), 'no read of a group vouches for', DIRECTLY],
	['Map Attributes throws', throwsInstead('Map Attributes'), 'is not a mapped person: it has the fields', MAP_FIRST],
	['Upsert Employee throws', throwsInstead('Upsert Employee'), 'is not a result of Upsert Employee', RESULTS],
	[
		'Get Group Members fails, and is set to "Continue"',
		set('Get Group Members', { group: { __rl: true, mode: 'id', value: 'No such group' } }, CONTINUE),
		'no read of a group vouches for',
		DIRECTLY,
	],
	[
		'Upsert Employee fails, and is set to "Continue"',
		set('Upsert Employee', { limitPercent: -1 }, CONTINUE),
		'it is the error ""Deactivation Limit (%)" is -1',
		RESULTS,
	],
	[
		'Map Attributes is switched off',
		set('Map Attributes', {}, { disabled: true }),
		'is not a mapped person',
		MAP_FIRST,
	],
	[
		'Upsert Employee is switched off',
		set('Upsert Employee', {}, { disabled: true }),
		'is not a result of Upsert Employee',
		RESULTS,
	],
];

const zero: Case[] = [
	[
		'an empty group',
		set('Get Group Members', { group: { __rl: true, mode: 'id', value: OTHER_GROUP } }),
		'has no members',
		'',
	],
	[
		'"Always Output Data" behind Get Group Members',
		emptyItem('Get Group Members'),
		'no read of a group vouches for',
		DIRECTLY,
	],
	['"Always Output Data" behind Get Manager', emptyItem('Get Manager'), 'no read of a group vouches for', DIRECTLY],
	[
		'"Always Output Data" behind Map Attributes',
		emptyItem('Map Attributes'),
		'is not a mapped person: it is empty',
		MAP_FIRST,
	],
	[
		'"Always Output Data" behind Upsert Employee',
		emptyItem('Upsert Employee'),
		'is not a result of Upsert Employee: it is empty',
		RESULTS,
	],
];

const swapped = 'const id = rows[3].entra.id; rows[3].entra.id = rows[4].entra.id; rows[4].entra.id = id;';
const afterUpsert = 'a row was changed after Upsert Employee';
const edited: Case[] = [
	...PLACES.slice(0, 3).map((place): Case => {
		const id = idAt(place);
		const first = `{{ $itemIndex === 3 ? $('${place}').first().json.${id} : $json.${id} }}`;
		return [
			`the id of somebody else, by Edit Fields behind ${place}`,
			edit(place, { [id]: first }),
			arrived(READ - 1),
			DIRECTLY,
		];
	}),
	[
		'the id of nobody, by Edit Fields behind Map Attributes',
		edit('Map Attributes', { 'entra.id': `{{ $itemIndex === 3 ? '${NOBODY}' : $json.entra.id }}` }),
		'an Entra object id was changed',
		UNCHANGED,
	],
	[
		'the id of nobody, by Edit Fields behind Upsert Employee',
		edit('Upsert Employee', { 'entra.id': `{{ $itemIndex === 3 ? '${NOBODY}' : $json.entra.id }}` }),
		afterUpsert,
		UNCHANGED,
	],
	['the ids of two swapped behind Upsert Employee', code('Upsert Employee', swapped), afterUpsert, UNCHANGED],
	[
		'no id',
		edit('Upsert Employee', { 'entra.id': "{{ $itemIndex === 3 ? '' : $json.entra.id }}" }),
		'without an Entra object id',
		UNCHANGED,
	],
	['another hrId', code('Upsert Employee', "rows.find(({ hrId }) => hrId).hrId = 'another';"), afterUpsert, UNCHANGED],
	[
		'no hrId',
		code('Upsert Employee', 'delete rows.find(({ hrId }) => hrId).hrId;'),
		'has lost the id of the employee (hrId)',
		UNCHANGED,
	],
	[
		"somebody else's hrId",
		code('Upsert Employee', 'const [a, b] = rows.filter(({ hrId }) => hrId); a.hrId = b.hrId;'),
		afterUpsert,
		UNCHANGED,
	],
	[
		'another action',
		code('Upsert Employee', "rows.find(({ action }) => action === 'failed').action = 'skipped';"),
		afterUpsert,
		UNCHANGED,
	],
	['all rows one action', edit('Upsert Employee', { action: 'skipped' }), afterUpsert, UNCHANGED],
	[
		'somebody by hand with the roster of another row, behind Get Group Members',
		code('Get Group Members', `rows.push({ ...rows[3], id: '${NOBODY}', mail: null });`),
		`${READ + 1} people arrived here, and only ${READ} were read`,
		DIRECTLY,
	],
	[
		'somebody by hand in the place of another, behind Get Group Members',
		code('Get Group Members', `rows[3] = { ...rows[3], id: '${NOBODY}', mail: null };`),
		'an Entra object id was changed',
		UNCHANGED,
	],
	[
		'somebody by hand with the roster of another row, behind Upsert Employee',
		code('Upsert Employee', `rows[3] = { ...rows[3], entra: { id: '${NOBODY}' } };`),
		afterUpsert,
		UNCHANGED,
	],
	['a row marked as missing', code('Upsert Employee', 'rows[3].missing = true;'), arrived(READ - 1), DIRECTLY],
	[
		'rows without their roster',
		code('Upsert Employee', 'delete rows[3].roster;'),
		'no read of a group vouches for',
		DIRECTLY,
	],
	[
		'the roster as text',
		code('Get Manager', 'for (const row of rows) row.roster = JSON.stringify(row.roster);'),
		'no read of a group vouches for',
		DIRECTLY,
	],
];

const severalReads: Case[] = [
	['the same group twice, merged', mergedRead('All Employees'), 'the rows come from 2 different reads', DIRECTLY],
	['two groups, merged', mergedRead('Sales'), 'the rows come from 2 different reads', DIRECTLY],
	[
		'two groups, merged, with the roster of one',
		all(mergedRead('Sales'), code('Map Attributes', 'for (const row of rows) row.roster = rows[0].roster;')),
		'both lead here',
		TOGETHER,
	],
	['two wires', secondRead(OTHER_GROUP), 'both lead here', TOGETHER],
	['one group after the other', groupByGroup(['All Employees', OTHER_GROUP]), 'one group after the other', TOGETHER],
];

describe('rows that get lost on the way', () => {
	it.each(lost)('%s', async (_, disturb, words, advice) => {
		await expectStopped(world, await run(disturb), words, advice);
	});
});

describe('a step that failed', () => {
	it.each(failed)('%s', async (_, disturb, words, advice) => {
		await expectStopped(world, await run(disturb), words, advice);
	});

	it.each(PLACES)('in between, behind %s, loses nobody where its input goes on', async (place) => {
		const whole = await run(thrower(place), { dryRun: true });
		expect(whole.error).toBeUndefined();
		expect(departed(whole)).toEqual([leaver.id]);
	});

	it('is no harm where it was Get Manager: managers are left as they are', async () => {
		const whole = await run(throwsInstead('Get Manager'), { dryRun: true });
		expect(whole.error).toBeUndefined();
		const changed = whole.items('Deactivate Missing').filter(({ changes }) => (changes as unknown[]).length > 0);
		expect(changed.map(({ entra }) => (entra as { id: string }).id)).toEqual([leaver.id]);
	});
});

describe('zero members', () => {
	it.each(zero)('%s', async (_, disturb, words, advice) => {
		await expectStopped(world, await run(disturb), words, advice);
	});

	it.each(PLACES)('no rows behind %s: no step after it runs', async (place) => {
		const ended = await run(filter(place, 'false'));
		expect(ended.ran('Deactivate Missing')).toBe(false);
		expect(await world.hrWrites()).toBe(0);
	});
});

describe('rows that were edited', () => {
	it.each(edited)('%s', async (_, disturb, words, advice) => {
		await expectStopped(world, await run(disturb), words, advice);
	});

	it('an object id of nobody before Map Attributes: nobody is deactivated, and the next run links the employee again', async () => {
		const { id } = member;
		const other = edit('Get Manager', { id: `{{ $json.id === '${id}' ? '${NOBODY}' : $json.id }}` });
		const disturbed = await run(other);
		expect(disturbed.error?.message).toContain('an Entra object id was changed');
		expect((await world.hrPeople()).filter(({ active }) => active === false)).toEqual([]);
		await run(set('Deactivate Missing', {}, { disabled: true }));
		expect((await world.hrPeople()).filter(({ externalId }) => externalId === id)).toHaveLength(1);
		expect((await world.hrPeople()).filter(({ externalId }) => externalId === NOBODY)).toEqual([]);
	});
});

describe('rows of several reads', () => {
	beforeAll(async () => await world.joinGroup(leaver.id, OTHER_GROUP));
	afterAll(async () => await world.leaveGroups(leaver.id));

	it.each(severalReads)('%s', async (_, disturb, words, advice) => {
		await expectStopped(world, await run(disturb), words, advice);
	});

	it('a second read that takes the place of one that failed is one read', async () => {
		const fallback: Disturb = (workflow) => {
			secondRead('All Employees')(workflow);
			const from = (name: string) => workflow.connections[name]!.main!;
			from('Sync settings')[0] = from('Sync settings')[0]!.filter(({ node }) => node !== 'Get Group Members 2');
			from('Get Group Members')[1] = [];
			wire('Get Group Members', 1, 'Get Group Members 2')(workflow);
			const broken = { group: { __rl: true, mode: 'id', value: 'No such group' } };
			set('Get Group Members', broken)(workflow);
		};
		expect(departed(await run(fallback, { dryRun: true }))).toEqual([leaver.id]);
	});
});

describe('rows of an earlier read', () => {
	const readAgo = (hours: number, change: (row: IDataObject) => IDataObject = (row) => row): IDataObject[] => {
		const readAt = new Date(Date.now() - hours * 60 * 60 * 1000).toISOString();
		return read.map((row) => change({ ...row, roster: { ...(row.roster as object), readAt } }));
	};

	it("yesterday's, pinned", async () => {
		await expectStopped(world, await run(pin('Get Group Members', readAgo(24))), 'too long ago', DIRECTLY);
	});

	it("yesterday's, of somebody who was disabled then", async () => {
		const disabled = readAgo(24, (row) => (row.id === member.id ? { ...row, accountEnabled: false } : row));
		const stopped = await run(pin('Get Group Members', disabled));
		await expectStopped(world, stopped, 'too long ago');
		const row = stopped.items('Upsert Employee').find(({ hrId, action }) => hrId && action === 'skipped');
		expect(row).toMatchObject({
			entra: { id: member.id },
			reason: expect.stringContaining('says nothing about today'),
		});
	});

	it('of an hour ago, and the same sync has read the group since', async () => {
		await expectStopped(world, await run(pin('Get Group Members', readAgo(1))), 'has read the group', 'The newer run');
	});

	it('of an hour ago: who was changed in the HR system since may have come back', async () => {
		const ended = await run((workflow) => {
			pin('Get Group Members', readAgo(1))(workflow);
			workflow.id = 'a workflow that has never run';
		});
		expect(ended.error).toBeUndefined();
		expect(ended.items('Deactivate Missing').filter(({ missing }) => missing)).toMatchObject([
			{ action: 'skipped', entra: { id: leaver.id }, reason: expect.stringContaining('Undecided') },
		]);
		expect(await world.hrWrites()).toBe(0);
	});

	it("yesterday's results, pinned", async () => {
		const rows = (await run(() => {}, { dryRun: true })).items('Upsert Employee');
		const readAt = new Date(Date.now() - 24 * 60 * 60 * 1000).toISOString();
		await call(world.mail, '/mails', 'DELETE');
		const old = rows.map(({ dryRun: _, ...row }) => ({ ...row, roster: { ...(row.roster as object), readAt } }));
		await expectStopped(world, await run(pin('Upsert Employee', old)), 'too long ago', DIRECTLY);
	});
});

describe('somebody who failed and could not be matched', () => {
	let back: Person;
	beforeAll(async () => {
		// The leaver comes back: with a new account, and without a mailbox yet.
		back = (await call(world.entra, '/_sim/people', 'POST', { displayName: leaver.displayName, mail: null })) as Person;
	});
	afterAll(async () => {
		await call(world.entra, `/_sim/people/${back.id}`, 'DELETE');
	});

	it('keeps the employee of the same name', async () => {
		const ended = await run(() => {});
		expect(ended.error).toBeUndefined();
		expect(ended.items('Deactivate Missing').filter(({ missing }) => missing)).toMatchObject([
			{ action: 'skipped', entra: { id: leaver.id }, reason: expect.stringContaining('Undecided') },
		]);
		expect(await world.hrWrites()).toBe(0);
		const [mail] = await world.mails();
		expect(mail!.text).toContain(leaver.displayName);
	});

	it('keeps the employee of the same name when their row says otherwise', async () => {
		const disturb = code('Upsert Employee', 'for (const row of rows) delete row.lookalikes;');
		await expectStopped(world, await run(disturb), afterUpsert, UNCHANGED);
	});
});

describe('with "Accept an Incomplete Roster"', () => {
	const accept = set('Deactivate Missing', { acceptIncomplete: true });

	it('obeys the limits', async () => {
		const half = all(accept, filter('Upsert Employee', '$itemIndex % 2 === 0'));
		await expectStopped(world, await run(half), /would be deactivated, and the limit is 5/, 'Would be deactivated:');
	});

	it('still wants rows that nobody has edited', async () => {
		await expectStopped(
			world,
			await run(all(accept, edit('Upsert Employee', { action: 'skipped' }))),
			afterUpsert,
			UNCHANGED,
		);
	});

	it('still wants a read of today', async () => {
		const old = code('Get Group Members', "for (const row of rows) row.roster.readAt = '2026-01-01T00:00:00Z';");
		await expectStopped(world, await run(all(accept, old)), 'too long ago', DIRECTLY);
	});

	it('goes on, says so, and takes whoever got lost for missing', async () => {
		const lostOne = all(accept, filter('Upsert Employee', `$json.entra.id !== '${member.id}'`));
		const ended = await run(lostOne);
		expect(ended.error).toBeUndefined();
		expect(ended.hints('Deactivate Missing').join()).toContain('An incomplete roster was accepted');
		const inactive = (await world.hrPeople()).filter(({ active }) => active === false);
		expect(inactive.map(({ externalId }) => externalId).sort()).toEqual([leaver.id, member.id].sort());
	});
});

it('an undisturbed run ends with the leaver, and nobody else, inactive', async () => {
	expect((await run(() => {})).error).toBeUndefined();
	const inactive = (await world.hrPeople()).filter(({ active }) => active === false);
	expect(inactive.map(({ externalId }) => externalId)).toEqual([leaver.id]);
});
