import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { NodeRun } from '../../sandbox/n8n/execution.ts';
import { summarize } from '../../sandbox/start/summary.ts';

const TRAFFIC = { graphRequests: 3, resourceUnits: 22, hrReads: 1, hrWrites: 2, mails: 1 };
const NO_ONE = { updated: 0, unchanged: 0, reactivated: 0, deactivated: 0, skipped: 0 };

const report = (name: string, json: Record<string, unknown>): NodeRun => ({
	name,
	type: 'n8n-nodes-entra-hr-sync.syncReport',
	milliseconds: 1,
	outputs: [[json]],
});

const run = (nodes: NodeRun[], status = 'success') => ({ id: '1', status, seconds: 1.5, nodes, peakRssMb: 700.4 });

test("reads the report's counts and people", () => {
	const anna = { displayName: 'Anna', userPrincipalName: 'anna@example.com', action: 'failed', reason: 'No e-mail' };
	const counts = { ...NO_ONE, members: 3, created: 2, failed: 1 };
	const { ok, summary, people } = summarize(run([report('Sync report', { counts, people: [anna] })]), TRAFFIC);
	assert.equal(ok, true);
	assert.deepEqual(summary, { ...counts, ...TRAFFIC, seconds: 1.5, peakRssMb: 700 });
	assert.deepEqual(people, [anna]);
});

test('prefers the report that describes a failure, and has the run fail', () => {
	const nodes = [
		report('Sync report', { counts: { members: 3 }, people: [] }),
		report('Describe the failure', { counts: { members: 9 }, error: 'Too many people would be deactivated' }),
	];
	const { ok, summary } = summarize(run(nodes, 'error'), TRAFFIC);
	assert.equal(ok, false);
	assert.partialDeepStrictEqual(summary, { members: 9, error: 'Too many people would be deactivated' });
});

test("tells n8n's own error where no report was made", () => {
	const error = { message: 'No group was found', description: 'Check its name' };
	const { ok, summary } = summarize({ ...run([], 'error'), error }, TRAFFIC);
	assert.equal(ok, false);
	assert.partialDeepStrictEqual(summary, { members: 0, hrWrites: 2, error: 'No group was found. Check its name' });
});

test('takes a run for failed that neither succeeded nor said why', () => {
	assert.equal(summarize(run([], 'crashed'), TRAFFIC).summary.error, 'The execution ended with the status "crashed".');
});
