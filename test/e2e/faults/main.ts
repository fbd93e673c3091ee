import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { Sentence } from '../../../scripts/install/sentence.cjs';
import { stopSignal } from '../../../sandbox/start/stop.ts';
import { writeFigures } from '../figures.ts';
import { say } from '../say.ts';
import { runMatrix, shown } from './matrix.ts';
import { asMarkdown } from './table.ts';

const DOCUMENT = join('docs', 'reliability.md');
const COMMAND = 'npm run test:faults';

/**
 * Tries every fault of the network and of the two APIs on every kind of request, and writes what came of it into
 * docs/reliability.md:
 *   --minutes N    a slice that fits into so many minutes; nothing is written
 *   --seed N       another slice (1)
 *   --only NAME    the cells whose names begin so, such as "page of members / 429"; may be given several times
 * Ends with exit code 1 when a night neither recovered nor stopped as it should.
 */
const { values } = parseArgs({
	options: {
		minutes: { type: 'string' },
		seed: { type: 'string', default: '1' },
		only: { type: 'string', multiple: true, default: [] },
	},
});
const minutes = values.minutes === undefined ? undefined : Number(values.minutes);

const stop = stopSignal();
const stateDir = mkdtempSync(join(tmpdir(), 'entra-hr-sync-faults-'));
try {
	if (minutes !== undefined && !(minutes > 0)) throw new Sentence('--minutes must be a number of minutes.');
	const result = await runMatrix({
		stateDir,
		minutes,
		seed: Number(values.seed),
		only: values.only,
		signal: stop,
		say,
	});
	const failed = result.outcomes.filter(({ problems }) => problems.length > 0);
	for (const outcome of failed) console.log(shown(outcome));
	const { sent, found } = result.secrets;
	for (const place of found) console.log(`FAILED: ${place}`);
	console.log(`${sent} tokens and secrets looked for, ${found.length} found.`);
	const whole = result.outcomes.length === result.cells;
	if (whole) writeFigures(DOCUMENT, COMMAND, asMarkdown(result));
	console.log(`# pass ${result.outcomes.length - failed.length}`);
	console.log(`# fail ${failed.length + found.length}`);
	console.log(`${result.outcomes.length} of ${result.cells} cells in ${Math.ceil(result.seconds / 60)} min`);
	process.exitCode = failed.length + found.length > 0 || result.outcomes.length === 0 ? 1 : 0;
} catch (error) {
	process.exitCode = 1;
	if (stop.aborted) console.error('Stopped.');
	else console.error(error instanceof Sentence ? error.message : error);
} finally {
	rmSync(stateDir, { recursive: true, force: true });
}
