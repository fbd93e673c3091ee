import { shuffle } from '../../../sandbox/entra/random.ts';
import { SIDES } from './trap.ts';
import type { Moment } from './trap.ts';
import type { Stage } from './steps.ts';

/** Where in a run n8n can be killed: a part of one stage's steps. */
export interface Phase {
	name: string;
	stage: Stage;
	/** Shares of the stage's steps, 0 to 1. */
	from: number;
	to: number;
	/** Does the HR system's way of taking writes (Bulk or one by one) make a difference? */
	writes: boolean;
	/** Killed while nothing of the stage is under way any more. */
	afterTheLast?: true;
}

/** In the order in which a run comes to them. */
export const PHASES = [
	{ name: 'signs in and reads the group', stage: 'group', from: 0, to: 1, writes: false },
	{ name: 'reads the managers', stage: 'managers', from: 0, to: 1, writes: false },
	{ name: 'reads the employees', stage: 'employees', from: 0, to: 1, writes: false },
	{ name: 'has read everything', stage: 'employees', from: 1, to: 1, writes: false, afterTheLast: true },
	{ name: 'creates and changes people, the first', stage: 'people', from: 0, to: 0.1, writes: true },
	{ name: 'creates and changes people, in the middle', stage: 'people', from: 0.1, to: 0.9, writes: true },
	{ name: 'creates and changes people, the last', stage: 'people', from: 0.9, to: 1, writes: true },
	{ name: 'sets the managers that had to wait', stage: 'managersAfterwards', from: 0, to: 1, writes: true },
	{ name: 'deactivates leavers', stage: 'leavers', from: 0, to: 1, writes: true },
	{ name: 'has written everything', stage: 'leavers', from: 1, to: 1, writes: false, afterTheLast: true },
] as const satisfies Phase[];

/** The phases in the order in which points are dealt out: few points must not miss the writes. */
const BY_WEIGHT: readonly Phase[] = [5, 8, 7, 4, 6, 3, 2, 1, 9, 0].map((index) => PHASES[index]!);

/** One kill: on which night, how the HR system takes writes then, and when. */
export interface Point {
	/** From 1 on, in the order in which they were dealt out. */
	number: number;
	night: number;
	bulk: boolean;
	phase: Phase;
	/** Where in the phase, 0 up to 1. */
	share: number;
	side: Moment['side'];
	milliseconds: number;
}

/** A night on which n8n can be killed. */
export interface NightKind {
	/** Only then is there anybody to deactivate. */
	hasLeavers: boolean;
}

/** How long after an answer n8n is killed, at most: a run's report and mail take about as long. */
const LATEST_MS = 250;

/** Deals the points out: over the phases in turn, and in each phase over the nights and the two ways of writing. */
export function choosePoints(count: number, nights: NightKind[], next: () => number): Point[] {
	const places = new Map<Phase, { night: number; bulk: boolean }[]>();
	const placeFor = (phase: Phase): { night: number; bulk: boolean } => {
		const left = places.get(phase) ?? [];
		if (left.length === 0) left.push(...shuffle(placesOf(phase, nights), next));
		places.set(phase, left);
		return left.pop()!;
	};
	return Array.from({ length: count }, (_, index) => {
		const phase = BY_WEIGHT[index % BY_WEIGHT.length]!;
		const side = phase.afterTheLast ? 'later' : SIDES[Math.floor(next() * SIDES.length)]!;
		return {
			number: index + 1,
			...placeFor(phase),
			phase,
			side,
			share: next(),
			milliseconds: Math.floor(next() * LATEST_MS),
		};
	});
}

function placesOf({ stage, writes }: Phase, nights: NightKind[]): { night: number; bulk: boolean }[] {
	return nights.flatMap(({ hasLeavers }, night) => {
		if (stage === 'leavers' && !hasLeavers) return [];
		return writes
			? [
					{ night, bulk: true },
					{ night, bulk: false },
				]
			: [{ night, bulk: false }];
	});
}

/**
 * The moment that a point stands for in a run whose stage has so many steps.
 * @throws Error when the stage has none
 */
export function momentOf({ phase, share, side, milliseconds }: Point, steps: number): Moment {
	const first = Math.min(Math.floor(phase.from * steps) + 1, steps);
	const last = Math.max(Math.floor(phase.to * steps), first);
	if (steps === 0) throw new Error(`The run has no step in which it ${phase.name}.`);
	return { stage: phase.stage, nth: first + Math.floor(share * (last - first + 1)), side, milliseconds };
}
