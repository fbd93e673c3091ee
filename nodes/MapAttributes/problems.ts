import type { Mapped } from '../../lib/sync/mapping/mapping';
import type { ProblemKind } from '../../lib/sync/mapping/values';

const WORDS: Record<ProblemKind, string> = {
	required: 'a required value is empty',
	type: 'a value is of the wrong type',
	format: 'a value is in the wrong form',
	length: 'a value is too long',
	allowed: 'the HR system does not take a value',
	duplicate: 'a value that has to be unique is not',
	expression: 'an expression could not be worked out',
	transform: 'a transform could not be applied',
	attribute: 'an attribute can not be written',
	person: 'the Entra object ID is missing',
};

/** How many people have problems, and how many problems of each kind there are; undefined when there are none. */
export function problemsInWords({ rows, problems }: Mapped): string | undefined {
	const people = rows.filter((row) => row.problems.length > 0).length;
	if (people === 0) return undefined;
	const kinds = [...problems]
		.sort(([, left], [, right]) => right - left)
		.map(([kind, count]) => `${count} × ${WORDS[kind]}`);
	const have = people === 1 ? 'has problems' : 'have problems';
	return `${people} of ${rows.length} people ${have} and will not be written (${kinds.join(', ')}); see "problems" on their rows`;
}
