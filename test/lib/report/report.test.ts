import type { Cause } from '../../../lib/base/cause';
import { readResults } from '../../../lib/report/input';
import { parseFailure } from '../../../lib/report/stopped';
import type { ResultRow } from '../../../lib/sync/model';
import { explained } from '../../../lib/sync/reasons';
import { NOW, reportOf, row, team } from './fixtures';

it('counts members, and employees who are no members, apart', async () => {
	const rows = [
		row('created', 'Ann'),
		row('failed', 'Bob', { reason: 'no e-mail' }),
		row('deactivated', 'Cem', { missing: true }),
	];
	const { counts, subject, failed } = await reportOf({ rows });
	expect(counts).toMatchObject({ members: 2, created: 1, failed: 1, deactivated: 1, updated: 0 });
	expect([subject, failed]).toEqual(['Sync: 1 of 2 people failed', true]);
});

it('names every failed person with the reason, in text and HTML, with nothing that HTML would run', async () => {
	const { text, html } = await reportOf({
		rows: [row('failed', '<img src=x onerror=alert(1)>', { reason: 'a & b "c"' })],
	});
	expect(text).toContain('<img src=x onerror=alert(1)> (');
	expect(html).not.toContain('<img');
	expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
	expect(html).toContain('a &amp; b &quot;c&quot;');
});

it('cuts long lists in the mail, never in the file, and says where the rest is', async () => {
	const rows = Array.from({ length: 350 }, (_, i) => row('failed', `Person${i}`, { reason: 'r' }));
	const { text, people, files } = await reportOf({ rows });
	expect(people).toHaveLength(350);
	expect(text.match(/^- Person/gm)).toHaveLength(200);
	expect(text).toContain('and 150 more. The file sync-2026-11-21.csv');
	expect(files[0]!.content.toString().trim().split('\r\n')).toHaveLength(351);
	const short = await reportOf({ rows }, { mostLines: 10, attach: 'nothing' });
	expect(short.text.match(/^- Person/gm)).toHaveLength(10);
	expect(short.text).toContain('and 340 more. The execution in n8n');
	expect(short.files).toEqual([]);
});

it('turns what stopped a run into a report with what to do and who it was about', async () => {
	const failure = parseFailure({
		error: 'Stopped:\r\nBcc: everybody',
		details: { node: 'Deactivate Missing', description: 'Look at the names.', wouldDeactivate: ['Ann', '<b>Bob</b>'] },
	})!;
	const { ok, attention, send, subject, text, html, error } = await reportOf({ failures: [failure] });
	expect([ok, attention, send]).toEqual([false, true, true]);
	expect([subject, error]).toEqual(['Sync stopped: Stopped: Bcc: everybody', 'Stopped:\r\nBcc: everybody']);
	for (const body of [text, html]) {
		expect(body).toContain('Look at the names.');
		expect(body).toContain('Step: Deactivate Missing');
	}
	expect(text).toContain('Would be deactivated:\n- Ann\n- <b>Bob</b>');
	expect(html).toContain('&lt;b&gt;Bob&lt;/b&gt;');
	expect(text).not.toContain('allowOnce');
});

