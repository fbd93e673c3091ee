import { actionsOf } from '../workbench';
import type { Bench } from '../workbench';
import { ANN, BOB, CLEO } from './members';

const managerSet = {
	title: 'A manager is set, and a second run leaves it',
	async run(bench: Bench) {
		await bench.sync([ANN, BOB]);
		const members = [{ ...ANN, managerId: BOB.id }, BOB];
		expect(actionsOf(await bench.sync(members))).toEqual(['updated', 'unchanged']);
		expect(await bench.managerOf(ANN.email)).toBe(BOB.email);
		await bench.expectNothingToDo(members);
	},
};

const managerChanged = {
	title: 'A manager is changed, together with another attribute in one request',
	async run(bench: Bench) {
		await bench.sync([{ ...ANN, managerId: BOB.id }, BOB, CLEO]);
		const members = [{ ...ANN, managerId: CLEO.id, jobTitle: 'Head' }, BOB, CLEO];
		const before = await bench.server.writes();
		expect(actionsOf(await bench.sync(members))).toEqual(['updated', 'unchanged', 'unchanged']);
		expect(await bench.server.writes()).toBe(before + 1);
		expect(await bench.managerOf(ANN.email)).toBe(CLEO.email);
		expect(bench.spec.jobTitle.seen(await bench.person(ANN.email))).toBe('Head');
		await bench.expectNothingToDo(members);
	},
};

const managerCleared = {
	title: 'Who has no manager any more loses it; who was not read keeps it',
	async run(bench: Bench) {
		await bench.sync([{ ...ANN, managerId: BOB.id }, BOB]);
		await bench.expectNothingToDo([ANN, BOB]);
		expect(await bench.managerOf(ANN.email)).toBe(BOB.email);
		const members = [{ ...ANN, managerId: null }, BOB];
		expect(actionsOf(await bench.sync(members))).toEqual(['updated', 'unchanged']);
		expect(await bench.managerOf(ANN.email)).toBeUndefined();
		await bench.expectNothingToDo(members);
	},
};

const managerForward = {
	title: 'A manager who is created in the same run, further down',
	async run(bench: Bench) {
		const members = [{ ...ANN, managerId: BOB.id }, { ...BOB, managerId: CLEO.id }, CLEO];
		expect(actionsOf(await bench.sync(members))).toEqual(['created', 'created', 'created']);
		expect(await bench.managerOf(ANN.email)).toBe(BOB.email);
		expect(await bench.managerOf(BOB.email)).toBe(CLEO.email);
		await bench.expectNothingToDo(members);
	},
};

const managerCycle = {
	title: 'Two new people who manage each other',
	async run(bench: Bench) {
		const members = [
			{ ...ANN, managerId: BOB.id },
			{ ...BOB, managerId: ANN.id },
		];
		expect(actionsOf(await bench.sync(members))).toEqual(['created', 'created']);
		expect(await bench.managerOf(ANN.email)).toBe(BOB.email);
		expect(await bench.managerOf(BOB.email)).toBe(ANN.email);
		await bench.expectNothingToDo(members);
	},
};

const managerRenamed = {
	title: 'A manager gets a new e-mail in the run in which others get this manager',
	async run(bench: Bench) {
		// Somebody whose user name changes is somebody else where people are known by it alone: then only the address changes.
		const email = 'bob.new@example.com';
		const bob = bench.keepsIds ? { ...BOB, email } : { ...BOB, values: { [bench.path('workEmail')]: email } };
		await bench.sync([ANN, BOB]);
		const members = [{ ...ANN, managerId: BOB.id }, bob, { ...CLEO, managerId: BOB.id }];
		expect(actionsOf(await bench.sync(members))).toEqual(['updated', 'updated', 'created']);
		expect(await bench.managerOf(ANN.email)).toBe(email);
		expect(await bench.managerOf(CLEO.email)).toBe(email);
		await bench.expectNothingToDo(members);
		const back = [BOB, { ...ANN, managerId: BOB.id }, { ...CLEO, managerId: null }];
		expect(actionsOf(await bench.sync(back))).toEqual(['updated', 'unchanged', 'updated']);
		expect(await bench.managerOf(ANN.email)).toBe(BOB.email);
	},
};

export const MANAGERS = { managerSet, managerChanged, managerCleared, managerForward, managerCycle, managerRenamed };
