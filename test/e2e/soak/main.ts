import { join } from 'node:path';

import { writeFigures } from '../figures.ts';
import { say } from '../say.ts';
import { inStateDir, runSuite } from '../suite.ts';
import { readFlags, USAGE } from './flags.ts';
import type { Flags } from './flags.ts';
import { runSoak } from './nights.ts';
import type { NightDone } from './nights.ts';
import { asMarkdown, growthsOf } from './report.ts';

const root = join(import.meta.dirname, '..', '..', '..');

await runSuite({
	usage: USAGE,
	readFlags,
	run: async (flags, signal) => {
		const { minutes = Infinity, ...rest } = flags;
		const began = Date.now();
		const until = began + minutes * 60_000;
		const nights = await inStateDir(
			'soak',
			async (stateDir) => await runSoak({ ...rest, stateDir, until, signal, say }),
		);
		return report(nights, flags, Date.now() - began);
	},
});

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
