import { join } from 'node:path';

import { writeFigures } from '../figures.ts';
import { say } from '../say.ts';
import { inStateDir, runSuite } from '../suite.ts';
import { readFlags, USAGE } from './flags.ts';
import { runMatrix, shown } from './matrix.ts';
import type { Result } from './matrix.ts';
import { asMarkdown } from './table.ts';

await runSuite({
	usage: USAGE,
	readFlags,
	run: async (flags, signal) =>
		report(await inStateDir('faults', async (stateDir) => await runMatrix({ ...flags, stateDir, signal, say }))),
});

/** @returns the exit code */
function report(result: Result): number {
	const { outcomes, cells, secrets, seconds } = result;
	const bad = outcomes.filter(({ problems }) => problems.length > 0);
	for (const outcome of bad) console.error(shown(outcome));
	for (const place of secrets.found) console.error(`FAILED: ${place}`);
	console.log(`${secrets.sent} tokens and secrets looked for, ${secrets.found.length} found.`);
	const failed = bad.length + secrets.found.length;
	console.log(`# pass ${outcomes.length - bad.length}\n# fail ${failed}`);
	console.log(`${outcomes.length} of ${cells} cells in ${Math.ceil(seconds / 60)} min`);
	if (outcomes.length === cells) {
		writeFigures(join('docs', 'reliability.md'), 'npm run test:faults', asMarkdown(result));
	}
	return failed > 0 || outcomes.length === 0 ? 1 : 0;
}
