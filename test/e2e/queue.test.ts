import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { readExecution } from '../../sandbox/n8n/execution.ts';
import { openQueueSandbox } from '../../sandbox/queue/queue.ts';
import type { QueueSandbox } from '../../sandbox/queue/queue.ts';
import { startAll } from '../../sandbox/queue/runs.ts';
import { publishWithStart, startFromOutside } from '../../sandbox/queue/startNode.ts';
import type { QueueSummary } from '../../sandbox/queue/summary.ts';
import type { Target } from '../../sandbox/queue/targets.ts';
import { objectIn, textIn } from '../../sandbox/shared/json.ts';
import { mutate, readTraffic, resetTraffic } from '../../sandbox/start/control.ts';
import { mails } from './approval.ts';
import { ask, groupMembers } from './inStep.ts';
import type { Employee } from './inStep.ts';
import { addTemplate, edit, executions, publish, reached, until } from './production.ts';

const MEMBERS = 40;
const LEAVERS = 2;
const GUARD = 'guard@example.com';

/** n8n takes a minute or two to miss a worker; with these, about forty seconds. */
const SOON_MISSED = {
	QUEUE_WORKER_LOCK_DURATION: '8000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
	QUEUE_WORKER_STALLED_INTERVAL: '3000',
};

describe('four HR systems in queue mode', { skip: process.platform !== 'linux' }, () => {
	let sandbox: QueueSandbox;
	let stateDir: string;
	let leavers = 0;
	/** The execution whose worker is killed. */
	let lost = '';
	before(async () => {
		stateDir = await mkdtemp(join(tmpdir(), 'entra-hr-sync-e2e-'));
		sandbox = await openQueueSandbox({ stateDir, members: MEMBERS, env: SOON_MISSED });
	});
	after(async () => {
		await sandbox.close();
		await rm(stateDir, { recursive: true, force: true });
	});

	async function employeesOf({ hr }: Target): Promise<Employee[]> {
		return await ask<Employee[]>(`${hr.url}/_sim/people`);
	}

	/** Everybody who should be there is, once and active; of the others exactly `gone` are deactivated. */
	async function assertEverybodyIn(target: Target, gone: number): Promise<void> {
		const employees = await employeesOf(target);
		const active = new Set(employees.filter((one) => one.active).map(({ externalId }) => externalId));
		const expected = (await groupMembers(sandbox)).filter(
			({ mail, accountEnabled }) => mail !== null && accountEnabled,
		);
		const missing = expected.filter(({ id }) => !active.has(id)).map(({ displayName }) => displayName);
		assert.deepEqual(missing, [], `missing in ${target.system}`);
		assert.equal(new Set(employees.map(({ userName }) => userName.toLowerCase())).size, employees.length);
		// Pingboard's people are not deactivated, only reported.
		const inactive = employees.filter((one) => !one.active).length;
		assert.equal(inactive, target.system === 'pingboard' ? 0 : gone, `inactive in ${target.system}`);
	}

	async function night(): Promise<QueueSummary> {
		const summary = await sandbox.run();
		assert.equal(summary.error, undefined);
		return summary;
	}

	function target(system: string): Target {
		const found = sandbox.targets.find((one) => one.system === system);
		assert.ok(found);
		return found;
	}

	test('run side by side on two workers', async () => {
		const { systems, atOnce } = await night();
		assert.deepEqual(
			systems.map(({ system, members }) => [system, members]),
			['peakon', 'pingboard', 'peoplegoal', 'tribal-habits'].map((system) => [system, MEMBERS]),
		);
		assert.deepEqual([...new Set(systems.map(({ worker }) => worker))].sort(), ['worker 1', 'worker 2']);
		assert.ok(atOnce > 1, `at most ${atOnce} ran at once`);
		for (const one of sandbox.targets) await assertEverybodyIn(one, 0);
	});

	test('a second run writes nothing', async () => {
		const { systems } = await night();
		assert.deepEqual(
			systems.map(({ hrWrites }) => hrWrites),
			[0, 0, 0, 0],
		);
	});

	test('the same sync twice at one time, on two workers: nobody twice, nobody lost', async () => {
		await mutate(sandbox, LEAVERS);
		leavers += LEAVERS;
		const { n8n, targets } = sandbox;
		const known = await Promise.all(targets.map(async ({ workflowId }) => (await executions(n8n, workflowId)).length));
		for (const [index, { workflowId, path }] of targets.entries()) {
			await Promise.all([startFromOutside(n8n.url, path), startFromOutside(n8n.url, path)]);
			const both = await until(async () => {
				const all = await executions(n8n, workflowId);
				const ended = all.filter(({ status }) => status === 'success' || status === 'error');
				return ended.length === (known[index] ?? 0) + 2 ? ended.slice(0, 2) : undefined;
			}, 'the end of both');
			assert.deepEqual(
				both.map(({ status }) => status),
				['success', 'success'],
			);
		}
		for (const one of targets) await assertEverybodyIn(one, leavers);
		for (const { system, hrWrites } of (await night()).systems) assert.equal(hrWrites, 0, system);
	});

	test('a worker is killed in the middle: the next night finishes the work', async () => {
		const { n8n, workers, targets } = sandbox;
		const pingboard = target('pingboard');
		const guard = await addTemplate({ n8n, ...pingboard }, stateDir, 'sync-failed.json', { alertTo: GUARD });
		await publish(n8n, guard);
		await edit(n8n, pingboard.workflowId, ({ settings }) => (settings.errorWorkflow = guard));
		await publish(n8n, pingboard.workflowId);
		await mutate(sandbox, LEAVERS);
		leavers += LEAVERS;

		await resetTraffic(pingboard);
		await ask(`${pingboard.hr.url}/_sim/settings`, 'POST', { latencyMs: 800 });
		const started = await startAll(n8n, targets);
		await until(async () => ((await readTraffic(pingboard)).hrWrites > 0 ? true : undefined), 'the first write');
		lost = started.find((one) => one.target === pingboard)?.executionId ?? '';
		const victim = workers.find((worker) => worker.took(lost));
		assert.ok(victim);
		await victim.kill();
		await ask(`${pingboard.hr.url}/_sim/settings`, 'POST', { latencyMs: 0 });
		for (const { system, worker } of (await night()).systems) assert.notEqual(worker, victim.name, system);
		for (const one of targets) await assertEverybodyIn(one, leavers);
		for (const { system, hrWrites } of (await night()).systems) assert.equal(hrWrites, 0, system);
	});

	/** A workflow that calls another one, and can be started from outside. */
	async function callerOf({ workflowId }: Target): Promise<string> {
		const node = (name: string, type: string, typeVersion: number, parameters: object) => {
			return { id: randomUUID(), name, type: `n8n-nodes-base.${type}`, typeVersion, position: [0, 0], parameters };
		};
		const created = await sandbox.n8n.client.post('/workflows', {
			name: 'Every night',
			settings: {},
			nodes: [
				node('Run now', 'manualTrigger', 1, {}),
				node('Call', 'executeWorkflow', 1.4, {
					workflowId: { __rl: true, mode: 'id', value: workflowId },
					workflowInputs: { mappingMode: 'defineBelow', value: {} },
				}),
			],
			connections: { 'Run now': { main: [[{ node: 'Call', type: 'main', index: 0 }]] } },
		});
		return await publishWithStart(sandbox.n8n.client, textIn(objectIn(created).id));
	}

	test('a grace period is counted across workers where another workflow calls the sync, and stands still else', async () => {
		const { n8n, workers } = sandbox;
		const peakon = target('peakon');
		await edit(n8n, peakon.workflowId, ({ nodes }) => {
			const node = nodes.find(({ name }) => name === 'Deactivate Missing');
			assert.ok(node);
			node.parameters = { ...objectIn(node.parameters), grace: 'runs', graceRuns: 3 };
		});
		await publish(n8n, peakon.workflowId);
		await mutate(sandbox, LEAVERS);
		// n8n keeps what a worker remembers, but gives a worker nothing of it for an execution out of the queue.
		for (let nights = 0; nights < 3; nights += 1) await night();
		await assertEverybodyIn(peakon, leavers);

		const path = await callerOf(peakon);
		const call = async (): Promise<void> => {
			const known = (await executions(n8n, peakon.workflowId)).map(({ id }) => id);
			await startFromOutside(n8n.url, path);
			const run = await reached(
				n8n,
				peakon.workflowId,
				({ id, status }) => !known.includes(id) && status === 'success',
			);
			assert.equal(run.status, 'success');
		};
		await call();
		await assertEverybodyIn(peakon, leavers);
		const other = await sandbox.addWorker('worker 3');
		for (const worker of workers.filter((one) => one !== other)) await worker.stop();
		await call();
		leavers += LEAVERS;
		for (const one of sandbox.targets) await assertEverybodyIn(one, leavers);
	});

	test('n8n has marked the execution that was lost as failed, and the error workflow has mailed it', async () => {
		const { n8n } = sandbox;
		const mail = await until(
			async () => (await mails(sandbox)).find(({ to, text }) => to.includes(GUARD) && text.includes(`/${lost}`)),
			'the mail about the lost execution',
		);
		assert.match(mail.subject, /did not finish/);
		assert.equal((await readExecution(n8n, lost)).status, 'error');
	});

	test('no password stands in a log or on a command line, and nothing is left running', async () => {
		const secrets = await Promise.all(
			['postgres.password', 'redis.password', 'encryption.key'].map(async (name) =>
				(await readFile(join(stateDir, name), 'utf8')).trim(),
			),
		);
		const logs = (await readdir(stateDir, { recursive: true })).filter((name) => /\.log$|processes\.json$/.test(name));
		assert.ok(logs.length >= 6, `${logs.length} logs`);
		const texts = await Promise.all(logs.map(async (name) => await readFile(join(stateDir, name), 'utf8')));
		for (const text of [...texts, ...(await commandLines())]) {
			for (const secret of secrets) assert.ok(!text.includes(secret), text.slice(0, 80));
		}
		const ours = async () => (await commandLines()).filter((line) => line.includes(stateDir));
		// PostgreSQL, Redis, Entra, mail and four HR systems.
		assert.ok((await ours()).length >= 8, (await ours()).join('\n'));
		await sandbox.close();
		assert.deepEqual(await ours(), []);
		assert.ok(sandbox.n8n.hasEnded() && sandbox.workers.every((worker) => worker.hasEnded()));
	});
});

async function commandLines(): Promise<string[]> {
	const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
	// A process may end meanwhile.
	return await Promise.all(pids.map(async (pid) => await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
}
