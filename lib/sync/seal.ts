import { createHash } from 'node:crypto';

import type { Cause } from '../base/cause';
import { failure } from '../base/failure';
import { isRecord } from '../base/json';
import { parseLinkForm, togetherAs } from './links';
import type { Batch, LinkForm, ResultRow, Roster } from './model';
import { nameOf } from './names';

const LENGTH = 16;

/**
 * Seals rows: what decides who is present, and for what it is true, the read of the group and what Upsert Employee says of all
 * its rows. So each row vouches for itself, however many of the others arrive with it.
 */
function sealer(): (row: ResultRow) => string {
	/** Most rows share a roster; only for as long as nobody can have changed it. */
	const headers = new Map<Roster | undefined, string>();
	return ({ entra, hrId, action, candidates, lookalikes, dryRun, roster }) => {
		const header = headers.get(roster) ?? headerOf(roster);
		headers.set(roster, header);
		const row = [entra.id, hrId, action, candidates, lookalikes, dryRun, header];
		return digestOfText(JSON.stringify(row));
	};
}

function headerOf({ id, size, digest, readAt, partial, source, batch }: Partial<Roster> = {}): string {
	return digestOfText(
		JSON.stringify([id, size, digest, readAt, partial, source, batch?.place, batch?.mark, batch?.links]),
	);
}

function digestOfText(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, LENGTH);
}

/** Lets whoever gets these rows see that nothing about them was changed on the way; they go on sharing their roster. */
export function sealed(rows: readonly ResultRow[], batch: Batch): ResultRow[] {
	const rosters = new Map<Roster, Roster>();
	const sealOf = sealer();
	return rows.map((row) => {
		if (!row.roster) return row;
		const roster = rosters.get(row.roster) ?? { ...row.roster, batch };
		rosters.set(row.roster, roster);
		const vouched = { ...row, roster };
		return { ...vouched, seal: sealOf(vouched) };
	});
}

/**
 * What a row says of a person must be what Upsert Employee said: with another id, somebody else would seem to be there.
 * @returns what Upsert Employee says of all the rows
 * @throws SyncError that says how a row is none of Upsert Employee's
 */
export function checkSeals(rows: readonly ResultRow[]): Batch {
	const batches = new Map<string, Batch>();
	const forms = new Set<LinkForm>();
	const sealOf = sealer();
	for (const row of rows) {
		const broken = whyBroken(row, sealOf);
		if (broken) throw failure(broken);
		const { batch } = row.roster as { batch: Batch };
		batches.set(JSON.stringify([batch.place, batch.mark ?? null]), batch);
		forms.add(batch.links);
	}
	const [batch, ...others] = batches.values();
	if (!batch) throw failure({ kind: 'noRows' });
	if (others.some(({ place }) => place !== batch.place)) throw failure({ kind: 'severalSystems' });
	if (others.length > 0) throw failure({ kind: 'severalMarks' });
	return { ...batch, links: togetherAs([...forms].map(parseLinkForm)) };
}

/** @throws SyncError when rows are about another HR system than this one, in which their ids are somebody else's */
export function checkPlace(rows: readonly ResultRow[], place: string): void {
	if (rows.some(({ roster }) => roster?.batch && roster.batch.place !== place)) throw failure({ kind: 'otherPlace' });
}

function whyBroken(row: ResultRow, sealOf: (row: ResultRow) => string): Cause | undefined {
	if (row.entra.id === '') return { kind: 'rowWithoutId' };
	if (isWithoutEmployee(row)) return { kind: 'hrIdLost', person: nameOf(row.entra) };
	if (row.seal === undefined || !isBatch(row.roster?.batch)) return { kind: 'rowOfOthers' };
	return row.seal === sealOf(row) ? undefined : { kind: 'rowChanged', person: nameOf(row.entra) };
}

/** Whatever stands there else is not Upsert Employee's, and proves nothing. */
function isBatch(batch: unknown): batch is Batch {
	return isRecord(batch) && typeof batch.place === 'string';
}

/** Who was neither failed, skipped, nor only to be created has an employee, so a row without one was cut down. */
function isWithoutEmployee({ action, hrId, dryRun }: ResultRow): boolean {
	if (hrId !== undefined || action === 'failed' || action === 'skipped') return false;
	return !(action === 'created' && dryRun);
}
