import type { Block, Entry } from './blocks';
import { fill, numberText } from './words';
import type { Words } from './words';

/** How lists are shown, and where all of it stands. */
export interface Lists {
	words: Words;
	/** Longer lists are cut. */
	mostLines: number;
	/** The file with every line; undefined where none is made. */
	file?: string;
}

export type ToEntry<T> = (one: T, words: Words) => Entry;

/** A list with its heading; nothing where there is nobody. */
export function section<T>(title: string, all: T[], entry: ToEntry<T>, lists: Lists, note = ''): Block[] {
	if (all.length === 0) return [];
	return [
		{ kind: 'heading', level: 2, text: title, count: numberText(all.length, lists.words) },
		...(note === '' ? [] : [{ kind: 'paragraph', text: note } as const]),
		...cutList(all, entry, lists),
	];
}

/** What is cut here stands in the file, and the mail says so. */
export function cutList<T>(all: T[], entry: ToEntry<T>, { words, mostLines, file }: Lists): Block[] {
	const list: Block = { kind: 'entries', entries: all.slice(0, mostLines).map((one) => entry(one, words)) };
	const more = all.length - mostLines;
	if (more <= 0) return [list];
	const rest = file === undefined ? words.restInExecution : fill(words.restInFile, { file }, words);
	return [list, { kind: 'paragraph', text: `${fill(words.cut, { count: more }, words)}. ${rest}` }];
}
