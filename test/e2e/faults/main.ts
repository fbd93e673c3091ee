import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { stopSignal } from '../../../sandbox/start/stop.ts';
import { Sentence } from '../../../scripts/install/sentence.cjs';
import { writeFigures } from '../figures.ts';
import { say } from '../say.ts';
import { readFlags, USAGE } from './flags.ts';
import { runMatrix, shown } from './matrix.ts';
import type { Result } from './matrix.ts';
import { asMarkdown } from './table.ts';

const stop = stopSignal();

process.exitCode = await main();

async function main(): Promise<number> {
	const stateDir = mkdtempSync(join(tmpdir(), 'entra-hr-sync-faults-'));
	try {
		const flags = readFlags(process.argv.slice(2));
		if (flags.help) {
			console.log(USAGE);
			return 0;
		}
		return report(await runMatrix({ ...flags, stateDir, signal: stop, say }));
	} catch (error) {
		if (stop.aborted) console.error('Stopped.');
		else console.error(error instanceof Sentence ? error.message : error);
		return 1;
	} finally {
		rmSync(stateDir, { recursive: true, force: true });
	}
}

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
