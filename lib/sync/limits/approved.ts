import type { Cause } from '../../base/cause';
import { failure } from '../../base/failure';
import { inEnglish } from '../../base/words/english';
import type { Change, ResultRow } from '../model';
import { nameOf } from '../names';
import { causeOfRow } from '../reasons';
import { hasEffect } from './effects';

/**
 * Stops before the first write unless a plan does exactly what an earlier dry run said: to the same people the same.
 * @param approved the rows of the dry run
 * @param planned the rows of the plan
 * @throws SyncError whose details hold the `differences`, a sentence each
 */
export function checkApproved(approved: readonly ResultRow[], planned: readonly ResultRow[]): void {
	const differences = differencesBetween(approved, planned);
	if (differences.length === 0) return;
	throw failure({ kind: 'planChanged', differences }, { differences: differences.map(inEnglish.text) });
}

/** What a plan does otherwise than a dry run said. */
export function differencesBetween(approved: readonly ResultRow[], planned: readonly ResultRow[]): Cause[] {
	const before = byPerson(approved);
	const now = byPerson(planned);
	const differences: Cause[] = [];
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

function isNew(row: ResultRow): Cause {
	const person = nameOf(row.entra);
	return hasEffect(row) ? { kind: 'nowPlanned', person, action: row.action } : { kind: 'nowMember', person };
}

function isGone(old: ResultRow): Cause {
	const person = nameOf(old.entra);
	if (old.missing) return { kind: 'notConcernedNow', person, before: old.action };
	return { kind: 'noMemberNow', person, ...(hasEffect(old) && { before: old.action }) };
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

function changed(old: ResultRow, row: ResultRow): Cause {
	const person = nameOf(row.entra);
	if (old.action !== row.action) {
		return { kind: 'otherAction', person, action: row.action, before: old.action, because: causeOfRow(row) };
	}
	const changes = attributesThatDiffer(old.changes, row.changes);
	if (changes.length === 0) return { kind: 'otherEmployee', person };
	return { kind: 'otherChanges', person, action: row.action, changes };
}

function attributesThatDiffer(old: readonly Change[], now: readonly Change[]): Cause[] {
	const names = [...new Set([...old, ...now].map(({ attribute }) => attribute))];
	return names.flatMap((attribute): Cause[] => {
		const then = old.find((change) => change.attribute === attribute);
		const present = now.find((change) => change.attribute === attribute);
		if (textOf(then ? [then] : []) === textOf(present ? [present] : [])) return [];
		return [{ kind: 'otherChange', attribute, now: shown(present), before: shown(then) }];
	});
}

/** From what to what; empty for nothing. */
function shown(change: Change | undefined): string[] | undefined {
	return (
		change &&
		[change.from, change.to].map((value) => (value === null || value === undefined ? '' : JSON.stringify(value)))
	);
}
