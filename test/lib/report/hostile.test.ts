import { load } from 'cheerio';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';

import { changeLines, COLUMNS } from '../../../lib/report/changes';
import { asHtml } from '../../../lib/report/html';
import { inLanguage } from '../../../lib/report/inLanguage';
import { tellOf, wordsOf } from '../../../lib/report/words';
import { parseFailure } from '../../../lib/report/stopped';
import type { Block } from '../../../lib/report/blocks';
import { anyCause } from '../../support/causes';
import { reportOf } from './fixtures';
import { hostileRow, hostileTeam, hostileText } from './hostile';

const RUNS = { numRuns: 100 };

const hostileFailure = fc
	.record({
		error: hostileText,
		details: fc.record({
			node: hostileText,
			description: hostileText,
			allowOnce: hostileText,
			wouldDeactivate: fc.array(hostileText, { maxLength: 3 }),
			differences: fc.array(hostileText, { maxLength: 3 }),
			cause: fc.option(anyCause(hostileText), { nil: undefined }),
		}),
	})
	.map((json) => parseFailure(json)!);

const hostileRun = fc.record({
	rows: fc.array(hostileRow, { maxLength: 6 }),
	teams: fc.array(hostileTeam, { maxLength: 3 }),
	failures: fc.array(hostileFailure, { maxLength: 1 }),
});

/** Elements and comments of a document, in their order. */
function structureOf(html: string): string[] {
	const $ = load(html);
	return $('*')
		.toArray()
		.flatMap((element) =>
			'attribs' in element
				? [element.name, ...Object.keys(element.attribs).map((name) => `${element.name} ${name}`)]
				: [],
		);
}

const OURS = new Set(
	['html', 'html lang', 'head', 'meta', 'meta charset', 'meta name', 'meta content', 'body', 'body style', 'tbody']
		.concat(['table', 'table role', 'table cellpadding', 'table cellspacing', 'table border', 'table width'])
		.concat(['table style', 'tr', 'td', 'td align', 'td style', 'p', 'p style', 'b', 'b style', 'br', 'a', 'a href'])
		.concat(['a style', 'span', 'span style', 'h1', 'h1 style', 'h2', 'h2 style', 'h3', 'h3 style']),
);

it('no value becomes an element or an attribute', async () => {
	await fc.assert(
		fc.asyncProperty(hostileRun, hostileText, async (run, title) => {
			const { html } = await reportOf(run, { title, mailWhen: 'always', attach: 'nothing' });
			expect(structureOf(html).filter((name) => !OURS.has(name))).toEqual([]);
			const comments = html.match(/<!--/g);
			expect(comments).toHaveLength(2);
		}),
		RUNS,
	);
});

it('every text of a block is the text of its element', () => {
	const shown = hostileText.map((text) => text.replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ').trim());
	fc.assert(
		fc.property(shown, shown, fc.array(shown, { maxLength: 3 }), (name, login, lines) => {
			const blocks: Block[] = [
				{ kind: 'banner', tone: 'fine', title: name, headline: login, lines },
				{ kind: 'heading', level: 2, text: name },
				{ kind: 'paragraph', text: login },
				{ kind: 'entries', entries: [{ name, login, lines }] },
			];
			const $ = load(asHtml(blocks, 'en'));
			expect($('h1').text()).toBe(login);
			expect($('h2').text()).toBe(name);
			expect($('b').text()).toBe(name);
			expect($('span').text()).toBe(login);
			const cell = $('b').parent();
			expect(cell.text()).toBe(`${name} ${login}${lines.join('')}`);
			expect(
				$('p')
					.toArray()
					.map((element) => $(element).text()),
			).toEqual([name, ...lines, login]);
		}),
		RUNS,
	);
});

it('the subject is one line, whatever the title and the error are', async () => {
	await fc.assert(
		fc.asyncProperty(hostileRun, hostileText, async (run, title) => {
			const { subject } = await reportOf(run, { title, attach: 'nothing' });
			expect(subject).not.toMatch(/[\r\n\u2028\u2029\p{Cc}]/u);
			expect(Array.from(subject).length).toBeLessThanOrEqual(200);
		}),
		RUNS,
	);
});

it('no value makes a line of its own in the text', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(hostileRow, { minLength: 1, maxLength: 4 }), async (rows) => {
			const { text } = await reportOf({ rows }, { mailWhen: 'always', attach: 'nothing' });
			const harmless = rows.map((row) => ({ ...row, reason: row.reason?.replace(/\s+/g, ' ') }));
			const { text: expected } = await reportOf({ rows: harmless }, { mailWhen: 'always', attach: 'nothing' });
			expect(text.split('\n')).toHaveLength(expected.split('\n').length);
			expect(text).not.toMatch(/[^\n\P{Cc}]/u);
		}),
		RUNS,
	);
});

/** What a program that reads UTF-8 sees: half a surrogate pair has no encoding. */
const encoded = (text: string): string => Buffer.from(text).toString();

it('the CSV file reads back as the same values, but for the apostrophes that keep formulas from running', async () => {
	await fc.assert(
		fc.asyncProperty(hostileRun, async (run) => {
			const { files } = await reportOf(run);
			const text = files[0]!.content.toString();
			expect(text.startsWith('\ufeffPerson,User name,Entra ID,')).toBe(true);
			const [, ...records] = parse(text.slice(1), { record_delimiter: '\r\n' });
			const lines = [...changeLines(inLanguage(run, tellOf('en')), wordsOf('en'))].map((line) =>
				COLUMNS.map((name) => encoded(line[name] ?? '')),
			);
			expect(records.map((record) => record.length)).toEqual(lines.map((line) => line.length));
			records.forEach((record, i) => {
				record.forEach((value, j) => {
					const original = lines[i]![j]!;
					if (value !== original) expect(value.replaceAll("'", '')).toBe(original.replaceAll("'", ''));
					if (value !== original) expect(original).toMatch(/[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/);
					for (const cell of value.split(/[;\t\r\n]/)) expect(cell).not.toMatch(/^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/);
				});
			});
		}),
		RUNS,
	);
});
