import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { objectIn } from '../../sandbox/shared/json.ts';
import { openSandbox } from '../../sandbox/start/sandbox.ts';
import type { Sandbox } from '../../sandbox/start/sandbox.ts';
import { mutate } from '../../sandbox/start/control.ts';
import { ask } from './inStep.ts';
import { edit, runBySchedule } from './production.ts';

const LEAVERS = 2;

let sandbox: Sandbox;
let stateDir: string;
before(async () => {
	stateDir = await mkdtemp(join(tmpdir(), 'entra-hr-sync-e2e-'));
	sandbox = await openSandbox({ stateDir, members: 30 });
});
after(async () => {
	await sandbox.close();
	await rm(stateDir, { recursive: true, force: true });
});

async function inactivePeople(): Promise<number> {
	const people = await ask<{ active?: boolean }[]>(`${sandbox.hr.url}/_sim/people`);
	return people.filter(({ active }) => active === false).length;
}

test('a grace period is counted by the runs of the published workflow, and by no others', async () => {
	const { n8n, workflowId } = sandbox;
	await edit(n8n, workflowId, ({ nodes }) => {
		const node = nodes.find(({ name }) => name === 'Deactivate Missing');
		assert.ok(node);
		node.parameters = { ...objectIn(node.parameters), grace: 'runs', graceRuns: 3 };
	});
	const nightly = async (): Promise<void> => {
		assert.equal((await runBySchedule(n8n, workflowId)).status, 'success');
	};
	await nightly();
	await mutate(sandbox, LEAVERS);
	const before = await inactivePeople();

	await nightly();
	assert.equal(await inactivePeople(), before, 'nobody is deactivated in the first run');
	assert.ok((await sandbox.run()).ok);
	await nightly();
	assert.equal(await inactivePeople(), before, 'nor in the second, with a run by hand in between');
	await nightly();
	assert.equal(await inactivePeople(), before + LEAVERS, 'they are deactivated in the third');
});
