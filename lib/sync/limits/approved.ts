import { SyncError } from '../../base/errors';
import type { Change, ResultRow } from '../model';
import { nameOf } from '../names';
import { hasEffect } from './effects';

const MOST_IN_ADVICE = 10;

/**
 * Stops before the first write unless a plan does exactly what an earlier dry run said: to the same people the same.
 * @param approved the rows of the dry run
 * @param planned the rows of the plan
 * @throws SyncError whose details hold the `differences`, a sentence each
 */
export function checkApproved(approved: readonly ResultRow[], planned: readonly ResultRow[]): void {
	const differences = differencesBetween(approved, planned);
	if (differences.length === 0) return;
	const more = differences.length > MOST_IN_ADVICE ? ` And ${differences.length - MOST_IN_ADVICE} more.` : '';
	throw new SyncError(
		`Stopped: the plan is no longer the one that was approved (${differences.length} ${differences.length === 1 ? 'difference' : 'differences'})`,
		`This step has written nothing. What has changed meanwhile: ${differences.slice(0, MOST_IN_ADVICE).join(' ')}${more} Make a new preview, and approve that.`,
		{ differences },
	);
}

/** What a plan does otherwise than a dry run said, in sentences. */
export function differencesBetween(approved: readonly ResultRow[], planned: readonly ResultRow[]): string[] {
	const before = byPerson(approved);
	const now = byPerson(planned);
	const differences: string[] = [];
	for (const [key, row] of now) {
		const old = before.get(key);
		if (!old) {
			if (matters(row)) differences.push(isNew(row));
		} else if ((hasEffect(row) || hasEffect(old)) && !sameEffect(old, row)) differences.push(changed(old, row));
	}
	for (const [key, old] of before) {
		if (!now.has(key) && matters(old)) differences.push(isGone(old));
	}
	return differences;
}

/**
 * Members who are employees matter although nothing is done to them: whether they are members decides whom the next step
 * takes for missing, and that step must not find out only after this one has written.
 */
function matters(row: ResultRow): boolean {
	return hasEffect(row) || (!row.missing && row.hrId !== undefined);
}

function isNew(row: ResultRow): string {
	if (hasEffect(row)) return `${nameOf(row.entra)} ${inWords(row)} now, and was not in the plan.`;
	return `${nameOf(row.entra)} is a member of the group now, and was none then.`;
}

function isGone(old: ResultRow): string {
	if (old.missing) return `${nameOf(old.entra)} ${inWords(old)} then, and is not concerned any more.`;
	if (!hasEffect(old)) return `${nameOf(old.entra)} was a member of the group then, and is none now.`;
	return `${nameOf(old.entra)} ${inWords(old)} then, and is no member of the group now.`;
}

/** Rows that name the same person, or none, are told apart by their order. */
function byPerson(rows: readonly ResultRow[]): Map<string, ResultRow> {
	const people = new Map<string, ResultRow>();
	const times = new Map<string, number>();
	for (const row of rows) {
		const key = keyOf(row);
		const before = times.get(key) ?? 0;
		times.set(key, before + 1);
		people.set(`${key}\n${before}`, row);
	}
	return people;
}

/** The same person in both: a member by the object id, somebody missing by the HR id. */
function keyOf({ missing, hrId, entra }: ResultRow): string {
	if (missing) return `employee\n${hrId ?? ''}`;
	return `member\n${entra.id.toLowerCase() || (entra.userPrincipalName ?? nameOf(entra))}`;
}

function sameEffect(left: ResultRow, right: ResultRow): boolean {
	return left.action === right.action && left.hrId === right.hrId && textOf(left.changes) === textOf(right.changes);
}

function textOf(changes: readonly Change[]): string {
	return JSON.stringify(changes.map(({ attribute, from, to }) => [attribute, from ?? null, to ?? null]));
}

function changed(old: ResultRow, row: ResultRow): string {
	const name = nameOf(row.entra);
	if (old.action !== row.action) {
		const why = row.reason === undefined ? '' : ` (${row.reason})`;
		return `${name} ${inWords(row)} now${why}, and ${inWords(old)} then.`;
	}
	const attributes = attributesThatDiffer(old.changes, row.changes);
	if (attributes.length === 0) return `${name} is another employee in the HR system than then.`;
	return `${name} ${inWords(row)} otherwise: ${attributes.join('; ')}.`;
}

function attributesThatDiffer(old: readonly Change[], now: readonly Change[]): string[] {
	const names = [...new Set([...old, ...now].map(({ attribute }) => attribute))];
	return names.flatMap((name) => {
		const then = old.find(({ attribute }) => attribute === name);
		const present = now.find(({ attribute }) => attribute === name);
		if (textOf(then ? [then] : []) === textOf(present ? [present] : [])) return [];
		return [`${name} ${stepOf(present)} instead of ${stepOf(then)}`];
	});
}

function stepOf(change: Change | undefined): string {
	return change ? `from ${shown(change.from)} to ${shown(change.to)}` : 'unchanged';
}

function shown(value: unknown): string {
	return value === null || value === undefined ? 'nothing' : JSON.stringify(value);
}

function inWords({ action }: ResultRow): string {
	return WORDS[action] ?? `is ${action}`;
}

const WORDS: Partial<Record<ResultRow['action'], string>> = {
	created: 'is to be created',
	updated: 'is to be changed',
	reactivated: 'is to be reactivated',
	deactivated: 'is to be deactivated',
	deleted: 'is to be deleted',
	unassigned: 'is to be unassigned',
	unchanged: 'needs no change',
	skipped: 'is left alone',
	failed: 'fails',
};
