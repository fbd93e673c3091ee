import fc from 'fast-check';

import { createReadAhead } from '../../../lib/hr/lists';
import { listEmployees } from '../../../lib/hr/scim/employees';
import type { HttpClient, HttpRequest, HttpResponse } from '../../../lib/http/client';

const answer = (url: string, body: unknown): HttpResponse => ({ status: 200, headers: {}, body, url });

/** A client that answers a little later, and knows how many requests were under way at once. */
function slowClient(respond: (url: string) => unknown): HttpClient & { asked: string[]; most: number } {
	let underWay = 0;
	const client = {
		account: 'test',
		asked: [] as string[],
		most: 0,
		async request({ url }: HttpRequest) {
			client.asked.push(url);
			client.most = Math.max(client.most, ++underWay);
			await new Promise((resolve) => setTimeout(resolve, 1));
			underWay--;
			return answer(url, respond(url));
		},
	};
	return client;
}

/** A SCIM server with so many people, whose pages from an index on are as large as it pleases. */
function server(people: number, sizeAt: (startIndex: number) => number): (url: string) => unknown {
	return (url) => {
		const startIndex = Number(new URL(url, 'http://hr.example').searchParams.get('startIndex'));
		const size = Math.min(sizeAt(startIndex), people - startIndex + 1);
		const Resources = Array.from({ length: Math.max(size, 0) }, (_, index) => ({ id: `p${startIndex + index}` }));
		return { totalResults: people, Resources };
	};
}

const listOf = async (http: HttpClient, atOnce?: number): Promise<string[]> =>
	(await listEmployees({ http, pageSize: 10, atOnce, activeDefault: true })).map(({ hrId }) => hrId);

describe('a list whose pages are read ahead', () => {
	test('is read some pages at a time, each once and none too many', async () => {
		const http = slowClient(server(95, () => 10));
		const ids = await listOf(http, 4);
		expect(ids).toEqual(Array.from({ length: 95 }, (_, index) => `p${index + 1}`));
		expect(http.asked).toHaveLength(10);
		expect(new Set(http.asked).size).toBe(10);
		expect(http.most).toBe(4);
	});

	test('is the same list, whatever the sizes of its pages', async () => {
		const sizes = fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 1, maxLength: 20 });
		await fc.assert(
			fc.asyncProperty(fc.nat(60), sizes, fc.integer({ min: 1, max: 6 }), async (people, pages, atOnce) => {
				const http = slowClient(server(people, (startIndex) => pages[startIndex % pages.length] ?? 1));
				const ids = await listOf(http, atOnce);
				expect(ids).toEqual(Array.from({ length: people }, (_, index) => `p${index + 1}`));
				expect(http.most).toBeLessThanOrEqual(Math.max(atOnce, 1) + 1);
			}),
			{ numRuns: 60 },
		);
	});

	test('is read again when people came while it was read, though pages were under way', async () => {
		let answers = 0;
		const http = slowClient((url) => {
			const people = ++answers > 3 ? 41 : 40;
			return server(people, () => 10)(url);
		});
		expect(await listOf(http, 3)).toHaveLength(41);
	});

	test('fails with the first page that fails, and leaves no failure behind that nobody takes', async () => {
		const http = slowClient((url) => {
			if (/startIndex=(?:[2-9]\d|\d{3})/.test(url)) throw new Error(`no ${url}`);
			return server(200, () => 10)(url);
		});
		await expect(listOf(http, 5)).rejects.toThrow('no Users?startIndex=21&count=10');
		await new Promise((resolve) => setTimeout(resolve, 20));
	});

	test('once an unforeseen page is asked for, nothing more is read ahead', async () => {
		const http = slowClient(() => ({}));
		const ahead = createReadAhead(http, 2);
		ahead.expect(['a', 'b', 'c', 'd'].map((url) => ({ method: 'GET', url })));
		await ahead.request({ method: 'GET', url: 'a' });
		await ahead.request({ method: 'GET', url: 'elsewhere' });
		await ahead.request({ method: 'GET', url: 'elsewhere too' });
		expect(http.asked).toEqual(['a', 'b', 'c', 'elsewhere', 'elsewhere too']);
	});
});
