import { stringify } from 'csv-stringify/sync';

import { COLUMNS } from './changes';
import type { ChangeLine } from './changes';
import type { Words } from './words';

/** So many lines at a time become text, which keeps memory flat however many there are. */
const LINES_AT_ONCE = 5000;

/** Without it Excel takes the file for one in the computer's own code page. */
const BYTE_ORDER_MARK = '\ufeff';

/** The lines as CSV (RFC 4180, UTF-8), which Excel opens without running anything that stands in a value. */
export function csvFile(lines: Iterable<ChangeLine>, words: Words): Buffer {
	// Without quotes: right after the byte order mark they stop readers that do not expect it.
	const head = csvText([COLUMNS.map((column) => words.columns[column])], { quoted: false });
	const parts = [Buffer.from(BYTE_ORDER_MARK + head)];
	let waiting: string[][] = [];
	const write = (): void => {
		parts.push(Buffer.from(csvText(waiting)));
		waiting = [];
	};
	for (const line of lines) {
		waiting.push(COLUMNS.map((column) => defused(line[column] ?? '')));
		if (waiting.length === LINES_AT_ONCE) write();
	}
	write();
	return Buffer.concat(parts);
}

/** Values all stand in quotes: where one ends does not depend on what is in it. */
function csvText(records: string[][], { quoted } = { quoted: true }): string {
	return stringify(records, { quoted, quoted_empty: quoted, record_delimiter: 'windows' });
}

/** What a spreadsheet takes for the beginning of a formula, in its wide forms too, and with what it may pass over. */
const FORMULA = /^(?:[\s\p{Cc}\p{Cf}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/u;

/** Where Excel's list separator is another than the comma, a value ends at it, and what comes next may be a formula. */
const AFTER_SEPARATOR = /([;\t\r\n][\s\p{Cc}\p{Cf}]{0,20})(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/gu;

/** Puts an apostrophe before whatever a spreadsheet would work out. */
export function defused(value: string): string {
	const text = value.replace(AFTER_SEPARATOR, "$1'");
	return FORMULA.test(text) ? `'${text}` : text;
}
