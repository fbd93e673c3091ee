import type { Action, ResultRow } from '../model';
import { nameOf } from '../names';
import type { Effect } from './effect';
import { overwritesOf } from './overwrites';
import type { Overwrites } from './overwrites';

/** What a plan does to people, as the limits count it. */
export const EFFECT_KINDS = ['deactivations', 'creations', 'changes'] as const;
export type EffectKind = (typeof EFFECT_KINDS)[number];

export type Effects = Record<EffectKind, Effect[]> & {
	/** Whose values are overwritten or cleared, which are changes too. */
	overwrites?: Overwrites;
};

const KINDS: Partial<Record<Action, EffectKind>> = {
	created: 'creations',
	updated: 'changes',
	reactivated: 'changes',
	deactivated: 'deactivations',
	deleted: 'deactivations',
	unassigned: 'deactivations',
};

/** Whether a row does something to somebody. */
export function hasEffect({ action }: ResultRow): boolean {
	return KINDS[action] !== undefined;
}

/** What rows do to people, whether planned or done. */
export function effectsOf(rows: readonly ResultRow[]): Effects {
	const effects: Effects = { deactivations: [], creations: [], changes: [], overwrites: overwritesOf(rows) };
	for (const row of rows) {
		const kind = KINDS[row.action];
		if (kind) effects[kind].push(effectOf(row));
	}
	return effects;
}

function effectOf({ action, entra, hrId, changes }: ResultRow): Effect {
	const id = hrId ?? (entra.id || (entra.userPrincipalName ?? nameOf(entra)));
	return {
		id,
		name: nameOf(entra),
		what: JSON.stringify([id, action, changes.map(({ attribute, to }) => [attribute, to])]),
	};
}

/** Those effects of `all` whose people are not among `others`. */
export function without(all: Effects, others: Effects): Effects {
	const overwrites = new Map(
		[...(all.overwrites ?? [])].map(([attribute, these]) => [
			attribute,
			notAmong(these, others.overwrites?.get(attribute)),
		]),
	);
	const pick = (kind: EffectKind): Effect[] => notAmong(all[kind], others[kind]);
	return { deactivations: pick('deactivations'), creations: pick('creations'), changes: pick('changes'), overwrites };
}

/** Both together; whoever is in both counts once. */
export function together(left: Effects, right: Effects): Effects {
	const rest = without(right, left);
	const overwrites = new Map(left.overwrites ?? []);
	for (const [attribute, these] of rest.overwrites ?? []) {
		overwrites.set(attribute, [...(overwrites.get(attribute) ?? []), ...these]);
	}
	return {
		deactivations: [...left.deactivations, ...rest.deactivations],
		creations: [...left.creations, ...rest.creations],
		changes: [...left.changes, ...rest.changes],
		overwrites,
	};
}

function notAmong<E extends Effect>(all: readonly E[], others: readonly Effect[] = []): E[] {
	const ids = new Set(others.map(({ id }) => id));
	return all.filter(({ id }) => !ids.has(id));
}

export const NO_EFFECTS: Effects = { deactivations: [], creations: [], changes: [] };
