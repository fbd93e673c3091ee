import fc from 'fast-check';

import type { RestProfile } from '../../../../lib/hr/rest/profile/profile';
import { directoryOf, profileOf, startRestServer, STYLES } from './restServer';
import type { Answer, Asked, Person, RestServer } from './restServer';

let server: RestServer;
beforeAll(async () => (server = await startRestServer()));
afterAll(async () => await server.stop());
beforeEach(() => server.reset());

function fill(count: number): void {
	for (let id = 1; id <= count; id++) server.people.set(id, { id, email: `p${id}@example.com` });
}

function withoutTotal(profile: RestProfile): RestProfile {
	const { total, ...list } = profile.list;
	return { ...profile, list };
}

const ids = async (profile: RestProfile): Promise<number[]> =>
	(await directoryOf(server, profile).list()).map(({ hrId }) => Number(hrId));

const allIds = (): number[] => [...server.people.keys()];

interface Listed {
	data: { users: Person[] };
	meta: Record<string, unknown>;
}
const listed = (answer: Answer): Listed => answer.body as Listed;
const withUsers = (answer: Answer, change: (users: Person[]) => unknown): Answer => {
	const body = listed(answer);
	return { ...answer, body: { ...body, data: { users: change(body.data.users) } } };
};

describe.each(STYLES)('the list with paging %s', (style) => {
	it.each([0, 1, 5, 6, 10, 23])('is whole with %i people', async (count) => {
		server.style = style;
		fill(count);
		expect(await ids(profileOf(style))).toEqual(allIds());
		if (style !== 'none') expect(await ids(withoutTotal(profileOf(style)))).toEqual(allIds());
	});

	it('is whole when the server gives smaller pages than asked for', async () => {
		server.style = style;
		server.cap = 3;
		fill(11);
		expect(await ids(profileOf(style))).toEqual(allIds());
	});

	it('is refused when people are missing', async () => {
		server.style = style;
		fill(12);
		server.spoil = (answer) => withUsers(answer, (users) => users.filter(({ id }) => id !== 7));
		// With offsets the server's next page begins with whom it gave before.
		await expect(ids(profileOf(style))).rejects.toThrow(/it says 12 people and gave 11|came twice/);
	});

	it('is read again when somebody came twice, and refused when it stays so', async () => {
		server.style = style;
		fill(12);
		let spoiled = 0;
		const twice = (answer: Answer) => withUsers(answer, (users) => [...users, users[0]]);
		server.spoil = (answer) => (spoiled++ === 0 ? twice(answer) : answer);
		expect(await ids(profileOf(style))).toEqual(allIds());
		server.spoil = twice;
		await expect(ids(profileOf(style))).rejects.toThrow('the person with the id 1 came twice');
	});

	it.each<[string, (answer: Answer) => Answer]>([
		['is refused when it is a web page', (answer) => ({ ...answer, body: '<html></html>' })],
		['is refused when there is no list in it', (answer) => ({ ...answer, body: { users: [] } })],
		['is refused when it holds no objects', (answer) => withUsers(answer, () => ['ann'])],
		['is refused when it holds nested lists', (answer) => withUsers(answer, (users) => [users])],
		['is refused when people have no id', (answer) => withUsers(answer, () => [{ email: 'a@example.com' }])],
		['is refused when the ids are objects', (answer) => withUsers(answer, () => [{ id: { value: 1 } }])],
		['is refused when the answer is empty', (answer) => ({ ...answer, body: '' })],
		['is refused when the total is none', (answer) => ({ ...answer, body: { ...listed(answer), meta: {} } })],
	])('%s', async (_, spoil) => {
		server.style = style;
		fill(3);
		server.spoil = spoil;
		await expect(ids(profileOf(style))).rejects.toMatchObject({
			message: expect.stringContaining('The HR system'),
			description: expect.stringMatching(/./),
		});
	});
});

describe('the end of the list', () => {
	it('is not believed to be after one page when the total is that of the page', async () => {
		fill(12);
		server.spoil = (answer) => {
			const body = listed(answer);
			return { ...answer, body: { ...body, meta: { total: body.data.users.length } } };
		};
		await expect(ids(profileOf('page'))).rejects.toThrow('has a further page with others');
	});

	it.each<[string, (answer: Answer, asked: Asked) => Answer]>([
		['nothing', (answer) => answer],
		['404', (answer, { query }) => (query.get('page') === '2' ? { ...answer, status: 404 } : answer)],
		['its last page again', (answer) => withUsers(answer, () => [...server.people.values()])],
	])('is believed when the server gives %s after it', async (_, spoil) => {
		fill(4);
		server.spoil = spoil;
		expect(await ids(profileOf('page'))).toEqual(allIds());
	});

	it('may be said by the number of pages', async () => {
		fill(10);
		const profile = withoutTotal(profileOf('page'));
		profile.list.paging = { style: 'page', first: 1, size: 5, totalPages: 'meta.pages' };
		expect(await ids(profile)).toEqual(allIds());
		expect(server.asked).toHaveLength(2);
		server.spoil = (answer, { query }) => (query.get('page') === '2' ? withUsers(answer, () => []) : answer);
		await expect(ids(profile)).rejects.toThrow('page 2 of 2 was empty');
	});

	it('may be said by a flag', async () => {
		fill(10);
		server.style = 'offset';
		const profile = withoutTotal(profileOf('offset'));
		profile.list.hasMore = 'meta.more';
		expect(await ids(profile)).toEqual(allIds());
		expect(server.asked).toHaveLength(2);
	});

	it('is missed where the header Link names a next page that the profile does not follow', async () => {
		fill(10);
		Object.assign(server, { style: 'linkHeader', cap: 5 });
		await expect(ids(withoutTotal(profileOf('none')))).rejects.toThrow('further pages');
	});
});

