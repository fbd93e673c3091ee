import fc from 'fast-check';

import { parseCause } from '../../../lib/base/cause';
import { readInBatches } from '../../../lib/graph/batch';
import { countAll } from '../../../lib/graph/counts';
import { readManagerChains, readManagers } from '../../../lib/graph/managers/managers';
import { readAssigned, resolveApp } from '../../../lib/graph/people/enterpriseApps';
import { listExtensions } from '../../../lib/graph/people/extensions';
import { resolveGroup } from '../../../lib/graph/people/groups';
import { groupsByPrefix, groupsOfPeople } from '../../../lib/graph/people/manyGroups';
import { readAllUsers } from '../../../lib/graph/people/members';
import { readUsersById } from '../../../lib/graph/people/usersById';
import { graphThat } from '../fakes';
import { mutated } from '../mutate';
import { parser } from '../parser';

const guid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const PEOPLE = [1, 2, 3, 4, 5, 6].map(guid);
const CALL = { task: 'readUsers' as const, permission: 'User.Read.All' };

const user = (id: string): Record<string, unknown> => ({
	'@odata.type': '#microsoft.graph.user',
	id,
	userPrincipalName: `${id.slice(-2)}@example.com`,
	displayName: 'Ann',
	accountEnabled: true,
	assignedLicenses: [{ skuId: guid(99), disabledPlans: [] }],
	businessPhones: ['+49 30 1'],
});

/** A list in two pages. */
const pages = (rows: unknown[]): unknown[] => [
	{
		'@odata.context': 'c',
		'@odata.count': rows.length,
		value: rows.slice(0, 3),
		'@odata.nextLink': 'users?$skiptoken=2',
	},
	{ value: rows.slice(3) },
];

/** Gives the pages by and by; the first again when the list is read anew. */
const inTurn = (given: unknown) => (url: string) => {
	const all = Array.isArray(given) ? given : [given];
	return all[url.includes('skiptoken') ? 1 : 0] as unknown;
};

/** How many people the pages hold, whoever they are. */
function idsIn(given: unknown): Set<unknown> {
	const rows = (Array.isArray(given) ? given : []).flatMap((page: { value?: unknown } | null) => page?.value);
	return new Set(rows.map((row) => (row as { id?: unknown } | undefined)?.id));
}

const responses = (rows: (number: number) => unknown, count = 3): unknown => ({
	responses: Array.from({ length: count }, (_, number) => ({
		id: String(number),
		status: 200,
		headers: { 'Content-Type': 'application/json' },
		body: rows(number),
	})),
});

/** Everybody is managed by the next, and the last by nobody. */
const managed = (number: number): Record<string, unknown> => ({
	id: PEOPLE[number],
	userPrincipalName: `p${number}@example.com`,
	...(number < 5 && {
		manager: { ...user(PEOPLE[number + 1] ?? ''), userPrincipalName: `p${number + 1}@example.com` },
	}),
});

export const graph = [
	parser({
		name: 'Pages of Graph',
		input: mutated(fc.constant(pages(PEOPLE.map(user)))),
		read: async (given) => {
			const { users, read } = await readAllUsers(graphThat(inTurn(given)), { properties: [] });
			expect(read).toBe(users.length);
			expect(new Set(users.map(({ id }) => id)).size).toBe(read);
			expect((given as { '@odata.count': number }[])[0]?.['@odata.count']).toBe(read);
			for (const { id } of users) expect(idsIn(given).has(id)).toBe(true);
		},
	}),
	parser({
		name: 'Answers to $batch',
		input: mutated(fc.constant(responses((number) => user(PEOPLE[number] ?? '')))),
		read: async (given) => {
			const taken: number[] = [];
			const urls = ['/users/1', '/users/2', '/users/3'];
			await readInBatches(
				graphThat(() => structuredClone(given)),
				urls,
				CALL,
				(_, index) => void taken.push(index),
			);
			expect(taken.sort()).toEqual([0, 1, 2]);
		},
	}),
	parser({
		name: 'Managers',
		input: fc.tuple(
			mutated(fc.constant(responses(() => ({ value: PEOPLE.map((_, number) => managed(number)) })))),
			fc.boolean(),
		),
		read: async ([given, chain]) => {
			const answering = graphThat(() => structuredClone(given));
			const asked = [...PEOPLE, 'p1@example.com', '../x', '\ud800'];
			const found = chain ? await readManagerChains(answering, asked, 100) : await readManagers(answering, asked);
			expect([...found.keys()]).toEqual(asked);
			for (const one of found.values()) {
				if (!one.known) expect(parseCause(one.because)).toEqual(one.because);
				else if (one.manager) expect(typeof one.manager.id).toBe('string');
				if (one.known && 'managers' in one) expect((one.managers as unknown[]).length).toBeLessThanOrEqual(100);
			}
		},
	}),
	parser({
		name: 'Counts',
		input: mutated(fc.constant(responses(() => ({ '@odata.count': 5, value: [] }), 2))),
		read: async (given) => {
			const counts = await countAll(
				graphThat(() => given),
				[{ path: 'users' }, { path: 'groups' }],
			);
			expect(counts).toHaveLength(2);
			for (const count of counts) expect(['number', 'undefined']).toContain(typeof count);
		},
	}),
	parser({
		name: 'Groups and enterprise applications',
		input: fc.tuple(
			mutated(
				fc.constant(
					pages(
						[1, 2, 3, 4].map((number) => ({
							id: guid(number),
							displayName: `Group ${number}`,
							securityEnabled: true,
							groupTypes: ['Unified'],
							visibility: null,
							principalId: guid(number),
							principalType: 'User',
							principalDisplayName: 'Ann',
							appRoleId: guid(0),
							appId: guid(7),
							name: 'extension_x',
							dataType: 'String',
							targetObjects: ['User'],
						})),
					),
				),
			),
			fc.nat(4),
			fc.constantFrom('Group 1', "O'Neil \ud800", guid(1)),
		),
		read: async ([given, which, name]) => {
			const answering = graphThat(inTurn(given));
			if (which === 0) {
				const all = await groupsByPrefix(answering, name);
				expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
			} else if (which === 1) await groupsOfPeople(answering);
			else if (which === 2) await resolveGroup(answering, name);
			else if (which === 3) {
				const app = await resolveApp(answering, name);
				await readAssigned(answering, app, true);
			} else await listExtensions(answering);
		},
	}),
	parser({
		name: 'People by their ids',
		input: mutated(fc.constant(responses(() => ({ value: PEOPLE.map(user) }), 1))),
		read: async (given) => {
			const ids = PEOPLE;
			const users = await readUsersById(
				graphThat(() => given),
				{ ids, properties: [], from: { list: 'app', of: 'Sync' } },
			);
			for (const { id } of users) expect(ids).toContain(id);
		},
	}),
];
