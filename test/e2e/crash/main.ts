import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Sentence } from '../../../scripts/install/sentence.cjs';
import { stopSignal } from '../../../sandbox/start/stop.ts';
import { runCampaign } from './campaign.ts';
import { asMarkdown, failuresOf } from './table.ts';

/**
 * Kills n8n in the middle of a sync, again and again, and prints what came of it:
 *   CRASH_POINTS   how often (50)
 *   CRASH_SEED     where (1): the same seed kills at the same points
 *   CRASH_MEMBERS  people in the group (500)
 *   CRASH_TABLE    a file that the Markdown table is written to as well
 * Ends with exit code 1 when somebody was wrongly deactivated or is there twice, or a next run didn't mend everything.
 */
const { CRASH_POINTS = '50', CRASH_SEED = '1', CRASH_MEMBERS = '500', CRASH_TABLE } = process.env;

const stop = stopSignal();
const stateDir = mkdtempSync(join(tmpdir(), 'entra-hr-sync-crash-'));
try {
	const report = await runCampaign({
		stateDir,
		members: Number(CRASH_MEMBERS),
		points: Number(CRASH_POINTS),
		seed: Number(CRASH_SEED),
		signal: stop,
		say: (line) => console.error(`${new Date().toISOString().slice(11, 19)} ${line}`),
	});
	const table = asMarkdown(report);
	console.log(table);
	if (CRASH_TABLE !== undefined) writeFileSync(CRASH_TABLE, table);
	const failures = failuresOf(report);
	for (const failure of failures) console.error(failure);
	process.exitCode = failures.length > 0 ? 1 : 0;
} catch (error) {
	process.exitCode = 1;
	if (stop.aborted) console.error('Stopped.');
	else console.error(error instanceof Sentence ? error.message : error);
} finally {
	rmSync(stateDir, { recursive: true, force: true });
}
