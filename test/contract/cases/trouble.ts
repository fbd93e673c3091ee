import { SyncError } from '../../../lib/base/errors';
import type { ResultRow } from '../../../lib/sync/model';
import { actionsOf } from '../workbench';
import type { Bench, Member } from '../workbench';
import { ANN, BOB, CLEO, member } from './members';

const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'];

const throttled = {
	title: 'Asked to slow down (429), it waits as long as it is told and goes on',
	async run(bench: Bench) {
		const fault = { kind: 'throttle', retryAfter: '0.2' };
		await bench.server.fault({ method: 'GET', fault }, { method: 'POST', times: 2, fault });
		const started = performance.now();
		expect(actionsOf(await bench.sync([ANN, BOB, CLEO]))).toEqual(['created', 'created', 'created']);
		const waited = bench.waits.reduce((sum, ms) => sum + ms, 0);
		expect(performance.now() - started + waited).toBeGreaterThanOrEqual(400);
		await expectOnce(bench, [ANN, BOB, CLEO]);
	},
};

const failing = {
	title: 'The system fails for a moment (500, 502, 503), also after it wrote: nobody is created twice',
	async run(bench: Bench) {
		await bench.server.fault(
			{ method: 'GET', fault: { kind: 'status', status: 503 } },
			{ method: 'POST', fault: { kind: 'status', status: 500 } },
			{ method: 'POST', fault: { kind: 'statusAfterWrite', status: 502 } },
		);
		expect(actionsOf(await bench.sync([ANN, BOB, CLEO]))).toEqual(['created', 'created', 'created']);
		await expectOnce(bench, [ANN, BOB, CLEO]);
		const changed = [{ ...ANN, jobTitle: 'Head' }, BOB, CLEO];
		await bench.server.fault(...WRITES.map((method) => ({ method, fault: { kind: 'statusAfterWrite', status: 504 } })));
		expect(actionsOf(await bench.sync(changed))).toEqual(['updated', 'unchanged', 'unchanged']);
		await expectOnce(bench, changed);
	},
};

const lost = {
	title: 'The answer to a creation is lost: the person is found, and not created twice',
	async run(bench: Bench) {
		await bench.server.fault({ method: 'POST', fault: { kind: 'timeoutAfterWrite' } });
		expect(actionsOf(await bench.sync([ANN]))).toEqual(['created']);
		// Looked for before another try, which a system that keeps no names apart would take.
		expect(await bench.server.writes()).toBe(1);
		await expectOnce(bench, [ANN]);
		await bench.server.fault({ method: 'POST', times: 2, fault: { kind: 'timeoutAfterWrite' } });
		const members = [ANN, { ...BOB, managerId: ANN.id }, { ...CLEO, managerId: BOB.id }];
		expect(actionsOf(await bench.sync(members))).toEqual(['unchanged', 'created', 'created']);
		expect(await bench.managerOf(CLEO.email)).toBe(BOB.email);
		await expectOnce(bench, members);
	},
};

const shortList = {
	title: 'A list of employees that ends early stops the run, and nothing is written',
	async run(bench: Bench) {
		const members = [1, 2, 3, 4, 5, 6].map((number) => member(number, `P${number}`));
		const rows = await bench.sync(members);
		const before = await bench.server.writes();
		for (const kind of ['shortList', 'emptyPage']) {
			await bench.server.fault({ method: 'GET', times: 'always', fault: { kind } });
			await expect(bench.sync([...members, member(7, 'New')])).rejects.toThrow('not complete');
			await expect(bench.deactivateMissing(rows, new Date().toISOString())).rejects.toThrow('not complete');
			await bench.server.fault();
		}
		expect(await bench.server.writes()).toBe(before);
	},
};

const unauthorised = {
	title: 'A token that is refused (401) stops the run; who was not tried is said',
	async run(bench: Bench) {
		await bench.sync([ANN]);
		const fault = { kind: 'status', status: 401 };
		// Not where a token is asked for.
		const { pathname: path } = new URL(bench.server.ready.baseUrl!);
		await bench.server.fault(...WRITES.map((method) => ({ method, path, times: 'always', fault })));
		const many = [BOB, CLEO, ...[4, 5, 6, 7, 8, 9].map((number) => member(number, `P${number}`))];
		const error = await bench.sync([ANN, ...many]).catch((caught: unknown) => caught);
		expect(error).toBeInstanceOf(SyncError);
		expect((error as SyncError).message).toContain('401');
		const results = (error as SyncError).details.results as ResultRow[];
		expect(results.map(({ action }) => action)).toEqual(['unchanged', ...many.map(() => 'failed')]);
		expect(results.at(-1)!.reason).toMatch(/Not tried|401/);
		expect(await bench.server.people()).toHaveLength(1);
		await bench.server.fault({ method: 'GET', times: 'always', fault });
		await expect(bench.sync([ANN])).rejects.toThrow('401');
	},
};

async function expectOnce(bench: Bench, members: Member[]): Promise<void> {
	const people = await bench.server.people();
	expect(people.map(({ userName }) => userName).sort()).toEqual(members.map(({ email }) => email).sort());
	await bench.expectNothingToDo(members);
}

export const TROUBLE = { throttled, failing, lost, shortList, unauthorised };
