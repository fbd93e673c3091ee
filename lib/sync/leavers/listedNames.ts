import { at } from '../../base/json';
import { pushTo } from '../../base/maps';
import { nameKey } from '../employeeNames';
import { wordsIn } from '../fold';

/** What stands in brackets behind a name is a department, a company, a sign of guests. */
const IN_BRACKETS = /\([^()]*\)|\[[^[\]]*\]|\{[^{}]*\}|<[^<>]*>/g;
/** With a name or without it. */
const TITLES = new Set(['dr', 'prof', 'mr', 'mrs', 'ms', 'herr', 'frau', 'jr', 'sr', 'ii', 'iii', 'phd', 'mba']);
/** A longer text is more than one name, and any two of its words would be somebody. */
const MOST_WORDS = 8;
/** Nobody's name is longer; a field may hold anything. */
const LONGEST = 500;

/**
 * The names of a list, and which of them a name of an employee fits. People write names in any order, with commas, titles,
 * initials and departments: protecting one too many does less harm than protecting nobody.
 */
export class ListedNames {
	/** Names of the list by each of their keys. */
	private readonly byKey = new Map<string, string[]>();
	private readonly byWord = new Map<string, { name: string; words: ReadonlySet<string> }[]>();
	private readonly patterns = new Map<string, Fits>();

	constructor(names: readonly string[]) {
		for (const key of new Set(names.flatMap((name) => nameKey(name) ?? []))) {
			if (key.includes('*')) this.patterns.set(key, fitting(key));
			else this.add(key);
		}
	}

	get isEmpty(): boolean {
		return this.byKey.size === 0 && this.patterns.size === 0;
	}

	private add(name: string): void {
		for (const key of keysOf(name)) pushTo(this.byKey, key, name);
		const words = new Set(looseWords(name));
		if (words.size < 3 || words.size > MOST_WORDS) return;
		for (const word of words) pushTo(this.byWord, word, { name, words });
	}

	/** Keys of the names in the list that somebody's name fits, whose key is given. */
	fits(name: string): string[] {
		return [
			...keysOf(name).flatMap((key) => this.byKey.get(key) ?? []),
			...this.holding(name),
			...[...this.patterns].flatMap(([pattern, fits]) => (fits(name) ? [pattern] : [])),
		];
	}

	/** `Gates, William "Bill" (Board)` holds Bill Gates and William Gates. */
	private holding(name: string): string[] {
		if (this.byWord.size === 0) return [];
		const words = [...new Set(looseWords(name))];
		if (words.length < 2 || words.length > MOST_WORDS) return [];
		const holders = words.map((word) => this.byWord.get(word) ?? []);
		const fewest = holders.reduce((least, one) => (one.length < least.length ? one : least), at(holders, 0));
		return fewest.flatMap((listed) => (words.every((word) => listed.words.has(word)) ? [listed.name] : []));
	}

	/** Found is found: it needn't be looked for again. */
	forget(pattern: string): void {
		this.patterns.delete(pattern);
	}
}

/** Of an address every sign counts. */
function looseWords(name: string): string[] {
	return name.includes('@') || name.length > LONGEST ? [] : wordsIn(name);
}

/** Everything by which a name and a name of the list may be the same. */
function keysOf(name: string): string[] {
	const words = looseWords(name);
	if (words.length === 0) return [name];
	const core = looseWords(name.replace(IN_BRACKETS, ' '));
	const plain = core.filter((word) => word.length > 1 && !TITLES.has(word));
	return [
		...new Set([
			name,
			inAnyOrder(words),
			...(core.length > 0 ? [inAnyOrder(core)] : []),
			...(plain.length > 1 ? [inAnyOrder(plain)] : []),
			// `Mc Donald`, `McDonald`; signs between digits tell numbers apart.
			...(/\d/.test(name) ? [] : [words.join('')]),
		]),
	];
}

function inAnyOrder(words: readonly string[]): string {
	return [...new Set(words)].sort().join(' ');
}

type Fits = (text: string) => boolean;

/**
 * Whether a text fits a pattern: the parts between its stars, one behind the other, each as early as it can be. A regular
 * expression with as many stars would take the length of the text to their power.
 */
function fitting(pattern: string): Fits {
	const [prefix = '', ...rest] = pattern.split('*');
	const suffix = rest.pop() ?? '';
	const between = rest.filter((part) => part !== '');
	return (text) => {
		const end = text.length - suffix.length;
		if (end < prefix.length || !text.startsWith(prefix) || !text.endsWith(suffix)) return false;
		let at = prefix.length;
		for (const part of between) {
			const found = text.indexOf(part, at);
			if (found < 0) return false;
			at = found + part.length;
		}
		return at <= end;
	};
}
