import { readNumbers } from '../numbers.ts';
import type { Numbers } from '../numbers.ts';

/** What `npm run test:soak` was asked for. */
export interface Flags extends Numbers<'nights' | 'seed' | 'members'> {
	/** Nothing was left out: what comes of it is written down. */
	isWhole: boolean;
}

const NIGHTS = 200;
const MEMBERS = 300;
const FEWEST_MEMBERS = 200;

export const USAGE = `npm run test:soak             lets one n8n sync night after night, while the company changes and faults come;
                              looks at the HR system and at n8n's memory after each; writes docs/reliability.md
  -- --nights N               how many (${NIGHTS}); writes nothing down when they are less
  -- --minutes N              as many as fit into about so many minutes; writes nothing down
  -- --seed N                 the same seed makes the same days and the same faults (1)
  -- --members N              people in the group (${MEMBERS}, at least ${FEWEST_MEMBERS})`;

/** Reads the command line. Throws a Sentence about what it does not understand. */
export function readFlags(args: string[]): Flags {
	const usual = { nights: NIGHTS, seed: 1, members: MEMBERS };
	const numbers = readNumbers('npm run test:soak', args, usual, { members: FEWEST_MEMBERS });
	return { ...numbers, isWhole: numbers.minutes === undefined && numbers.nights >= NIGHTS };
}
