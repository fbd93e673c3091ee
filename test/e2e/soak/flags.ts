import { parseArgs } from 'node:util';

import { wholeNumber } from '../../../sandbox/shared/program.ts';
import { Sentence } from '../../../scripts/install/sentence.cjs';

/** What `npm run test:soak` was asked for. */
export interface Flags {
	help: boolean;
	nights: number;
	/** About how long it may take: then it is a part of all. */
	minutes: number | undefined;
	/** Nothing was left out: what comes of it is written down. */
	isWhole: boolean;
	members: number;
	seed: number;
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
	try {
		const { values } = parseArgs({
			args,
			options: {
				help: { type: 'boolean', short: 'h', default: false },
				nights: { type: 'string' },
				minutes: { type: 'string' },
				seed: { type: 'string' },
				members: { type: 'string' },
			},
		});
		const flags = {
			help: values.help,
			nights: wholeNumber('nights', values.nights, NIGHTS),
			minutes: values.minutes === undefined ? undefined : wholeNumber('minutes', values.minutes, 0),
			isWhole: values.minutes === undefined && (values.nights === undefined || Number(values.nights) >= NIGHTS),
			seed: wholeNumber('seed', values.seed, 1),
			members: wholeNumber('members', values.members, MEMBERS),
		};
		if (flags.members < FEWEST_MEMBERS) throw new Error(`--members begin at ${FEWEST_MEMBERS}.`);
		return flags;
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		throw new Sentence(`${message} All options: npm run test:soak -- --help`);
	}
}
