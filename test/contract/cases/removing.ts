import { NotSentError } from '../../../lib/hr/directory';
import type { Directory } from '../../../lib/hr/directory';
import { EXTERNAL_ID } from '../../../lib/sync/model';
import type { Employee } from '../../../lib/sync/model';
import type { HrPerson } from '../../support/world';
import { actionsOf } from '../workbench';
import type { Bench, Member } from '../workbench';
import { ANN, BOB, CLEO } from './members';

const remove = {
	title: 'Somebody is deleted for good, and nobody else',
	async run(bench: Bench) {
		await bench.sync([ANN, { ...BOB, managerId: ANN.id }, CLEO]);
		const bob = withoutManager(await bench.person(BOB.email));
		const { directory, employeeOf } = await listed(bench);
		if (bench.spec.cannotRemove) {
			expect(directory.remove).toBeUndefined();
			return;
		}
		const before = await bench.server.writes();
		await directory.remove!(employeeOf(ANN));
		expect(await bench.server.writes()).toBe(before + 1);
		expect((await namesOf(bench)).sort()).toEqual([BOB.email, CLEO.email]);
		expect(withoutManager(await bench.person(BOB.email))).toMatchObject(bob);
		const again = await bench.sync([ANN, { ...BOB, managerId: null }, CLEO]);
		expect(actionsOf(again)[0]).toBe('created');
		await bench.expectNothingToDo([ANN, { ...BOB, managerId: null }, CLEO]);
	},
};

const removeGone = {
	title: 'Who is gone already counts as deleted, also when the answer to the deletion was lost',
	async run(bench: Bench) {
		await bench.sync([ANN, BOB, CLEO]);
		const [one, other] = [await listed(bench), await listed(bench)];
		if (bench.spec.cannotRemove) {
			expect(one.directory.remove).toBeUndefined();
			return;
		}
		await one.directory.remove!(one.employeeOf(ANN));
		await one.directory.remove!(one.employeeOf(ANN));
		await other.directory.remove!(other.employeeOf(ANN));
		expect((await namesOf(bench)).sort()).toEqual([BOB.email, CLEO.email]);
		await bench.server.fault({ method: 'DELETE', fault: { kind: 'timeoutAfterWrite' } });
		await other.directory.remove!(other.employeeOf(BOB));
		expect(await namesOf(bench)).toEqual([CLEO.email]);
		// Several at the same time, of whom some may go in one request.
		await Promise.all([CLEO, ANN, BOB].map(async (member) => await other.directory.remove!(other.employeeOf(member))));
		expect(await namesOf(bench)).toEqual([]);
	},
};

const unlink = {
	title: 'The link to Entra is taken away, and the person stays active and as they are',
	async run(bench: Bench) {
		const members = [{ ...ANN, jobTitle: 'Clerk', managerId: BOB.id }, BOB];
		await bench.sync(members);
		const before = await bench.person(ANN.email);
		const { directory, employeeOf } = await listed(bench);
		const ann = employeeOf(ANN);
		const writes = await bench.server.writes();
		const unassign = directory.update(ann, [{ attribute: EXTERNAL_ID, from: ANN.id, to: null }]);
		if (!bench.keepsIds) {
			await expect(unassign).rejects.toThrow(NotSentError);
			expect(await bench.server.writes()).toBe(writes);
			return;
		}
		await unassign;
		expect(await bench.server.writes()).toBe(writes + 1);
		const after = await bench.person(ANN.email);
		expect(after.externalId ?? '').toBe('');
		expect(unlinked(after)).toEqual(unlinked(before));
		expect(after.active).toBe(true);
		expect((await bench.person(BOB.email)).externalId).toBe(BOB.id);
		await expectNotOurs(bench, ann.hrId);
		expect(actionsOf(await bench.sync(members))).toEqual(['updated', 'unchanged']);
		expect((await bench.person(ANN.email)).externalId).toBe(ANN.id);
		await bench.expectNothingToDo(members);
	},
};

/** The sync no longer answers for somebody without a link: who is missing from the group is left alone. */
async function expectNotOurs(bench: Bench, hrId: string): Promise<void> {
	const { directory } = bench.open();
	const employee = (await directory.list()).find((one) => one.hrId === hrId)!;
	expect(employee.active).toBe(true);
	expect(directory.read(employee, EXTERNAL_ID) ?? '').toBe('');
	const rows = await bench.sync([BOB]);
	expect(await bench.deactivateMissing(rows, new Date(Date.now() + 1000).toISOString())).toEqual([]);
}

/** A directory as a run opens it, and whom it lists. */
async function listed(bench: Bench): Promise<{ directory: Directory; employeeOf: (member: Member) => Employee }> {
	const { directory } = bench.open();
	const employees = await directory.list();
	return {
		directory,
		employeeOf: ({ email }) => employees.find((one) => directory.describe(one).startsWith(`${email} `))!,
	};
}

async function namesOf(bench: Bench): Promise<string[]> {
	return (await bench.server.people()).map(({ userName }) => userName);
}

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

function withoutManager({ meta: _meta, raw: _raw, [ENTERPRISE]: _enterprise, ...person }: HrPerson): object {
	return person;
}

/** A person without the link and what changes with every write. */
function unlinked({ externalId: _id, meta: _meta, raw: _raw, ...person }: HrPerson): object {
	return person;
}

export const REMOVING = { remove, removeGone, unlink };
