import { parseTeams } from '../../../../lib/hr/rest/profile/parseTeams';
import { createRestTeams } from '../../../../lib/hr/rest/restTeams';
import { DEFAULT_SCIM_PROFILE } from '../../../../lib/hr/scim/profile';
import { createScimTeams } from '../../../../lib/hr/scim/scimTeams';
import type { HttpClient, HttpRequest } from '../../../../lib/http/client';

/** A client that answers what it is told to, and what it was asked for. */
function recorder(answer: (request: HttpRequest) => unknown): { http: HttpClient; asked: HttpRequest[] } {
	const asked: HttpRequest[] = [];
	const request: HttpClient['request'] = (sent) => {
		asked.push(sent);
		return Promise.resolve({ url: sent.url, status: 200, headers: {}, body: answer(sent) });
	};
	return { http: { account: 'test', request }, asked };
}

const team = { id: 't 1', name: 'Sales', members: ['a', 'b'] };
const list = { method: 'GET', path: 'teams', items: '', paging: { style: 'none' } };
const rest = {
	id: 'id',
	name: 'name',
	list,
	members: { field: 'people' },
	create: { method: 'POST', path: 'teams', item: '' },
	change: {
		add: { method: 'POST', path: 'teams/{id}/members', field: 'user_ids' },
		remove: { method: 'DELETE', path: 'teams/{id}/members', field: 'user_ids' },
	},
};

function restTeams(
	changes: object,
	answer: (request: HttpRequest) => unknown = () => ({}),
): ReturnType<typeof recorder> & { teams: ReturnType<typeof createRestTeams> } {
	const recorded = recorder(answer);
	return { ...recorded, teams: createRestTeams({ http: recorded.http, teams: parseTeams({ ...rest, ...changes }) }) };
}

describe('where an API wants all that shall be members', () => {
	const set = { method: 'PUT', path: 'teams/{id}', envelope: 'team', field: 'user_ids' };
	const planned = { ...team, members: ['1', '2'] };
	const puts = (asked: HttpRequest[]): unknown[] =>
		asked.filter(({ method }) => method === 'PUT').map(({ url, body }) => [url, body]);

	it('those go along who came in since the plan was made, and nobody comes back', async () => {
		// 2 has gone meanwhile, and 8 has come.
		const { teams, asked } = restTeams({ change: { set }, ids: 'number' }, ({ method }) =>
			method === 'GET' ? [{ id: 't 1', name: 'Sales', people: [1, 8] }] : {},
		);
		expect(teams.membersAtOnce).toBe(Infinity);
		await teams.addMembers(planned, ['3', '007']);
		await teams.removeMembers(planned, ['1']);
		expect(puts(asked)).toEqual([
			['teams/t%201', { team: { user_ids: [1, 8, 3, '007'] } }],
			['teams/t%201', { team: { user_ids: [8, 3, '007'] } }],
		]);
		// One list for both.
		expect(asked).toHaveLength(3);
	});

	it('they are read where they have a list of their own', async () => {
		const members = { list: { ...list, path: 'teams/{id}/people' } };
		const { teams, asked } = restTeams({ change: { set }, members, member: 'user' }, ({ method }) =>
			method === 'GET' ? [{ user: 1 }, { user: 8 }] : {},
		);
		await teams.addMembers(planned, ['3']);
		expect(puts(asked)).toEqual([['teams/t%201', { team: { user_ids: ['1', '8', '3'] } }]]);
	});

	it('nothing is sent for a team that is gone', async () => {
		const { teams, asked } = restTeams({ change: { set } }, () => []);
		await expect(teams.addMembers(planned, ['3'])).rejects.toThrow('no longer has the team with the HR id t 1');
		expect(puts(asked)).toEqual([]);
	});
});

it('sends of a nested name all that stands beside it now', async () => {
	const update = { method: 'PATCH', path: 'teams/{id}' };
	const { teams, asked } = restTeams({ name: 'attributes.name', update }, ({ method }) =>
		method === 'GET' ? [{ id: 't 1', attributes: { name: 'Sales', color: 'red' }, people: [] }] : {},
	);
	await teams.update(team, { name: 'Service' });
	expect(asked.at(-1)?.body).toEqual({ attributes: { name: 'Service', color: 'red' } });
});

