import { read } from '@e965/xlsx';
import type { CellObject } from '@e965/xlsx';
import fc from 'fast-check';

import { COLUMNS } from '../../../lib/report/changes';
import type { ChangeLine } from '../../../lib/report/changes';
import { LANGUAGES } from '../../../lib/report/words';
import { MOST_LINES, xlsxFile } from '../../../lib/report/xlsx';
import { hostileText } from './hostile';

const { en } = LANGUAGES;

/** The cells of each line after the first, as another library reads them. */
async function cellsOf(lines: ChangeLine[]): Promise<(CellObject | undefined)[][]> {
	const book = read(await xlsxFile(lines, en), { cellFormula: true, cellNF: true });
	const sheet = book.Sheets[en.sheet]!;
	return lines.map((_, i) => COLUMNS.map((_, j) => sheet[`${'ABCDEFGHI'[j]!}${i + 2}`] as CellObject | undefined));
}

/** What no XML can hold is left out. */
const inXml = (text: string): string =>
	Buffer.from(text)
		.toString()
		.replace(/[\p{Cc}\p{Noncharacter_Code_Point}\ufffd]/gu, '');

it('every value is a text, and none is a formula', async () => {
	const line = fc.record(
		Object.fromEntries(COLUMNS.map((name) => [name, hostileText])) as Record<'why', typeof hostileText>,
	);
	await fc.assert(
		fc.asyncProperty(fc.array(line, { maxLength: 4 }), async (lines: ChangeLine[]) => {
			const cells = await cellsOf(lines);
			lines.forEach((values, i) => {
				COLUMNS.forEach((name, j) => {
					const cell = cells[i]![j];
					expect(cell?.f).toBeUndefined();
					expect(inXml(String(cell?.v ?? ''))).toBe(inXml(values[name] ?? ''));
					if (cell) expect([cell.t, cell.z]).toEqual(['s', '@']);
				});
			});
		}),
		{ numRuns: 60 },
	);
});

it('a value that is longer than a cell is cut, which Excel would otherwise call a broken file', async () => {
	const [[cell]] = (await cellsOf([{ person: 'x'.repeat(40_000) }])) as [[CellObject]];
	expect(String(cell.v)).toHaveLength(32_767);
});

it('is not made of more lines than fit', async () => {
	function* many(): Generator<ChangeLine> {
		for (let i = 0; i <= MOST_LINES; i++) yield { person: 'Ann' };
	}
	expect(await xlsxFile(many(), en)).toBeUndefined();
});
