import { random, shuffle } from '../../../sandbox/entra/random.ts';
import { FAULTS } from './faults.ts';
import type { Fault } from './faults.ts';
import { POSITIONS } from './injector.ts';
import type { Count, Position } from './injector.ts';
import { KINDS } from './kinds.ts';
import type { Kind } from './kinds.ts';

/** One fault on requests of one kind. */
export interface Cell {
	/** As `--only` takes it. */
	name: string;
	kind: Kind;
	fault: Fault;
	position: Position;
	/** The request that is hit, the first being 1. */
	nth: number | 'always';
	/** How long it takes, about. */
	seconds: number;
}

/**
 * Every kind of request with every fault that makes sense on it, at each position that the kind has.
 *
 * @param countOf what an undisturbed night's requests of a kind are
 */
export function allCells(countOf: (kind: Kind) => Count): Cell[] {
	return KINDS.flatMap((kind) => {
		const count = countOf(kind);
		return FAULTS.filter(({ on }) => on?.(kind, count.answered) ?? true).flatMap((fault) =>
			positionsOf(count.requests, fault).map(([position, nth]) => ({
				name: `${kind.name} / ${fault.name} / ${position}`,
				kind,
				fault,
				position,
				nth,
				seconds: position === 'always' ? fault.seconds.always : fault.seconds.once,
			})),
		);
	});
}

/** A kind of one request has no middle and no last one, one of two no middle. */
function positionsOf(requests: number, { needsPrevious }: Fault): [Position, Cell['nth']][] {
	const places: Record<Position, Cell['nth']> = {
		first: 1,
		middle: Math.ceil(requests / 2),
		last: requests,
		always: 'always',
	};
	const taken = new Set<Cell['nth']>(needsPrevious ? [1] : []);
	if (requests === 0) return [];
	return POSITIONS.flatMap((position) => {
		const nth = places[position];
		if (taken.has(nth) || (needsPrevious && requests === 1)) return [];
		taken.add(nth);
		return [[position, nth]];
	});
}

/** Puts cells so that however few of the first are taken, they are of many kinds and many faults. */
export function spread(cells: readonly Cell[], seed: number): Cell[] {
	const seen = new Map<string, number>();
	const count = (name: string): number => {
		const before = seen.get(name) ?? 0;
		seen.set(name, before + 1);
		return before;
	};
	return shuffle([...cells], random(seed))
		.map((cell) => ({ cell, rank: count(`kind ${cell.kind.name}`) + count(`fault ${cell.fault.name}`) }))
		.sort((one, other) => one.rank - other.rank)
		.map(({ cell }) => cell);
}
