import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { saveCredentials } from '../../sandbox/n8n/credentials.ts';
import { runWorkflow } from '../../sandbox/n8n/run.ts';
import { importTemplate } from '../../sandbox/n8n/template.ts';
import { HR_SYSTEMS } from '../../sandbox/shared/systems.ts';
import type { HrSystemName } from '../../sandbox/shared/systems.ts';
import { readTraffic, resetTraffic } from '../../sandbox/start/control.ts';
import { ANY_PORTS } from '../../sandbox/start/ports.ts';
import { Processes } from '../../sandbox/start/processes.ts';
import { openSandbox } from '../../sandbox/start/sandbox.ts';
import type { Sandbox } from '../../sandbox/start/sandbox.ts';
import { startHr } from '../../sandbox/start/servers.ts';
import { summarize } from '../../sandbox/start/summary.ts';
import type { SandboxRun } from '../../sandbox/start/summary.ts';
import { TEMPLATES } from '../../sandbox/start/templates.ts';

const root = join(import.meta.dirname, '../..');
const MEMBERS = 30;

describe('the templates in one running n8n', () => {
	let sandbox: Sandbox;
	let stateDir: string;
	let processes: Processes;
	before(async () => {
		stateDir = await mkdtemp(join(tmpdir(), 'entra-hr-sync-e2e-'));
		sandbox = await openSandbox({ root, stateDir: join(stateDir, 'sandbox'), members: MEMBERS });
		processes = new Processes(stateDir);
	});
	after(async () => {
		await processes.stopAll();
		await sandbox.close();
		await rm(stateDir, { recursive: true, force: true });
	});

	/** A system's own server and template, beside what the sandbox has. Resolves with what runs it. */
	async function install(system: HrSystemName): Promise<() => Promise<SandboxRun>> {
		const { n8n, entra, mail } = sandbox;
		const options = { root, node: process.execPath, stateDir, ports: ANY_PORTS, members: MEMBERS, latency: 0 };
		const servers = { entra, mail, hr: await startHr(processes, { ...options, system }) };
		const { file, settings } = TEMPLATES[system];
		const workflowId = await importTemplate(n8n.client, {
			file: join(root, file),
			stamp: join(stateDir, `template-${system}.json`),
			credentials: await saveCredentials(n8n.client, servers, `The HR system: ${system}`),
			settings: { ...settings, dryRun: false },
		});
		return async () => {
			await resetTraffic(servers);
			const run = await runWorkflow(n8n, workflowId, 'Run now');
			return summarize(run, await readTraffic(servers));
		};
	}

	for (const system of HR_SYSTEMS) {
		test(`that for ${system}, twice: the second run writes nothing`, async () => {
			const run = await install(system);
			const first = await run();
			assert.ok(first.ok, first.summary.error);
			const { members, created, skipped, failed } = first.summary;
			assert.deepEqual({ members, all: created + skipped + failed }, { members: MEMBERS, all: MEMBERS });
			assert.ok(created > MEMBERS / 2, `${created} people were created`);
			const second = await run();
			assert.ok(second.ok, second.summary.error);
			assert.equal(second.summary.hrWrites, 0);
			assert.equal(second.summary.unchanged, created);
		});
	}
});
