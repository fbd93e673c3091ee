import type { ReportedPerson } from './people';
import { oneLine } from './shown';
import { fill } from './words';
import type { Words } from './words';

type CauseName = keyof Words['causes'] | 'unknown';

/** People who failed for one cause, with what to do about it. */
export interface FailureGroup {
	title: string;
	/** Empty where nobody knows. */
	advice: string;
	people: ReportedPerson[];
}

/** By what a reason is known; the first that fits decides. `status` is the HTTP status that a pattern has caught. */
const CAUSES: readonly { cause: keyof Words['causes']; pattern: RegExp; status?: (status: number) => boolean }[] = [
	{ cause: 'notTried', pattern: /^Not tried, because the run was stopped/ },
	{ cause: 'manager', pattern: /^The manager could not be set/ },
	{ cause: 'required', pattern: / is empty and is required/ },
	{ cause: 'duplicate', pattern: /, and so is that of / },
	{ cause: 'noKey', pattern: /has no value for .*, so no employee can be matched/s },
	{
		cause: 'ambiguous',
		pattern:
			/ matches \d+ employees: | members have a claim to | and belongs to somebody else| already has the external ID of /,
	},
	{ cause: 'signIn', pattern: /^The sign-in service of the HR system (?:answered (\d{3}) )?/ },
	{ cause: 'signIn', pattern: / answered (\d{3}) to /, status: (status) => status === 401 || status === 403 },
	{ cause: 'conflict', pattern: / answered (\d{3}) to /, status: (status) => status === 409 },
	{ cause: 'busy', pattern: / answered (\d{3}) to /, status: (status) => status === 429 },
	{ cause: 'broken', pattern: / answered (\d{3}) to /, status: (status) => status === 408 || status >= 500 },
	{ cause: 'refused', pattern: / answered (\d{3}) to / },
	{
		cause: 'unreachable',
		pattern: / could not be reached \(| did not answer | redirected .* was not followed|something that is not JSON/s,
	},
	{
		cause: 'value',
		pattern:
			/ and should be |, which is not | characters long, and |only takes |could not be worked out: |has to be the same as | can't be written: /,
	},
];

const LONGEST_TITLE = 160;

/** Nobody reads more headings than this; what is rarer stands together at the end. */
const MOST_GROUPS = 12;

/** Groups failures by cause, the most frequent first and those that only want another run last. */
export function groupFailures(failed: readonly ReportedPerson[], words: Words): FailureGroup[] {
	const groups = new Map<string, FailureGroup>();
	const later = new Set<FailureGroup>();
	for (const person of failed) {
		const { title, advice, cause } = causeOf(person, words);
		const group = groups.get(title) ?? { title, advice, people: [] };
		groups.set(title, group);
		group.people.push(person);
		if (cause === 'notTried') later.add(group);
	}
	const sorted = [...groups.values()].sort(
		(left, right) => Number(later.has(left)) - Number(later.has(right)) || right.people.length - left.people.length,
	);
	if (sorted.length <= MOST_GROUPS) return sorted;
	const rest = sorted.slice(MOST_GROUPS - 1).flatMap(({ people }) => people);
	return [...sorted.slice(0, MOST_GROUPS - 1), { ...words.causes.others, people: rest }];
}

function causeOf(person: ReportedPerson, words: Words): { cause: CauseName; title: string; advice: string } {
	const reason = withoutNames(person);
	for (const { cause, pattern, status } of CAUSES) {
		const match = pattern.exec(reason);
		if (!match || (status && !status(Number(match[1])))) continue;
		const { title, advice } = words.causes[cause];
		// A sign-in that brought no answer has no status.
		return { cause, title: fill(title, { status: match[1] ?? '' }, words).replace(' ()', ''), advice };
	}
	const title = oneLine(reason, LONGEST_TITLE) || words.causes.others.title;
	return { cause: 'unknown', title, advice: '' };
}

/** Told from addresses word by word: a pattern of a whole address takes as long as the square of a long word. */
const WORD = /[^\s,;<>"'()]+/g;
const IN_ADDRESS = /[^@]@[^@]/;
const GUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const IN_QUOTES = /"(?:[^"\\]|\\.)*"/g;

/** The reason as it may be that of others too: without whom it is about, and without values. */
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
