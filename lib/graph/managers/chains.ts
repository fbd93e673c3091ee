import type { Cause } from '../../base/cause';
import type { Manager, ManagerResult } from './manager';

/**
 * Where a chain of managers ends:
 * - `top`: the last one has no manager;
 * - `levels`: it is as long as was asked for;
 * - `contact`: the last one is a contact, who has none;
 * - `cycle`: the next one is in the chain already, or is the person;
 * - `unknown`: the next one could not be read.
 */
export type ChainEnd = 'top' | 'levels' | 'contact' | 'cycle' | 'unknown';

interface Chain {
	/** The nearest first. People under the same manager share the list. Never the person. */
	managers: Manager[];
	ends: ChainEnd;
	/** Why the next one is unknown. */
	because?: Cause;
}

export type ManagerChain = ({ known: true; manager: Manager | null } & Chain) | { known: false; because: Cause };

/** Who manages whom, as it was read. */
interface Known {
	resultOf(person: string): ManagerResult;
	isContact(id: string): boolean;
}

/** Puts the chains of people together. */
export function chainsOf(people: readonly string[], levels: number, known: Known): Map<string, ManagerChain> {
	const above = new Map<string, Chain>();
	const chains = new Map<string, ManagerChain>();
	for (const person of people) {
		const direct = known.resultOf(person);
		if (!direct.known) chains.set(person, { known: false, because: direct.because });
		else if (direct.manager === null) chains.set(person, { known: true, manager: null, managers: [], ends: 'top' });
		else {
			const { manager } = direct;
			const key = manager.id.toLowerCase();
			const chain = above.get(key) ?? chainFrom(manager, levels, known);
			above.set(key, chain);
			chains.set(person, { known: true, manager, ...without(person, chain) });
		}
	}
	return chains;
}

function chainFrom(nearest: Manager, levels: number, known: Known): Chain {
	const managers = [nearest];
	const seen = new Set([nearest.id.toLowerCase()]);
	for (let last = nearest; ;) {
		if (known.isContact(last.id)) return { managers, ends: 'contact' };
		if (managers.length >= levels) return { managers, ends: 'levels' };
		const next = known.resultOf(last.id);
		if (!next.known)
			return { managers, ends: 'unknown', because: { kind: 'member', name: nameOf(last), because: next.because } };
		if (next.manager === null) return { managers, ends: 'top' };
		if (seen.has(next.manager.id.toLowerCase())) return { managers, ends: 'cycle' };
		seen.add(next.manager.id.toLowerCase());
		last = next.manager;
		managers.push(last);
	}
}

/** Nobody stands above themselves: a chain that comes back to the person ends before. */
function without(person: string, chain: Chain): Chain {
	const key = person.toLowerCase();
	const at = chain.managers.findIndex(
		({ id, userPrincipalName }) => id.toLowerCase() === key || userPrincipalName?.toLowerCase() === key,
	);
	return at < 0 ? chain : { managers: chain.managers.slice(0, at), ends: 'cycle' };
}

function nameOf({ userPrincipalName, id }: Manager): string {
	return userPrincipalName ?? id;
}
