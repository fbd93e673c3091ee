import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

import { wholeNumber } from '../../../sandbox/shared/program.ts';
import { Sentence } from '../../../scripts/install/sentence.cjs';

/** What `npm run test:crash` was asked for. */
export interface Flags {
	help: boolean;
	/** How often n8n is killed. */
	points: number;
	/** About how long it may take: then it is a part of all. */
	minutes: number | undefined;
	/** Nothing was left out: what comes of it is written down. */
	isWhole: boolean;
	members: number;
	seed: number;
	/** How many n8n are at work at once, each with servers of its own. */
	lanes: number;
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
	try {
		const { values } = parseArgs({
			args,
			options: {
				help: { type: 'boolean', short: 'h', default: false },
				points: { type: 'string' },
				minutes: { type: 'string' },
				seed: { type: 'string' },
				members: { type: 'string' },
				lanes: { type: 'string' },
			},
		});
		const flags = {
			help: values.help,
			points: wholeNumber('points', values.points, POINTS),
			minutes: values.minutes === undefined ? undefined : wholeNumber('minutes', values.minutes, 0),
			isWhole: values.minutes === undefined && (values.points === undefined || Number(values.points) >= POINTS),
			seed: wholeNumber('seed', values.seed, 1),
			members: wholeNumber('members', values.members, MEMBERS),
			lanes: wholeNumber('lanes', values.lanes, Math.min(MOST_LANES, availableParallelism())),
		};
		if (flags.members < FEWEST_MEMBERS) throw new Error(`--members begin at ${FEWEST_MEMBERS}.`);
		if (flags.lanes < 1) throw new Error('--lanes must be at least 1.');
		return flags;
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		throw new Sentence(`${message} All options: npm run test:crash -- --help`);
	}
}
