import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { stopSignal } from '../../../sandbox/start/stop.ts';
import { Sentence } from '../../../scripts/install/sentence.cjs';
import { writeFigures } from '../figures.ts';
import { say } from '../say.ts';
import { readFlags, USAGE } from './flags.ts';
import type { Flags } from './flags.ts';
import { runSoak } from './nights.ts';
import type { NightDone } from './nights.ts';
import { asMarkdown, growthsOf } from './report.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const stop = stopSignal();

process.exitCode = await main();

async function main(): Promise<number> {
	const stateDir = mkdtempSync(join(tmpdir(), 'entra-hr-sync-soak-'));
	const began = Date.now();
	try {
		const flags = readFlags(process.argv.slice(2));
		if (flags.help) {
			console.log(USAGE);
			return 0;
		}
		const { minutes = Infinity, ...rest } = flags;
		const until = began + minutes * 60_000;
		return report(await runSoak({ ...rest, stateDir, until, signal: stop, say }), flags, Date.now() - began);
	} catch (error) {
		if (stop.aborted) console.error('Stopped.');
		else console.error(error instanceof Sentence ? error.message : error);
		return 1;
	} finally {
		rmSync(stateDir, { recursive: true, force: true });
	}
}

/** @returns the exit code */
function report(nights: NightDone[], { members, seed, isWhole }: Flags, took: number): number {
	const text = asMarkdown(nights, members, seed, Math.round(took / 60_000));
	console.log(text);
	const bad = nights.filter(({ wrong }) => wrong.length > 0);
	const growths = growthsOf(nights);
	for (const { number, wrong } of bad) console.error(`Night ${number}: ${wrong.join('; ')}`);
	for (const growth of growths) console.error(`n8n grows from night to night. ${growth}`);
	const failed = bad.length + growths.length;
	console.log(`# pass ${nights.length - bad.length}\n# fail ${failed}`);
	if (isWhole && failed === 0) writeFigures(join(root, 'docs', 'reliability.md'), 'npm run test:soak', text);
	return failed > 0 ? 1 : 0;
}
