import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { load } from 'cheerio';
import { parse } from 'csv-parse/sync';

import { openSandbox } from '../../sandbox/start/sandbox.ts';
import type { Sandbox } from '../../sandbox/start/sandbox.ts';
import type { SandboxRun } from '../../sandbox/start/summary.ts';
import { ask, assertInStep, groupMembers } from './inStep.ts';
import type { Employee, Member } from './inStep.ts';

/** What somebody may be called, or call themselves. */
const NAMES = [
	'<img src=x onerror=alert(1)>',
	'</td></tr></table><script>alert(1)</script>',
	'=HYPERLINK("https://evil.example","click")',
	'+1+1',
	'-2+3',
	'@SUM(A1:A9)',
	'\t=1+1',
	'O\'Neil "Quote" \\ (a) [b] {c}',
	'") or (userName pr',
	"') or 1 eq 1 or ('",
	'Line\r\nBcc: evil@example.com',
	'Two\nlines',
	'\u2028Paragraph\u2029',
	'\u202Etxt.exe',
	'\u{1F469}\u200D\u{1F4BB} e\u0301 \uFB01',
	'\u0000nul',
	'\u001B[31mred',
	'\u{1D49C}\u{1D4C3}\u{1D4C3}',
	'__proto__',
	'constructor',
	'toString',
	'{{ $env.HOME }}',
	'={{ $json.id }}',
	'${process.env.HOME}',
	'$& $1 $$',
	'%s %d %00 ../../etc/passwd',
	'null',
	'true',
	'1e999',
	'0x10',
	'\uFEFFbom',
];

interface Mail {
	subject: string;
	text: string;
	html: string;
	recipients: string[];
	attachments: { name: string; content: string }[];
}

describe('people with hostile names, fields and managers, in a running n8n', () => {
	let sandbox: Sandbox;
	let stateDir: string;
	let first: SandboxRun;
	/** Without an address, so that they fail, and stand in the mail. */
	let failing: Member[];

	const members = async (): Promise<(Member & { department: string | null })[]> =>
		(await groupMembers(sandbox)) as (Member & { department: string | null })[];
	const employees = async (): Promise<(Employee & { displayName?: string })[]> =>
		await ask(`${sandbox.hr.url}/_sim/people`);

	before(async () => {
		stateDir = await mkdtemp(join(tmpdir(), 'entra-hr-sync-e2e-'));
		sandbox = await openSandbox({ stateDir, members: 80 });
		const change = async ({ id }: Member, patch: object): Promise<unknown> =>
			await ask(`${sandbox.entra.url}/_sim/people/${id}`, 'POST', patch);
		const people = (await members()).filter(({ mail, accountEnabled }) => mail !== null && accountEnabled);
		const [synced, others] = [people.slice(0, NAMES.length), people.slice(NAMES.length, 2 * NAMES.length)];
		for (const [index, name] of NAMES.entries()) {
			const manager = synced[(index + 1) % NAMES.length];
			// White space around a value is not synced.
			const fields = { displayName: name, givenName: name, jobTitle: `Job ${name}.`, department: name };
			await change(synced[index]!, { ...fields, managerId: manager?.id });
			if (others[index]) await change(others[index], { ...fields, mail: null });
		}
		const long = people.at(-1)!;
		await change(long, { jobTitle: 'x'.repeat(65_536) });
		failing = others;
		first = await sandbox.run();
	});
	after(async () => {
		await sandbox.close();
		await rm(stateDir, { recursive: true, force: true });
	});

	const mail = async (): Promise<Mail> => {
		const mails = await ask<Mail[]>(`${sandbox.mail.url}/mails.json`);
		assert.equal(mails.length, 1);
		return mails[0]!;
	};
	const csv = async (): Promise<string[][]> => {
		const { attachments } = await mail();
		const file = attachments.find(({ name }) => name.endsWith('.csv'));
		assert.ok(file, attachments.map(({ name }) => name).join(', '));
		return parse(
			Buffer.from(file.content, 'base64')
				.toString()
				.replace(/^\uFEFF/, ''),
			{ relax_column_count: true },
		);
	};

	test('everybody ends as one row, and the HR system holds what Entra says', async () => {
		assert.ok(first.ok, first.summary.error);
		const { members: all, created, skipped, failed } = first.summary;
		assert.equal(created + skipped + failed, all);
		const [people, found] = [await members(), await employees()];
		assertInStep(people, found);
		for (const { id, displayName, mail: address, accountEnabled } of people) {
			if (address === null || !accountEnabled) continue;
			const employee = found.find(({ externalId }) => externalId === id);
			assert.equal(employee?.displayName, displayName.trim());
		}
	});

	test('a ring of managers is written as it is', async () => {
		const found = await employees();
		const named = found.filter(({ displayName }) => displayName !== undefined && NAMES.includes(displayName));
		const managers = named.map(
			(one) => one['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User']?.manager?.value,
		);
		assert.ok(named.length > 20);
		assert.ok(managers.every((manager) => found.some(({ id }) => id === manager)));
	});

	test('whoever failed is named in the mail, as text and nothing else', async () => {
		const { subject, html, text, recipients } = await mail();
		assert.doesNotMatch(subject, /[\r\n]/);
		assert.ok(
			recipients.every((address) => !address.includes('evil')),
			recipients.join(', '),
		);
		const $ = load(html);
		assert.equal($('script, img, iframe, object, embed, form, link').length, 0);
		assert.ok(
			$('*')
				.toArray()
				.every(
					(element) => !('attribs' in element) || !Object.keys(element.attribs).some((name) => name.startsWith('on')),
				),
		);
		const shown = $('body').text();
		for (const name of ['<img src=x onerror=alert(1)>', '__proto__', '{{ $env.HOME }}', '$& $1 $$']) {
			assert.ok(shown.includes(name), name);
			assert.ok(text.includes(name), name);
		}
	});

	test('in the file of the mail nothing is a formula, and nobody is missing', async () => {
		const lines = await csv();
		for (const cell of lines.flat()) assert.doesNotMatch(cell, /^[=+\-@\t\r]/);
		const all = lines.flat().join('\n');
		for (const { id } of failing) assert.ok(all.includes(id) || lines.length > failing.length, id);
	});

	test('the second run writes nothing', async () => {
		const { ok, summary } = await sandbox.run();
		assert.ok(ok, summary.error);
		assert.deepEqual([summary.created, summary.updated, summary.deactivated, summary.hrWrites], [0, 0, 0, 0]);
	});
});
