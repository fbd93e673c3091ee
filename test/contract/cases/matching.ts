import { actionsOf } from '../workbench';
import type { Bench, Member } from '../workbench';
import { ANN, BOB, CLEO } from './members';

const ambiguous = {
	title: 'A member who may be two employees: nothing is written, both are named and stay',
	async run(bench: Bench) {
		await bench.sync([ANN, BOB]);
		// Ann's account with Bob's address.
		const both: Member = bench.keepsIds ? { ...ANN, email: BOB.email } : mixed(bench);
		const matchBy = bench.keepsIds ? undefined : [bench.path('userName'), bench.path('workEmail')];
		const before = await bench.server.people();
		const results = await bench.sync([both, CLEO], { matchBy });
		expect(results.map(({ action }) => action)).toEqual(['failed', 'created']);
		expect(results[0]!.reason).toContain(ANN.email);
		expect(results[0]!.reason).toContain(BOB.email);
		expect(results[0]!.candidates).toHaveLength(2);
		const readAt = new Date(Date.now() + 1000).toISOString();
		expect(await bench.deactivateMissing(results, readAt)).toEqual([]);
		const after = await bench.server.people();
		expect(after.filter(({ userName }) => userName !== CLEO.email)).toEqual(before);
	},
};

/** Ann's user name with Bob's address. */
function mixed(bench: Bench): Member {
	return { ...ANN, values: { [bench.path('workEmail')]: BOB.email } };
}

const twoMembers = {
	title: 'Two members for one employee: nothing is written, both are named',
	async run(bench: Bench) {
		await bench.sync([ANN]);
		const before = await bench.server.writes();
		const results = await bench.sync([
			{ ...ANN, jobTitle: 'Head' },
			{ ...BOB, email: ANN.email },
		]);
		for (const { action, reason } of results) {
			expect(action).toBe('failed');
			expect(reason).toContain('Ann Example');
			expect(reason).toContain('Bob Example');
		}
		expect(await bench.server.writes()).toBe(before);
	},
};

const exists = {
	title: 'Who turns out to exist already (409) is found and updated, not created twice',
	async run(bench: Bench) {
		const employees = await bench.open().directory.list();
		const quoted = { ...ANN, email: "o'neill+1@example.com" };
		await bench.sync([{ ...quoted, first: 'Anna' }]);
		const results = await bench.sync([{ ...quoted, jobTitle: 'Clerk' }], { employees });
		expect(actionsOf(results)).toEqual(['created']);
		expect(results[0]!.reason).toContain('exist already');
		expect(await bench.server.people()).toHaveLength(1);
		const ann = await bench.person(quoted.email);
		expect(ann).toMatchObject({ id: results[0]!.hrId, name: { givenName: 'Ann' } });
		expect(bench.spec.jobTitle.seen(ann)).toBe('Clerk');
		await bench.expectNothingToDo([{ ...quoted, jobTitle: 'Clerk' }]);
	},
};

export const MATCHING = { ambiguous, twoMembers, exists };
