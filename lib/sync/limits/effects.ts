import type { Action, ResultRow } from '../model';
import { nameOf } from '../names';

/** What a plan does to people, as the limits count it. */
export const EFFECT_KINDS = ['deactivations', 'creations', 'changes'] as const;
export type EffectKind = (typeof EFFECT_KINDS)[number];

export interface Effect {
	/** HR id, or the Entra object id or the name of somebody who has none yet. */
	id: string;
	name: string;
	/** What exactly is done to whom: the same text, the same effect. */
	what: string;
}

export type Effects = Record<EffectKind, Effect[]>;

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
	const effects: Effects = { deactivations: [], creations: [], changes: [] };
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
	const pick = (kind: EffectKind): Effect[] => {
		const ids = new Set(others[kind].map(({ id }) => id));
		return all[kind].filter(({ id }) => !ids.has(id));
	};
	return { deactivations: pick('deactivations'), creations: pick('creations'), changes: pick('changes') };
}

/** Both together; whoever is in both counts once. */
export function together(left: Effects, right: Effects): Effects {
	const rest = without(right, left);
	return {
		deactivations: [...left.deactivations, ...rest.deactivations],
		creations: [...left.creations, ...rest.creations],
		changes: [...left.changes, ...rest.changes],
	};
}

export const NO_EFFECTS: Effects = { deactivations: [], creations: [], changes: [] };
