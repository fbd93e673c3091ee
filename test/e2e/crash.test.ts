import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { runCampaign } from './crash/campaign.ts';
import { asMarkdown, failuresOf } from './crash/table.ts';

/** `npm run test:crash` kills more often. */
const POINTS = 3;

test('n8n killed at random points of a sync: nobody is wrongly deactivated, and the next run finishes the work', async (t) => {
	const stateDir = await mkdtemp(join(tmpdir(), 'entra-hr-sync-crash-'));
	try {
		const report = await runCampaign({ stateDir, members: 500, points: POINTS, seed: 1, say: () => {} });
		t.diagnostic(asMarkdown(report));
		assert.deepEqual(failuresOf(report), []);
		assert.equal(report.outcomes.length, POINTS);
	} finally {
		await rm(stateDir, { recursive: true, force: true });
	}
});
