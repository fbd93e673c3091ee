import type { Cause } from '../base/cause';
import type { Tell } from '../base/words/saying';
import type { RunResults } from './input';
import type { RunFailure } from './stopped';

/** What a run has to tell, in a language: whatever carries its cause says it there, all else as it came. */
export function inLanguage({ rows, teams, failures }: RunResults, tell: Tell): RunResults {
	const reasoned = reasonIn(tell);
	return {
		rows: rows.map(reasoned),
		teams: teams.map(reasoned),
		failures: failures.map((failure) => ({
			...failure,
			...(failure.cause && stopIn(failure.cause, failure, tell)),
			people: failure.people.map(reasoned),
			teams: failure.teams.map(reasoned),
		})),
	};
}

function reasonIn(tell: Tell): <Row extends { cause?: Cause; reason?: string }>(row: Row) => Row {
	return (row) => (row.cause ? { ...row, reason: tell.sentence(row.cause) } : row);
}

function stopIn(cause: Cause, { lists }: RunFailure, tell: Tell): Partial<RunFailure> {
	return {
		message: tell.message(cause),
		text: tell.text(cause),
		description: tell.advice(cause),
		lists: {
			...lists,
			...(cause.kind === 'planChanged' && { differences: cause.differences.map(tell.text) }),
			...(cause.kind === 'tooManyRemovals' && { wouldRemove: cause.removals.map(tell.text) }),
		},
	};
}