it('lists all that a stopped run would have done, says how to let it through once, and puts it into the file', async () => {
	const failure = parseFailure({
		error: 'Stopped: too many',
		details: {
			wouldDeactivate: ['Ann'],
			wouldCreate: ['Bob'],
			wouldChange: ['Cem'],
			wouldRemove: ['Dora'],
			differences: ['Eve would not be created any more'],
			limits: [{ kind: 'deactivations', count: 1, allowed: 0, of: 9 }],
			allowOnce: '20261121-3fa9c0de',
			description: 'Let it through with the code 20261121-3fa9c0de under Allow Once.',
			counts: { members: 9, created: 2, failed: 0 },
			people: [{ displayName: 'Fay', userPrincipalName: 'fay@example.com', action: 'failed', reason: 'r' }],
			dryRun: false,
		},
	})!;
	const { text, html, counts, allowOnce, files, history } = await reportOf({ failures: [failure] });
	for (const heading of ['deactivated', 'created', 'changed', 'taken out of teams']) {
		expect(text).toMatch(new RegExp(`Would be ${heading}:\n- \\w+`));
	}
	expect(text).toContain('What is not as in the dry run:\n- Eve would not be created any more');
	const how = (code: string): string =>
		`enter the code ${code} in allowOnce in Sync settings and run the workflow again; it lets this plan through once, and no other.`;
	expect(text).toContain(how('20261121-3fa9c0de'));
	expect(html).toContain(how('<span style="white-space:nowrap">20261121-3fa9c0de</span>'));
	expect(html).not.toMatch(/[^>]20261121-3fa9c0de/);
	expect(text).toContain('These names are also in the file sync-2026-11-21.csv');
	expect(allowOnce).toBe('20261121-3fa9c0de');
	expect(counts).toMatchObject({ members: 9, created: 2, deleted: 0 });
	expect(history).toMatchObject({ members: 9, error: 'Stopped: too many', start: null });
	const csv = files[0]!.content.toString();
	for (const name of ['Ann', 'Bob', 'Cem', 'Dora', 'Eve', 'Fay']) expect(csv).toContain(name);
});

it('speaks of no file of names where a run was stopped before there was anybody to name', async () => {
	const failure = parseFailure({ error: 'Graph refused (403)', details: { node: 'Get Group Members' } })!;
	const { text, html, files } = await reportOf({ failures: [failure] });
	for (const body of [text, html]) expect(body).not.toMatch(/file|\.csv|names/);
	expect(files).toHaveLength(1);
	const withPerson = await reportOf({ failures: [failure], rows: [row('updated', 'Ann')] });
	expect(withPerson.text).toContain('is in the file sync-2026-11-21.csv');
});