it('sends one request a member where the path names the member', async () => {
	const one = { path: 'teams/{id}/people/{member}' };
	const change = { add: { method: 'PUT', ...one }, remove: { method: 'DELETE', ...one } };
	const { teams, asked } = restTeams({ change });
	await teams.addMembers(team, ['c', 'd/e']);
	await teams.removeMembers(team, ['a']);
	expect(asked.map(({ method, url, body }) => [method, url, body])).toEqual([
		['PUT', 'teams/t%201/people/c', undefined],
		['PUT', 'teams/t%201/people/d%2Fe', undefined],
		['DELETE', 'teams/t%201/people/a', undefined],
	]);
});

it('does not take a team without the field of its members for an empty one', async () => {
	const recorded = recorder(() => [{ id: 1, name: 'Sales' }]);
	const teams = createRestTeams({ http: recorded.http, teams: parseTeams(rest) });
	const [listed] = await teams.list();
	expect(listed).toEqual({ id: '1', name: 'Sales' });
	await expect(teams.members(listed ?? team)).rejects.toThrow(/nothing under "people"/);
});

it.each([
	[{ id: '' }, /"teams.id" is missing/],
	[{ list: undefined }, /"teams.list" is missing/],
	[{ list: { ...list, path: '' } }, /"teams.list.path" is missing/],
	[
		{ change: { ...rest.change, add: { method: 'POST', path: 'members', field: '' } } },
		/"teams.change.add.path" has no/,
	],
	[{ members: { list: { ...list, path: 'teams/{id}/members' } } }, /"teams.member" is missing/],
	[{ ids: 'words' }, /"teams.ids" is "words"/],
	[{ chunk: 0 }, /"teams.chunk" is 0/],
])('refuses a description with %j', (changes, message) => {
	expect(() => parseTeams({ ...rest, ...changes })).toThrow(message);
});

it('removes each member by a filter of its own over SCIM, so that no server can take it for all', async () => {
	const { http, asked } = recorder(() => undefined);
	const teams = createScimTeams({ http, pageSize: 100 });
	await teams.removeMembers(team, ['a', 'b"c']);
	await teams.addMembers(team, ['x', 'y']);
	expect(asked.map(({ body }) => (body as { Operations: unknown }).Operations)).toEqual([
		[
			{ op: 'remove', path: 'members[value eq "a"]' },
			{ op: 'remove', path: 'members[value eq "b\\"c"]' },
		],
		[{ op: 'add', path: 'members', value: [{ value: 'x' }, { value: 'y' }] }],
	]);
	expect(asked.every(({ url, contentType }) => url === 'Groups/t%201' && contentType === 'application/scim+json')).toBe(
		true,
	);
});

it('asks for the members of a SCIM group that the list left out, and leaves nested groups out', async () => {
	const members = [{ value: 'a' }, { value: 'g', type: 'Group' }, { value: 'b', type: 'User' }, { value: 'a' }];
	const { http, asked } = recorder(({ url }) =>
		url.startsWith('Groups?')
			? { totalResults: 1, Resources: [{ id: 'g1', displayName: 'Sales' }] }
			: { id: 'g1', displayName: 'Sales', members },
	);
	const teams = createScimTeams({ http, pageSize: 100 });
	const [listed] = await teams.list();
	expect(await teams.members(listed ?? team)).toEqual(['a', 'b']);
	expect(asked.map(({ url }) => url)).toEqual(['Groups?startIndex=1&count=100', 'Groups/g1']);
});

it('puts the whole group, as it is at that moment, where a SCIM server takes no operations', async () => {
	const group = {
		id: 'g1',
		displayName: 'Sales',
		members: [{ value: 'a', display: 'A' }, { value: 'sub', type: 'Group' }, { value: 'new' }],
		meta: { version: 'W/"1"' },
	};
	const { http, asked } = recorder(() => group);
	const teams = createScimTeams({ http, pageSize: 100, profile: { ...DEFAULT_SCIM_PROFILE, update: 'put' } });
	const known = { id: 'g1', name: 'Sales', members: ['a'] };
	await teams.addMembers(known, ['b', 'new']);
	await teams.removeMembers(known, ['a']);
	await teams.update(known, { name: 'Service' });
	const bodies = asked.filter(({ method }) => method === 'PUT').map(({ body }) => body);
	const [a, sub, fresh] = group.members;
	expect(bodies).toEqual([
		{ id: 'g1', displayName: 'Sales', members: [a, sub, fresh, { value: 'b' }] },
		{ id: 'g1', displayName: 'Sales', members: [sub, fresh] },
		{ id: 'g1', displayName: 'Service', members: group.members },
	]);
});
