import { groupOf } from './groups';
import { oneLine } from './oneLine';
import type { ReportedPerson } from './reportedPeople';
import { fill } from './words';
import type { Words } from './words';

/** People who failed for one cause, with what to do about it. */
export interface FailureGroup {
	title: string;
	/** Empty where nobody knows. */
	advice: string;
	people: ReportedPerson[];
}

const LONGEST_TITLE = 160;

/** Nobody reads more headings than this; what is rarer stands together at the end. */
const MOST_GROUPS = 12;

/** Groups failures by cause, the most frequent first and those that only want another run last. */
export function groupFailures(failed: readonly ReportedPerson[], words: Words): FailureGroup[] {
	const groups = new Map<string, FailureGroup>();
	const later = new Set<FailureGroup>();
	for (const person of failed) {
		const { title, advice } = headingOf(person, words);
		const group = groups.get(title) ?? { title, advice, people: [] };
		groups.set(title, group);
		group.people.push(person);
		if (person.cause?.kind === 'notTried') later.add(group);
	}
	const sorted = [...groups.values()].sort(
		(left, right) => Number(later.has(left)) - Number(later.has(right)) || right.people.length - left.people.length,
	);
	if (sorted.length <= MOST_GROUPS) return sorted;
	const rest = sorted.slice(MOST_GROUPS - 1).flatMap(({ people }) => people);
	return [...sorted.slice(0, MOST_GROUPS - 1), { ...words.causes.others, people: rest }];
}

function headingOf(person: ReportedPerson, words: Words): { title: string; advice: string } {
	const { cause } = person;
	if (cause === undefined || cause.kind === 'said') {
		return { title: oneLine(withoutNames(person), LONGEST_TITLE) || words.causes.others.title, advice: '' };
	}
	const { group, status } = groupOf(cause);
	const { title, advice } = words.causes[group];
	// A sign-in that brought no answer has no status.
	return { title: fill(title, { status: status ?? '' }, words).replace(' ()', ''), advice };
}

/** Told from addresses word by word: a pattern of a whole address takes as long as the square of a long word. */
const WORD = /[^\s,;<>"'()]+/g;
const IN_ADDRESS = /[^@]@[^@]/;
const GUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const IN_QUOTES = /"(?:[^"\\]|\\.)*"/g;

/** A reason that is not ours, as it may be that of others too: without whom it is about, and without values. */
export function withoutNames({ displayName, userPrincipalName, reason }: ReportedPerson): string {
	let text = reason;
	for (const name of [`${displayName.trim()} (${userPrincipalName.trim()})`, userPrincipalName, displayName]) {
		text = withoutName(text, name.trim());
	}
	return text
		.replace(IN_QUOTES, '"…"')
		.replace(WORD, (word) => (IN_ADDRESS.test(word) ? '…' : word))
		.replace(GUID, '…');
}

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/** Takes a name out where it stands as a word of its own: somebody called "A" is not in every word. */
function withoutName(text: string, name: string): string {
	if (name === '') return text;
	let result = '';
	let from = 0;
	for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + name.length)) {
		const end = at + name.length;
		if (LETTER_OR_DIGIT.test(text[at - 1] ?? '') || LETTER_OR_DIGIT.test(text[end] ?? '')) continue;
		result += `${text.slice(from, at)}…`;
		from = end;
	}
	return result + text.slice(from);
}
