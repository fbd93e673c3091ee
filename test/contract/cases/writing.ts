import { actionsOf } from '../workbench';
import type { Bench, Member } from '../workbench';
import { ANN, BOB, member } from './members';

const create = {
	title: 'A new member is created, with everything that is mapped',
	async run(bench: Bench) {
		const members = [{ ...ANN, jobTitle: 'Clerk' }, BOB];
		expect(actionsOf(await bench.sync(members))).toEqual(['created', 'created']);
		expect(await bench.server.people()).toHaveLength(2);
		const ann = await bench.person(ANN.email);
		expect(ann).toMatchObject({ userName: ANN.email, active: true, name: { givenName: 'Ann', familyName: 'Example' } });
		expect(ann.externalId).toBe(bench.keepsIds ? ANN.id : undefined);
		expect(bench.spec.jobTitle.seen(ann)).toBe('Clerk');
		await bench.expectNothingToDo(members);
	},
};

const update = {
	title: 'What changed is written, and nothing else',
	async run(bench: Bench) {
		await bench.sync([{ ...ANN, jobTitle: 'Clerk' }, BOB]);
		const before = await bench.server.people();
		const changed = [{ ...ANN, last: 'Married', jobTitle: 'Head' }, BOB];
		const writes = await bench.server.writes();
		const results = await bench.sync(changed);
		expect(actionsOf(results)).toEqual(['updated', 'unchanged']);
		expect(results[0]!.changes.map(({ from, to }) => [from, to])).toEqual([
			['Example', 'Married'],
			['Clerk', 'Head'],
		]);
		expect(await bench.server.writes()).toBe(writes + 1);
		const ann = await bench.person(ANN.email);
		expect(ann).toMatchObject({ name: { givenName: 'Ann', familyName: 'Married' }, active: true });
		expect(bench.spec.jobTitle.seen(ann)).toBe('Head');
		expect(await bench.person(BOB.email)).toEqual(before.find(({ userName }) => userName === BOB.email));
		await bench.expectNothingToDo(changed);
	},
};

const unchanged = {
	title: 'A second run writes nothing, whatever the case of an e-mail',
	async run(bench: Bench) {
		const members = [{ ...ANN, jobTitle: 'Clerk', managerId: BOB.id }, BOB];
		await bench.sync(members);
		await bench.expectNothingToDo(members);
		await bench.expectNothingToDo(members.map((one) => ({ ...one, email: one.email.toUpperCase() })));
	},
};

const clear = {
	title: 'An attribute that was emptied is cleared',
	async run(bench: Bench) {
		await bench.sync([{ ...ANN, jobTitle: 'Clerk' }]);
		const cleared = [{ ...ANN, jobTitle: null }];
		expect(actionsOf(await bench.sync(cleared))).toEqual(['updated']);
		const ann = await bench.person(ANN.email);
		expect(bench.spec.jobTitle.seen(ann) ?? '').toBe('');
		expect(ann.name).toMatchObject({ givenName: 'Ann', familyName: 'Example' });
		await bench.expectNothingToDo(cleared);
	},
};

const rename = {
	title: 'A new user name and e-mail, for the same person',
	async run(bench: Bench) {
		await bench.sync([ANN]);
		const { id } = await bench.person(ANN.email);
		const renamed: Member = { ...ANN, last: 'Married', email: 'ann.married@example.com' };
		const results = await bench.sync([renamed]);
		if (!bench.keepsIds) {
			expect(actionsOf(results)).toEqual(['created']);
			return;
		}
		expect(actionsOf(results)).toEqual(['updated']);
		expect(await bench.server.people()).toHaveLength(1);
		const ann = await bench.person(renamed.email);
		expect(ann.id).toBe(id);
		expect(ann.userName).toBe(bench.spec.fixedUserName ? ANN.email : renamed.email);
		await bench.expectNothingToDo([renamed]);
	},
};

const custom = {
	title: "An attribute of the company's own is created, changed and cleared",
	async run(bench: Bench) {
		const { custom: attribute } = bench.spec;
		if (!attribute) {
			// Its schema knows nothing but SCIM's own, and drops the rest.
			await bench.sync([{ ...ANN, values: { 'urn:example:2.0:User:Shoe size': '42' } }]);
			expect(JSON.stringify(await bench.server.people())).not.toContain('Shoe size');
			return;
		}
		const { path, seen } = attribute;
		for (const value of ['first one', 'Zweiter Wert: ß']) {
			const members = [{ ...ANN, jobTitle: 'Clerk', values: { [path]: value } }, BOB];
			await bench.sync(members);
			expect(seen(await bench.person(ANN.email))).toBe(value);
			await bench.expectNothingToDo(members);
		}
		const cleared = [{ ...ANN, values: { [path]: null } }];
		expect(actionsOf(await bench.sync(cleared))).toEqual(['updated']);
		const ann = await bench.person(ANN.email);
		expect(seen(ann) ?? '').toBe('');
		expect(bench.spec.jobTitle.seen(ann)).toBe('Clerk');
		await bench.expectNothingToDo(cleared);
	},
};

const NAMES = [
	['Zo\u00eb', 'O\u2019N\u00e9ill-\u0141ukasiewicz'],
	['Jose\u0301', 'Example "Joe" \\ <b>&amp;'],
	['\u5c71\u7530', '\u592a\u90ce \ud83d\ude00'],
	['\u0645\u062d\u0645\u062f', '\u05d3\u05d5\u05d3'],
] as const;

const unicode = {
	title: 'Names of all scripts, quotes, signs and accents',
	async run(bench: Bench) {
		const members = NAMES.map(([first, last], i) =>
			member(i + 1, 'x', { first, last, email: `o'neill+${i}@example.com`, jobTitle: `${last} ${first}` }),
		);
		expect(actionsOf(await bench.sync(members))).toEqual(members.map(() => 'created'));
		for (const { email, first, last } of members) {
			const person = await bench.person(email);
			expect(person.name).toMatchObject({ givenName: first, familyName: last });
			expect(bench.spec.jobTitle.seen(person)).toBe(`${last} ${first}`);
		}
		// The accents of another machine: the same letters, put together otherwise.
		await bench.expectNothingToDo(
			members.map((one) => ({ ...one, first: one.first.normalize('NFD'), last: one.last.normalize('NFD') })),
		);
	},
};

const refused = {
	title: 'Somebody whom the system refuses fails alone, with its own words',
	async run(bench: Bench) {
		const { path, value, words } = bench.spec.refused;
		await bench.sync([ANN]);
		const bad = { values: { [path]: value } };
		const results = await bench.sync([{ ...ANN, ...bad, jobTitle: 'Head' }, { ...BOB, ...bad }, member(3, 'Cleo')]);
		expect(results.map(({ action }) => action)).toEqual(['failed', 'failed', 'created']);
		for (const { reason } of results.slice(0, 2)) expect(reason).toContain(words);
		expect(results[1]).not.toHaveProperty('hrId');
		expect((await bench.server.people()).map(({ userName }) => userName)).toEqual([ANN.email, 'cleo@example.com']);
		expect(bench.spec.jobTitle.seen(await bench.person(ANN.email)) ?? '').toBe('');
	},
};

export const WRITING = { create, update, unchanged, clear, rename, custom, unicode, refused };
