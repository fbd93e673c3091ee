import { readNumbers } from '../numbers.ts';
import type { Numbers } from '../numbers.ts';

/** What `npm run test:faults` was asked for. */
export type Flags = Numbers<'seed'>;

export const USAGE = `npm run test:faults           tries every fault of the network and of the two APIs on every kind of request;
                              writes docs/reliability.md
  -- --minutes N              as many as fit into so many minutes; writes nothing down
  -- --seed N                 of a part: the same seed takes the same (1)
  -- --only "NAME"            those whose names begin so, such as "page of members / 429"; may be given several times`;

/** Reads the command line. Throws a Sentence about what it does not understand. */
export function readFlags(args: string[]): Flags {
	return readNumbers('npm run test:faults', args, { seed: 1 }, {}, true);
}
