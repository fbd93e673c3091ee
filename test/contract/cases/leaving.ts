import { actionsOf } from '../workbench';
import type { Bench, Member } from '../workbench';
import { ANN, BOB } from './members';

const NOT_ALLOWED = { kind: 'deactivationDestroys' as const, system: 'Acme', what: 'Acme deletes leavers' };

const disable = {
	title: 'Who is disabled in Entra is deactivated',
	async run(bench: Bench) {
		await bench.sync([ANN, BOB]);
		const members = [{ ...ANN, active: false }, BOB];
		const before = await bench.server.people();
		const [kept] = await bench.sync(members, { noDeactivation: NOT_ALLOWED });
		expect(kept).toMatchObject({
			action: 'skipped',
			cause: { kind: 'disabledKept', because: NOT_ALLOWED },
			changes: [],
		});
		expect(await bench.server.people()).toEqual(before);
		expect(actionsOf(await bench.sync(members))).toEqual(['deactivated', 'unchanged']);
		await expectGone(bench, ANN);
		if (!bench.spec.deletesLeavers) await bench.expectNothingToDo(members);
		else expect(actionsOf(await bench.sync(members))).toEqual(['skipped', 'unchanged']);
	},
};

const leave = {
	title: 'Who left the group is deactivated, and nobody else',
	async run(bench: Bench) {
		await bench.sync([ANN, BOB]);
		const readAt = new Date(Date.now() + 1000).toISOString();
		const rows = await bench.sync([BOB]);
		const [kept] = await bench.deactivateMissing(rows, readAt, NOT_ALLOWED);
		expect(kept).toMatchObject({
			action: 'skipped',
			cause: { kind: 'missingImpossible', because: NOT_ALLOWED },
			missing: true,
		});
		expect((await bench.person(ANN.email)).active).toBe(true);
		const [gone, ...others] = await bench.deactivateMissing(rows, readAt);
		expect(gone).toMatchObject({ action: 'deactivated', entra: { userPrincipalName: ANN.email }, missing: true });
		expect(others).toEqual([]);
		await expectGone(bench, ANN);
		const before = await bench.server.writes();
		expect(await bench.deactivateMissing(rows, readAt)).toEqual([]);
		expect(await bench.server.writes()).toBe(before);
	},
};

const enable = {
	title: 'Who is enabled again is reactivated',
	async run(bench: Bench) {
		await bench.sync([ANN, BOB]);
		const { id } = await bench.person(ANN.email);
		await bench.sync([{ ...ANN, active: false }, BOB]);
		const results = await bench.sync([ANN, BOB]);
		await expectBack(bench, actionsOf(results), id);
		await bench.expectNothingToDo([ANN, BOB]);
	},
};

const rehire = {
	title: 'Who comes back with a new account is reactivated and linked to it',
	async run(bench: Bench) {
		await bench.sync([ANN, BOB]);
		const { id } = await bench.person(ANN.email);
		await bench.sync([{ ...ANN, active: false }, BOB]);
		const again: Member = { ...ANN, id: '00000000-0000-4000-8000-0000000000aa' };
		const results = await bench.sync([again, BOB]);
		await expectBack(bench, actionsOf(results), id);
		if (bench.keepsIds) expect((await bench.person(ANN.email)).externalId).toBe(again.id);
		await bench.expectNothingToDo([again, BOB]);
	},
};

async function expectGone(bench: Bench, { email }: Member): Promise<void> {
	if (!bench.spec.deletesLeavers) {
		expect((await bench.person(email)).active).toBe(false);
		expect((await bench.person(BOB.email)).active).toBe(true);
		return;
	}
	expect((await bench.server.people()).map(({ userName }) => userName)).toEqual([BOB.email]);
}

/** @param id of the employee that there was before */
async function expectBack(bench: Bench, actions: string[], id: string): Promise<void> {
	const { deletesLeavers } = bench.spec;
	expect(actions).toEqual([deletesLeavers ? 'created' : 'reactivated', 'unchanged']);
	const ann = await bench.person(ANN.email);
	expect(ann.active).toBe(true);
	expect(ann.id === id).toBe(!deletesLeavers);
	expect(await bench.server.people()).toHaveLength(2);
}

export const LEAVING = { disable, leave, enable, rehire };
