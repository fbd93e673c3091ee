import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { HR_SYSTEMS } from '../../sandbox/shared/systems.ts';
import { openSandbox } from '../../sandbox/start/sandbox.ts';

const MEMBERS = 30;

for (const system of HR_SYSTEMS) {
	test(`the template for ${system} in a running n8n, twice: the second run writes nothing`, async () => {
		const stateDir = await mkdtemp(join(tmpdir(), 'entra-hr-sync-e2e-'));
		const sandbox = await openSandbox({ stateDir, members: MEMBERS, system });
		try {
			const first = await sandbox.run();
			assert.ok(first.ok, first.summary.error);
			const { members, created, skipped, failed } = first.summary;
			assert.deepEqual({ members, all: created + skipped + failed }, { members: MEMBERS, all: MEMBERS });
			assert.ok(created > MEMBERS / 2, `${created} people were created`);
			const second = await sandbox.run();
			assert.ok(second.ok, second.summary.error);
			assert.equal(second.summary.hrWrites, 0);
			assert.equal(second.summary.unchanged, created);
		} finally {
			await sandbox.close();
			await rm(stateDir, { recursive: true, force: true });
		}
	});
}
