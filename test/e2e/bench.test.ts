import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';

import { brokenLimits } from '../../bench/nightly/budget.ts';
import type { FloorDone } from '../../bench/nightly/floor/main.ts';
import { runFloorScript } from '../../bench/nightly/floor/run.ts';
import { spreadOf } from '../../bench/nightly/measured.ts';
import type { Measured, Row } from '../../bench/nightly/measured.ts';
import { costsTable, ratiosOf } from '../../bench/nightly/table.ts';
import { mutate, readTraffic, resetTraffic } from '../../sandbox/start/control.ts';
import { ANY_PORTS } from '../../sandbox/start/ports.ts';
import { Processes } from '../../sandbox/start/processes.ts';
import { startServers } from '../../sandbox/start/servers.ts';
import type { Servers } from '../../sandbox/start/servers.ts';
import { writeFigures } from './figures.ts';
import { ask, assertInStep, groupMembers } from './inStep.ts';
import type { Employee } from './inStep.ts';

const root = join(import.meta.dirname, '../..');
const COST: Measured = { seconds: 2, graphRequests: 8, resourceUnits: 80, hrReads: 12, hrWrites: 2, memoryMb: 100 };

describe('the bare script that the sync is measured against', () => {
	const MEMBERS = 330;
	let stateDir: string;
	let processes: Processes;
	let servers: Servers;
	before(async () => {
		stateDir = await mkdtemp(join(tmpdir(), 'entra-hr-sync-floor-'));
		processes = new Processes(stateDir);
		servers = await startServers(processes, {
			root,
			node: process.execPath,
			stateDir,
			ports: ANY_PORTS,
			members: MEMBERS,
			system: 'scim',
			latency: 0,
		});
		await ask(`${servers.entra.url}/_sim/settings`, 'POST', { pageSize: 100 });
		await ask(`${servers.hr.url}/_sim/settings`, 'POST', { maxPageSize: 100 });
	});
	after(async () => {
		await processes.stopAll();
		await rm(stateDir, { recursive: true, force: true });
	});

	const floor = async (): Promise<FloorDone> => {
		await resetTraffic(servers);
		return await runFloorScript(servers);
	};
	const expectInStep = async (): Promise<void> =>
		assertInStep(await groupMembers(servers), await ask<Employee[]>(`${servers.hr.url}/_sim/people`));

	test('fills an empty HR system, managers who are created in the same night included', async () => {
		const { writes, seconds, memoryMb } = await floor();
		assert.ok(writes > MEMBERS && seconds > 0 && memoryMb > 0, JSON.stringify({ writes, seconds, memoryMb }));
		await expectInStep();
	});

	test('writes nothing where nothing has changed, and reads with the fewest requests', async () => {
		const { writes } = await floor();
		const { graphRequests, hrReads, hrWrites } = await readTraffic(servers);
		assert.equal(writes, 0);
		assert.deepEqual(
			{ graphRequests, hrReads, hrWrites },
			{
				graphRequests: Math.ceil(MEMBERS / 100) + Math.ceil(MEMBERS / 300),
				hrReads: 5,
				hrWrites: 0,
			},
			'four pages of members and two batches; what the server can do and four pages of employees',
		);
	});

	test('people who changed, left, joined, got another manager or none, and were locked out', async () => {
		await mutate(servers, 5);
		const [one, other, third, fourth] = (await groupMembers(servers)).filter(
			({ mail, managerId, accountEnabled }) => mail !== null && managerId !== null && accountEnabled,
		);
		const change = async (id = '', patch: object): Promise<unknown> =>
			await ask(`${servers.entra.url}/_sim/people/${id}`, 'POST', patch);
		await change(one?.id, { managerId: other?.id });
		await change(third?.id, { managerId: null });
		await change(fourth?.id, { accountEnabled: false });
		assert.equal((await floor()).writes, 18);
		await expectInStep();
		assert.equal((await floor()).writes, 0);
	});
});

