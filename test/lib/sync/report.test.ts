import { makeReport, parseFailure } from '../../../lib/sync/report';
import type { ResultRow } from '../../../lib/sync/rows';

const row = (action: ResultRow['action'], displayName: string, rest: Partial<ResultRow> = {}): ResultRow => ({
	action,
	changes: [],
	entra: { id: displayName, displayName, userPrincipalName: `${displayName.toLowerCase()}@example.com` },
	...rest,
});

it('counts members, and employees who are no members, apart', () => {
	const { counts, subject, failed } = makeReport(
		'Sync',
		[
			row('created', 'Ann'),
			row('failed', 'Bob', { reason: 'no e-mail' }),
			row('deactivated', 'Cem', { missing: true }),
		],
		[],
	);
	expect(counts).toMatchObject({ members: 2, created: 1, failed: 1, deactivated: 1, updated: 0 });
	expect([subject, failed]).toEqual(['Sync: 1 of 2 people failed', true]);
});

it('names every failed person with the reason, in text and HTML, with nothing that HTML would run', () => {
	const { text, html } = makeReport(
		'Sync',
		[row('failed', '<img src=x onerror=alert(1)>', { reason: 'a & b "c"' })],
		[],
	);
	expect(text).toContain('<img src=x onerror=alert(1)> (');
	expect(html).not.toContain('<img');
	expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
	expect(html).toContain('a &amp; b &quot;c&quot;');
});

it('cuts long lists in the mail and says so', () => {
	const many = Array.from({ length: 350 }, (_, i) => row('failed', `Person${i}`, { reason: 'r' }));
	const { text, people } = makeReport('Sync', many, []);
	expect(people).toHaveLength(350);
	expect(text.match(/^- Person/gm)).toHaveLength(200);
	expect(text).toContain('and 150 more');
});

it('turns what stopped a run into a report with what to do and who it was about', () => {
	const failure = parseFailure({
		error: 'Stopped:\r\nBcc: everybody',
		details: { node: 'Deactivate Missing', description: 'Look at the names.', wouldDeactivate: ['Ann', '<b>Bob</b>'] },
	});
	const { ok, subject, text, html, error } = makeReport('Sync', [], [failure!]);
	expect([ok, subject, error]).toEqual([false, 'Sync stopped: Stopped: Bcc: everybody', 'Stopped:\r\nBcc: everybody']);
	for (const body of [text, html]) expect(body).toContain('Look at the names.');
	expect(html).toContain('&lt;b&gt;Bob&lt;/b&gt;');
});

it('says when nothing was written', () => {
	const { subject, text } = makeReport('Sync', [row('created', 'Ann', { dryRun: true })], []);
	expect(subject).toContain('(dry run)');
	expect(text).toContain('nothing was written');
});

it('takes only errors for errors', () => {
	expect(parseFailure({ action: 'created' })).toBeUndefined();
	expect(parseFailure(null)).toBeUndefined();
	expect(parseFailure({ error: { message: 'boom' } })).toMatchObject({ message: 'boom' });
});