describe('addresses of next pages', () => {
	it.each(['nextLink', 'linkHeader'] as const)('may be relative to the server (%s)', async (style) => {
		server.style = style;
		server.absoluteLinks = false;
		fill(12);
		expect(await ids(profileOf(style))).toEqual(allIds());
	});

	it.each(['nextLink', 'linkHeader', 'cursor'] as const)('that lead back are no way on (%s)', async (style) => {
		server.style = style;
		fill(12);
		const link = `${server.url}/api/users?size=5&cursor=5`;
		server.spoil = (answer, { query }) => ({
			...answer,
			body: {
				...listed(answer),
				data: { users: query.has('cursor') ? [] : listed(answer).data.users },
				meta: { total: 12, next: 5 },
				links: { next: link },
			},
			headers: { Link: `<https://x.example/?a=1,2>; rel=prev, <${link}>; title="a, b"; rel="last next"` },
		});
		await expect(ids(profileOf(style))).rejects.toThrow('led back to one that was read before');
	});

	it('to another server are refused, and nothing is sent there', async () => {
		const other = await startRestServer();
		server.style = 'nextLink';
		fill(12);
		server.spoil = (answer) => ({ ...answer, body: { ...listed(answer), links: { next: `${other.url}/api/users` } } });
		await expect(ids(profileOf('nextLink'))).rejects.toMatchObject({ kind: 'foreignOrigin' });
		expect(other.asked).toHaveLength(0);
		await other.stop();
	});

	it('that never end are given up', async () => {
		server.style = 'cursor';
		let cursor = 0;
		server.spoil = (answer) => ({
			...answer,
			body: { data: { users: [] }, meta: { total: 0, next: `c${++cursor}` } },
		});
		await expect(ids(profileOf('cursor'))).rejects.toThrow('pages without people');
	});
});

/** What may happen while a list is read; `total` says which of it only a total can give away. */
const TROUBLES: Record<string, { total: boolean; happen: (answer: Answer) => Answer }> = {
	nothing: { total: false, happen: (answer) => answer },
	'somebody twice': {
		total: false,
		happen: (answer) => withUsers(answer, (users) => [...users, ...users.slice(0, 1)]),
	},
	'an empty page': { total: true, happen: (answer) => withUsers(answer, () => []) },
	'somebody missing': { total: true, happen: (answer) => withUsers(answer, (users) => users.slice(1)) },
	'a short page': { total: true, happen: (answer) => withUsers(answer, (users) => users.slice(0, -1)) },
	'another total': {
		total: true,
		happen: (answer) => ({ ...answer, body: { ...listed(answer), meta: { ...listed(answer).meta, total: 99 } } }),
	},
	'somebody new': {
		total: false,
		happen: (answer) => {
			const id = Math.max(0, ...allIds()) + 1;
			server.people.set(id, { id });
			return answer;
		},
	},
	'somebody gone': {
		total: true,
		happen: (answer) => {
			const [first] = allIds();
			if (first !== undefined) server.people.delete(first);
			return answer;
		},
	},
	'a failure': { total: false, happen: (answer) => ({ ...answer, status: 503, headers: { 'Retry-After': '0' } }) },
	'a cut': { total: false, happen: (answer) => ({ ...answer, status: 0 }) },
	'a web page': { total: false, happen: (answer) => ({ ...answer, body: '<p>Sign in</p>' }) },
};

it('is whole or refused, whatever the sizes of pages and whatever happens meanwhile', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.constantFrom(...STYLES),
			fc.integer({ min: 0, max: 20 }),
			fc.integer({ min: 1, max: 7 }),
			fc.constantFrom(...Object.keys(TROUBLES)),
			fc.integer({ min: 0, max: 5 }),
			fc.boolean(),
			async (style, count, cap, name, when, lasting) => {
				server.reset();
				Object.assign(server, { style, cap });
				fill(count);
				const { total, happen } = TROUBLES[name]!;
				let requests = 0;
				server.spoil = (answer) => {
					const now = requests++;
					return now === when || (lasting && now > when && now < 60) ? happen(answer) : answer;
				};
				const before = allIds();
				const profile = total || style === 'none' ? profileOf(style) : withoutTotal(profileOf(style));
				const outcome = await ids(profile).catch((error: unknown) => error as Error);
				if (outcome instanceof Error) {
					// Waits for a server that fails are long; every other trouble that passes is got over.
					return lasting || count === 0 || /complete|not JSON|answered 503|reached/.test(outcome.message);
				}
				const missing = before.filter((id) => server.people.has(id) && !outcome.includes(id));
				return missing.length === 0 && new Set(outcome).size === outcome.length;
			},
		),
		{ numRuns: 60 },
	);
}, 60_000);