describe('the limits of requests', () => {
	const night = { members: 1_000, employees: 980, written: 30, cost: COST };
	const drawn: Measured = { ...COST, graphRequests: 990, hrReads: 990, hrWrites: 30 };

	test('hold for what the sync needs', () => {
		assert.deepEqual(brokenLimits({ ...night, cost: { ...COST, graphRequests: 11, hrReads: 40 } }, drawn), []);
	});

	test('a request too many to Graph, to the HR system, and too few saved', () => {
		assert.match(brokenLimits({ ...night, cost: { ...COST, graphRequests: 12 } }, drawn)[0] ?? '', /12 Graph requests/);
		assert.match(brokenLimits({ ...night, cost: { ...COST, hrReads: 41 } }, drawn)[0] ?? '', /43 HR requests/);
		const few: Measured = { ...drawn, graphRequests: 100, hrReads: 100, hrWrites: 19 };
		assert.deepEqual(brokenLimits(night, few), ["22 requests are not 10 times fewer than the 219 of n8n's own nodes."]);
	});
});

describe('the figures', () => {
	const rows: Row[] = [
		{
			people: 1_000,
			latencyMs: 20,
			contender: 'package',
			runs: [2, 4, 3].map((seconds) => ({ ...COST, seconds, againSeconds: 1.5 })),
		},
		{ people: 1_000, latencyMs: 20, contender: 'drawn', runs: [{ ...COST, seconds: 30, memoryMb: 400 }] },
		{ people: 1_000, latencyMs: 20, contender: 'floor', runs: [{ ...COST, seconds: 1 }] },
	];

	test('the middle, the least and the most of an odd and an even number of nights', () => {
		assert.deepEqual(spreadOf([5, 1, 3]), { median: 3, least: 1, most: 5 });
		assert.deepEqual(spreadOf([10, 9, 100, 1]), { median: 9.5, least: 1, most: 100 });
	});

	test('how often one holds the other', () => {
		const figures = {
			people: 1_000,
			latencyMs: 20,
			drawnSeconds: 10,
			drawnMemory: 4,
			floorSeconds: 3,
			floorAgainSeconds: 1.5,
		};
		assert.deepEqual(ratiosOf(rows), [figures]);
	});

	test('whoever was left out is in the table, and in no ratio', () => {
		const without = rows.map((row) => (row.contender === 'drawn' ? { ...row, runs: [] } : row));
		assert.deepEqual(ratiosOf(without), [{ people: 1_000, latencyMs: 20, floorSeconds: 3, floorAgainSeconds: 1.5 }]);
		const lines = costsTable(without).split('\n');
		assert.equal(lines[2], '| 1,000 | 20 | this package | 3.0 (2.0–4.0) | 1.5 | 8 | 80 | 12 | 2 | 100 |');
		assert.match(lines[3] ?? '', /n8n's own nodes \| left out \|/);
	});

	test('what people wrote around the figures stays', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'entra-hr-sync-report-'));
		try {
			const file = join(folder, 'performance.md');
			const [begin, end] = [
				'<!-- Between these two lines stands what `npm run bench` has measured. It writes it anew. -->',
				'<!-- End of what `npm run bench` has measured. -->',
			];
			await writeFile(file, `# How fast it is\n\n${begin}\n${end}\n`);
			writeFigures(file, 'npm run bench', 'first figures');
			const first = await readFile(file, 'utf8');
			await writeFile(file, `${first.replace('first figures', 'first\n\nfigures')}\n## By hand\n`);
			writeFigures(file, 'npm run bench', 'second figures');
			assert.equal(await readFile(file, 'utf8'), `${first.replace('first figures', 'second figures')}\n## By hand\n`);
			await writeFile(file, 'something else');
			assert.throws(() => writeFigures(file, 'npm run bench', 'third figures'), /lacks the two lines/);
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	});
});

describe('npm run bench', () => {
	const bench = async (...args: string[]): Promise<{ stdout: string; stderr: string; code?: number }> => {
		try {
			return await promisify(execFile)(process.execPath, [join(root, 'bench/nightly/main.ts'), ...args]);
		} catch (error) {
			return error as { stdout: string; stderr: string; code: number };
		}
	};

	test('is explained by --help', async () => {
		assert.match((await bench('--help')).stdout, /--smoke +1,000 people, one night/);
	});

	test('says what it does not understand', async () => {
		const wrong: [string[], RegExp][] = [
			[['--runs', '0'], /--runs must be at least 1\. All options: npm run bench -- --help/],
			[['--sizes', '1000,many'], /--sizes must be a whole number, not "many"\./],
			[['--sizes', '50'], /--sizes begin at 100 people\./],
		];
		for (const [args, sentence] of wrong) {
			const { code, stderr } = await bench(...args);
			assert.equal(code, 1);
			assert.match(stderr, sentence);
		}
	});
});
