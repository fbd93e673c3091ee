import { parseArgs } from 'node:util';

import { wholeNumber } from '../../sandbox/shared/program.ts';
import { Sentence } from '../../scripts/install/sentence.cjs';

/** What `npm run bench` was asked for. */
export interface Flags {
	help: boolean;
	json: boolean;
	smoke: boolean;
	runs: number;
	sizes: number[];
	latencies: number[];
	/** The largest company that the workflow from n8n's own nodes is measured in. */
	drawnUpTo: number;
}

const LARGE = 100_000;
/** Two requests a person, and all their answers held in one execution. */
const DRAWN_UP_TO = 10_000;
const SIZES = '1000,10000';
const LATENCIES = '0,20';
const SMOKE_PEOPLE = 1_000;
/** In a smaller company one in a hundred is nobody. */
const FEWEST_PEOPLE = 100;

export const USAGE = `npm run bench                 measures the nightly sync and writes docs/performance.md
  -- --large                  100,000 people too, without the workflow from n8n's own nodes
  -- --sizes 1000,10000       the companies, by their people
  -- --latencies 0,20         how many milliseconds each answer of Entra and of the HR system takes
  -- --runs N                 nights of each (3)
  -- --drawn-up-to N          the largest company for the workflow from n8n's own nodes (${DRAWN_UP_TO})
  -- --json                   all figures as one JSON object, the last line of standard output
  -- --smoke                  1,000 people, one night: counts requests, exits with 1 when they are too many, writes nothing`;

const OPTIONS = {
	help: { type: 'boolean', short: 'h', default: false },
	json: { type: 'boolean', default: false },
	smoke: { type: 'boolean', default: false },
	large: { type: 'boolean', default: false },
	runs: { type: 'string' },
	sizes: { type: 'string', default: SIZES },
	latencies: { type: 'string', default: LATENCIES },
	'drawn-up-to': { type: 'string' },
} as const;

/** Reads the command line. Throws a Sentence about what it does not understand. */
export function readFlags(args: string[]): Flags {
	try {
		const { values } = parseArgs({ args, options: OPTIONS });
		const { help, json, smoke, large } = values;
		const runs = wholeNumber('runs', values.runs, 3);
		const sizes = [...numbers('sizes', values.sizes), ...(large ? [LARGE] : [])];
		if (runs < 1) throw new Error('--runs must be at least 1.');
		if (sizes.some((people) => people < FEWEST_PEOPLE)) throw new Error(`--sizes begin at ${FEWEST_PEOPLE} people.`);
		const latencies = numbers('latencies', values.latencies);
		const drawnUpTo = wholeNumber('drawn-up-to', values['drawn-up-to'], DRAWN_UP_TO);
		if (smoke) return { help, json, smoke, runs: 1, sizes: [SMOKE_PEOPLE], latencies: [0], drawnUpTo: SMOKE_PEOPLE };
		return { help, json, smoke, runs, sizes: [...new Set(sizes)], latencies, drawnUpTo };
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		throw new Sentence(`${message} All options: npm run bench -- --help`);
	}
}

function numbers(option: string, list: string): number[] {
	return list.split(',').map((text) => wholeNumber(option, text.trim(), 0));
}
