import { writeFileSync } from 'node:fs';

import fc from 'fast-check';
import { NodeOperationError } from 'n8n-workflow';

import { SyncError } from '../../lib/base/errors';
import { ValueProblem } from '../../lib/sync/mapping/values';
import { graph } from './parsers/graph';
import { hr } from './parsers/hr';
import { http } from './parsers/http';
import { inputs } from './parsers/inputs';
import { rows } from './parsers/rows';

const PARSERS = [...http, ...graph, ...hr, ...rows, ...inputs];
/** All parsers together; a run of `npm test` takes few. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 3_000);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
const SLOWEST_MS = 5_000;

interface Tally {
	name: string;
	inputs: number;
	read: number;
	refused: number;
	notOurs: number;
}
const tallies: Tally[] = [];
afterAll(() => {
	if (process.env.FUZZ_TALLIES !== undefined) writeFileSync(process.env.FUZZ_TALLIES, JSON.stringify(tallies));
});

const isOurs = (error: unknown): boolean =>
	error instanceof SyncError || error instanceof ValueProblem || error instanceof NodeOperationError;

const SHARES = PARSERS.reduce((sum, { share = 1 }) => sum + 1 / share, 0);
/** At least 20 each, so that those that take long are tried too. */
const runsOf = (share = 1): number => Math.max(20, Math.ceil(RUNS / SHARES / share));

describe('whatever comes, it is read or refused in our words', () => {
	it.each(PARSERS.map((one) => [one.name, one] as const))(
		'%s',
		async (name, { input, read, share }) => {
			const tally: Tally = { name, inputs: 0, read: 0, refused: 0, notOurs: 0 };
			tallies.push(tally);
			const property = fc.asyncProperty(input, async (value) => {
				tally.inputs++;
				const began = process.cpuUsage();
				try {
					await read(value);
					tally.read++;
				} catch (error) {
					if (!isOurs(error)) {
						tally.notOurs++;
						throw error;
					}
					tally.refused++;
					expect((error as Error).message).not.toBe('');
				}
				// Of the processor's time: the machine may have others to serve.
				expect(process.cpuUsage(began).user / 1_000).toBeLessThan(SLOWEST_MS);
			});
			await fc.assert(property, { numRuns: runsOf(share), seed: SEED, endOnFailure: true });
			// What is valid must be read too, or a parser that refuses everything would pass.
			expect(tally.read).toBeGreaterThan(0);
		},
		3_600_000,
	);
});