it('shows the plan of a dry run: who would be what, and every attribute from and to', async () => {
	const dryRun = true;
	const rows = [
		row('created', 'Ann', { dryRun, changes: [{ attribute: 'userName', from: null, to: 'ann' }] }),
		row('updated', 'Bob', {
			dryRun,
			changes: [
				{ attribute: 'title', from: 'Engineer', to: 'Lead' },
				{ attribute: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department', from: null, to: 'R&D' },
			],
		}),
		row('reactivated', 'Cem', { dryRun, changes: [{ attribute: 'active', from: false, to: true }] }),
		row('deactivated', 'Dora', { dryRun, missing: true, reason: 'Not among the 3 members' }),
		row('deleted', 'Eve', { dryRun, missing: true, reason: 'Gone for 90 days' }),
		row('unassigned', 'Fay', { dryRun, missing: true, reason: 'Gone' }),
	];
	const { subject, headline, changes, text, html } = await reportOf({ rows });
	expect(headline).toBe('1 to create, 1 to change, 1 to reactivate, 1 to deactivate, 1 to delete, 1 to unassign');
	expect([subject, changes]).toEqual([`Sync (dry run): ${headline}`, true]);
	const quiet = await reportOf({ rows: [row('unchanged', 'Ann', { dryRun }), row('failed', 'Bob', { dryRun })] });
	expect([quiet.headline, quiet.changes]).toEqual(['nothing to do for 2 people; 1 of 2 people would fail', false]);
	expect(text).toContain('nothing was written');
	for (const heading of ['created', 'updated', 'reactivated', 'deactivated', 'deleted', 'unassigned']) {
		expect(text).toContain(`Would be ${heading} (1):\n`);
	}
	expect(text).toContain('- Bob (bob@example.com): title: Engineer → Lead; department: (empty) → R&D');
	expect(html).toContain('title: Engineer → Lead<br>department: (empty) → R&amp;D');
});

it('groups failures by cause, with what to do, and those of an unknown cause by their words without names', async () => {
	const rows = [
		row('failed', 'Ann', explained({ kind: 'required', attribute: 'Work e-mail', person: 'Ann' })),
		row('failed', 'Bob', explained({ kind: 'required', attribute: 'Surname', person: 'Bob', source: 'surname' })),
		row('failed', 'Cem', explained({ kind: 'notTried' })),
		row('failed', 'Dora', { reason: 'The moon is too near for Dora (dora@example.com)' }),
		row('failed', 'Eve', { reason: 'The moon is too near for Eve (eve@example.com)' }),
		row(
			'failed',
			'Fay',
			explained({ kind: 'answered', asked: 'hr', request: 'POST /Users', status: 409, said: 'taken' }),
		),
		row('failed', 'Gus', explained({ kind: 'answered', asked: 'hr', request: 'POST /Users', status: 400, said: 'no' })),
	];
	const { text } = await reportOf({ rows });
	const headings = text.split('\n').filter((line) => /\(\d+\):$/.test(line));
	expect(headings).toEqual([
		'Failed (7):',
		'A required field is empty (2):',
		'The moon is too near for … (2):',
		'The HR system already has somebody like this (409) (1):',
		'The HR system refused the person (400) (1):',
		'Not tried, because the run was stopped before (1):',
	]);
	expect(text).toContain('Fill the field in Entra');
	expect(text).toContain('Surname of Bob is empty and is required (it comes from surname)');
});

it('keeps the mail readable when everybody failed for a reason of their own', async () => {
	const words = ['alpha', 'beta', 'gamma', 'delta'];
	const rows = Array.from({ length: 60 }, (_, i) =>
		row('failed', `P${i}`, { reason: `It was the ${words[i % 4]}${'x'.repeat(i)}` }),
	);
	const { text } = await reportOf({ rows });
	expect(text.split('\n').filter((line) => /\(\d+\):$/.test(line)).length).toBeLessThanOrEqual(13);
	expect(text).toContain('Other reasons (49):');
	for (const { reason } of rows) expect(text).toContain(reason);
});

describe('somebody who left and is still active', () => {
	const left = (cause: Cause): ResultRow => row('skipped', 'Ann', { missing: true, ...explained(cause) });
	const impossible: Cause = {
		kind: 'missingImpossible',
		among: 1,
		because: { kind: 'said', text: 'no way' },
	};

	it('wants a person', async () => {
		const rows = [row('unchanged', 'Bob'), left(impossible)];
		const { subject, attention, failed, send, text } = await reportOf({ rows });
		expect([attention, failed, send]).toEqual([true, false, true]);
		expect(subject).toBe('Sync: 1 person has left and was not deactivated');
		expect(text).toContain('Left, and not deactivated (1):');
		expect(text).toContain('no way');
	});

	it('wants a person whatever the reason says, where it carries no cause', async () => {
		const row1 = row('skipped', 'Ann', { missing: true, reason: 'Not a member, but on the protected list' });
		expect((await reportOf({ rows: [row1] })).attention).toBe(true);
	});

	it.each<[Cause, string]>([
		[{ kind: 'missingProtected', among: 1 }, 'Not among the 1 members of the group, but on the protected list'],
		[
			{ kind: 'missingInGrace', among: 1, runs: 1, ofRuns: 3 },
			'Not among the 1 members of the group; in the grace period: missing in 1 of 3 runs in a row',
		],
	])('wants nobody where that is meant so: %j', async (cause, reason) => {
		const { attention, text } = await reportOf({ rows: [row('unchanged', 'Bob'), left(cause)] });
		expect(attention).toBe(false);
		expect(text).toContain(`Skipped (1):\n- Ann (ann@example.com): ${reason}`);
	});
});

describe('teams', () => {
	it('are counted apart from people, and those that failed are named with the reason', async () => {
		const teams = [team('created', 'Sales', { added: ['Ann'] }), team('failed', 'Legal', { reason: 'refused' })];
		const { counts, subject, failed, text, teams: counted } = await reportOf({ rows: [row('created', 'Ann')], teams });
		expect(counts).toMatchObject({ members: 1, created: 1, failed: 0 });
		expect(counted).toMatchObject({ teams: 2, created: 1, failed: 1 });
		expect([subject, failed]).toEqual(['Sync: 1 of 2 teams failed', true]);
		expect(text).toContain('Teams that failed (1):\n- Legal: refused');
	});

	it('of a dry run show who would come in and go out', async () => {
		const teams = [
			team('updated', 'Sales', { added: ['Ann'], removed: ['Bob', 'Cem'], renamedFrom: 'Sale', dryRun: true }),
		];
		const { text } = await reportOf({ teams });
		expect(text).toContain('- Sales: Called Sale before; In: Ann; Out: Bob, Cem');
	});

	it('are told from people among the items', () => {
		const { rows, teams } = readResults([row('created', 'Ann'), { ...team('created', 'Sales'), extra: 1 }]);
		expect([rows.map(({ entra }) => entra.displayName), teams.map(({ team: name }) => name)]).toEqual([
			['Ann'],
			['Sales'],
		]);
	});
});

it.each([
	['always', 'unchanged', true],
	['onChange', 'unchanged', false],
	['onChange', 'updated', true],
	['onChange', 'failed', true],
	['onFailure', 'updated', false],
	['onFailure', 'failed', true],
] as const)('with a mail %s, a run in which somebody was %s sends: %s', async (mailWhen, action, expected) => {
	expect((await reportOf({ rows: [row(action, 'Ann', { reason: 'r' })] }, { mailWhen })).send).toBe(expected);
});

it('lists changes of a real run where somebody wants to read of changes', async () => {
	const rows = [row('updated', 'Ann', { changes: [{ attribute: 'title', from: 'A', to: 'B' }] })];
	expect((await reportOf({ rows }, { mailWhen: 'onChange' })).text).toContain('title: A → B');
	expect((await reportOf({ rows }, { mailWhen: 'onFailure' })).text).not.toContain('title: A → B');
});

it('tells how long it took since the group was read, and puts a flat line for a table together', async () => {
	const roster = { id: 'r', size: 1, digest: '', readAt: '2026-11-21T00:00:00Z' } as ResultRow['roster'] & object;
	const origin = { workflow: 'Nightly', group: 'All', system: 'Peakon', link: 'https://n8n.example.com/1' };
	const { duration, text, html, history } = await reportOf({ rows: [row('created', 'Ann', { roster })] }, { origin });
	expect(duration).toBe(192);
	expect(text).toContain(
		'The group was read at 21 Nov 2026, 00:00 UTC, and all was done at 21 Nov 2026, 00:03 UTC (3 mins, 12 secs).',
	);
	for (const said of ['Workflow: Nightly', 'Group: All', 'HR system: Peakon']) expect(text).toContain(said);
	expect(html).toContain('<a href="https://n8n.example.com/1"');
	expect(history).toEqual({
		start: '2026-11-21T00:00:00.000Z',
		end: new Date(NOW).toISOString(),
		workflow: 'Nightly',
		group: 'All',
		system: 'Peakon',
		dryRun: false,
		members: 1,
		created: 1,
		updated: 0,
		unchanged: 0,
		reactivated: 0,
		deactivated: 0,
		deleted: 0,
		unassigned: 0,
		skipped: 0,
		failed: 0,
		error: null,
		execution: 'https://n8n.example.com/1',
	});
});

it('speaks German, with dates as asked for, in the time zone of the workflow', async () => {
	const rows = [row('failed', 'Ann', explained({ kind: 'required', attribute: 'Nachname', person: 'Ann' }))];
	const { subject, text, html } = await reportOf(
		{ rows },
		{ language: 'de', dateFormat: 'dd.MM.yyyy HH:mm', timezone: 'Europe/Berlin' },
	);
	expect(subject).toBe('Sync: 1 von 1 Personen fehlgeschlagen');
	expect(text).toContain('Ein Pflichtfeld ist leer (1):');
	expect(text).toContain('Nachname von Ann ist leer und ein Pflichtfeld');
	expect(text).toContain('Fertig: 21.11.2026 01:03.');
	expect(html).toContain('<html lang="de">');
});

it('takes only errors for errors', () => {
	expect(parseFailure({ action: 'created' })).toBeUndefined();
	expect(parseFailure(null)).toBeUndefined();
	expect(parseFailure({ error: { message: 'boom' } })).toMatchObject({ message: 'boom' });
});

it('tells what stopped a run whatever comes along with it, and refuses foreign items otherwise', () => {
	expect(readResults([{ anything: 1 }, { error: 'boom' }])).toMatchObject({
		rows: [],
		failures: [{ message: 'boom' }],
	});
	expect(() => readResults([{ anything: 1 }])).toThrow('is not a result of Upsert Employee');
});
