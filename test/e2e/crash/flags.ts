import { availableParallelism } from 'node:os';

import { readNumbers } from '../numbers.ts';
import type { Numbers } from '../numbers.ts';

/** What `npm run test:crash` was asked for: how often n8n is killed, and how many n8n are at work at once, each with servers of its own. */
export interface Flags extends Numbers<'points' | 'seed' | 'members' | 'lanes'> {
	/** Nothing was left out: what comes of it is written down. */
	isWhole: boolean;
}

const POINTS = 200;
const MEMBERS = 500;
const FEWEST_MEMBERS = 200;
const MOST_LANES = 2;

export const USAGE = `npm run test:crash            kills n8n in the middle of a sync, disturbs it otherwise, and looks at what the next runs make of it;
                              writes docs/reliability.md
  -- --points N               how often it is killed (${POINTS}); writes nothing down when it is less
  -- --minutes N              as many points and other disturbances as fit into about so many minutes; writes nothing down
  -- --seed N                 the same seed kills at the same points (1)
  -- --members N              people in the group (${MEMBERS}, at least ${FEWEST_MEMBERS})
  -- --lanes N                how many n8n are at work at once (${MOST_LANES} where there are as many cores)`;

/** Reads the command line. Throws a Sentence about what it does not understand. */
export function readFlags(args: string[]): Flags {
	const lanes = Math.min(MOST_LANES, availableParallelism());
	const usual = { points: POINTS, seed: 1, members: MEMBERS, lanes };
	const numbers = readNumbers('npm run test:crash', args, usual, { members: FEWEST_MEMBERS, lanes: 1 });
	return { ...numbers, isWhole: numbers.minutes === undefined && numbers.points >= POINTS };
}
