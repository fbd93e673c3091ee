import type { SheetData } from 'write-excel-file/node' with { 'resolution-mode': 'import' };

import { COLUMNS } from './changes';
import type { ChangeLine } from './changes';
import type { Words } from './words';

/** More lines than these take more memory than a report is worth; the CSV file has them all. */
export const MOST_LINES = 50_000;

/** Excel keeps no more characters in a cell. */
const LONGEST_CELL = 32_767;

/** In characters. */
const WIDTHS: Record<(typeof COLUMNS)[number], number> = {
	person: 26,
	userName: 32,
	entraId: 38,
	hrId: 38,
	action: 20,
	attribute: 30,
	from: 30,
	to: 30,
	why: 60,
};

/** The lines as an Excel workbook, in which every cell is a text; undefined where they are too many. */
export async function xlsxFile(lines: Iterable<ChangeLine>, words: Words): Promise<Buffer | undefined> {
	const data: SheetData = [
		COLUMNS.map((column) => ({ value: words.columns[column], fontWeight: 'bold', backgroundColor: '#eef1f4' })),
	];
	for (const line of lines) {
		if (data.length > MOST_LINES) return undefined;
		data.push(COLUMNS.map((column) => textCell(line[column])));
	}
	// Loaded only where it is asked for; it is an ES module to TypeScript, which a CommonJS file reads so.
	const { default: writeXlsxFile } = await import('write-excel-file/node');
	return await writeXlsxFile(data, {
		sheet: words.sheet,
		columns: COLUMNS.map((column) => ({ width: WIDTHS[column] })),
		stickyRowsCount: 1,
	}).toBuffer();
}

function textCell(value = ''): SheetData[number][number] {
	if (value === '') return null;
	return { value: cellText(value), type: String, format: '@' };
}

/** Excel reads `_x0041_` in a text as the character with that code, unless its first underscore is written so itself. */
function cellText(value: string): string {
	const escaped = value.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_');
	return escaped.length > LONGEST_CELL ? `${escaped.slice(0, LONGEST_CELL - 1)}…` : escaped;
}
