import type { HttpClient } from '../../../lib/http/client';
import { HttpError } from '../../../lib/http/client';
import { createScimDirectory } from '../../../lib/hr/scim/scimDirectory';

/** A SCIM server with so many people in pages of ten, which counts as many as `total` says. */
function server(people: number, total: (page: number) => number, behind?: number): HttpClient & { asked: number[] } {
	const asked: number[] = [];
	return {
		asked,
		async request({ url }) {
			const start = Number(new URL(url, 'http://hr.example').searchParams.get('startIndex'));
			asked.push(start);
			if (start > people && behind !== undefined) {
				throw new HttpError('No', '', { kind: 'status', status: behind, method: 'GET', url });
			}
			const size = Math.max(Math.min(10, people - start + 1), 0);
			const Resources = Array.from({ length: size }, (_, index) => ({ id: String(start + index) }));
			return await Promise.resolve({ status: 200, headers: {}, body: { totalResults: total(size), Resources }, url });
		},
	};
}

const checked = async (http: HttpClient): Promise<void> => {
	const directory = createScimDirectory({ http, pageSize: 20 });
	await directory.assertAllListed?.(await directory.list());
};

describe('a list that only its own count says is whole', () => {
	it('is not believed when the count is that of the page, and there is another one', async () => {
		const http = server(35, (size) => size);
		await expect(checked(http)).rejects.toThrow(
			"The HR system's list of employees is not complete: it says 10 people and has a further page with others",
		);
	});

	it.each([[undefined], [400], [404]])('is whole when there is nobody behind it (%p)', async (behind) => {
		const http = server(10, () => 10, behind);
		await checked(http);
		expect(http.asked).toEqual([1, 11]);
	});

	it('is believed when somebody has come since, and is counted', async () => {
		let people = 10;
		const http = server(40, () => people);
		const directory = createScimDirectory({ http, pageSize: 20 });
		const listed = await directory.list();
		people = 12;
		const behind = http.request.bind(http);
		http.request = async (request) => {
			const answer = await behind(request);
			const { Resources } = answer.body as { Resources: unknown[] };
			return { ...answer, body: { totalResults: 12, Resources: Resources.slice(0, 2) } };
		};
		await expect(directory.assertAllListed?.(listed)).resolves.toBeUndefined();
	});

	it('is not believed either when the page is larger than was asked for', async () => {
		const http = server(35, (size) => size);
		const directory = createScimDirectory({ http, pageSize: 5 });
		await expect(directory.list().then(async (listed) => await directory.assertAllListed?.(listed))).rejects.toThrow(
			'has a further page with others',
		);
	});

	it('is not asked for more when it is shorter than any page, or went on', async () => {
		const short = server(7, () => 7);
		await checked(short);
		expect(short.asked).toEqual([1]);
		const long = server(25, () => 25);
		await checked(long);
		expect(long.asked).toEqual([1, 11, 21]);
	});
});
