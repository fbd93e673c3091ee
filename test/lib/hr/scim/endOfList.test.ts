import { createScimDirectory } from '../../../../lib/hr/scim/scimDirectory';
import { HttpError } from '../../../../lib/http/client';
import type { HttpClient } from '../../../../lib/http/client';

interface Server {
	people: number;
	/** What it counts. */
	total: (page: number) => number;
	/** It gives pages of ten, whatever is asked for. */
	ownPages?: boolean;
	/** The status of what is behind the end. */
	behind?: number;
}

/** A SCIM server that gives at most ten people at once. `asked`: the start and the count of each request. */
function serverOf(state: Server): HttpClient & { asked: [number, number][] } {
	const asked: [number, number][] = [];
	return {
		account: 'test',
		asked,
		async request({ url }) {
			const query = new URL(url, 'http://hr.example').searchParams;
			const [start, count] = [Number(query.get('startIndex')), Number(query.get('count'))];
			asked.push([start, count]);
			const { people, total, ownPages, behind } = state;
			if (start > people && behind !== undefined) {
				throw new HttpError(
					{ kind: 'answered', asked: 'hr', request: `GET ${url}`, status: behind, said: 'No' },
					{ kind: 'status', status: behind, method: 'GET', url },
				);
			}
			const size = Math.max(Math.min(10, people - start + 1, ownPages ? 10 : count), 0);
			const Resources = Array.from({ length: size }, (_, index) => ({ id: String(start + index) }));
			return await Promise.resolve({ status: 200, headers: {}, body: { totalResults: total(size), Resources }, url });
		},
	};
}

const listOf = async (http: HttpClient, pageSize = 20): Promise<number> =>
	(await createScimDirectory({ http, pageSize }).list()).length;

const COMPLETE = "The HR system's list of employees is not complete: ";

describe('a list that only its own count says is whole', () => {
	it.each([20, 5])('is not believed when the count is that of the page, asked for %p', async (pageSize) => {
		const http = serverOf({ people: 35, total: (size) => size, ownPages: true });
		await expect(listOf(http, pageSize)).rejects.toThrow(`${COMPLETE}it says 10 people and gave 20`);
	});

	it('is not believed either when the count goes no further than a page', async () => {
		const http = serverOf({ people: 35, total: () => 10 });
		await expect(listOf(http)).rejects.toThrow(`${COMPLETE}it says 10 people and gave 20`);
	});

	it('is read again, and whole, when the count was wrong but once', async () => {
		let answers = 0;
		const http = serverOf({ people: 35, total: (size) => (answers++ === 0 ? size : 35) });
		await expect(listOf(http)).resolves.toBe(35);
	});

	it.each([[undefined], [400], [404]])('is whole when there is nobody behind it (%p)', async (behind) => {
		const http = serverOf({ people: 10, total: () => 10, behind });
		await expect(listOf(http)).resolves.toBe(10);
		expect(http.asked).toEqual([
			[1, 20],
			[11, 20],
		]);
	});

	it('is whole when the count of a page is that of everybody', async () => {
		await expect(listOf(serverOf({ people: 10, total: (size) => size }))).resolves.toBe(10);
	});

	it('is asked otherwise where the server falls over what is behind it', async () => {
		await expect(listOf(serverOf({ people: 10, total: () => 10, behind: 500 }))).resolves.toBe(10);
		await expect(listOf(serverOf({ people: 10, total: (size) => size, behind: 500 }))).rejects.toThrow(
			`${COMPLETE}it says 1 people and gave 10`,
		);
	});

	it('takes in who has come since', async () => {
		const state = { people: 10, total: () => state.people };
		const http = serverOf(state);
		const request = http.request.bind(http);
		http.request = async (page) => {
			if (http.asked.length === 1) state.people = 12;
			return await request(page);
		};
		await expect(listOf(http)).resolves.toBe(12);
	});

	it('is not asked about when it is shorter than any page, or went on', async () => {
		const short = serverOf({ people: 7, total: () => 7 });
		await listOf(short);
		expect(short.asked).toHaveLength(1);
		const long = serverOf({ people: 25, total: () => 25 });
		await listOf(long);
		expect(long.asked.map(([start]) => start)).toEqual([1, 11, 21]);
	});
});
