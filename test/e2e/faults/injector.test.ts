import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';

import { Gate } from '../gate.ts';
import { FAULTS } from './faults.ts';
import { Injector } from './injector.ts';
import type { Strike } from './injector.ts';
import { KINDS } from './kinds.ts';
import { worldNamed } from './worlds.ts';

const PAGE = 'page of employees';
const CREATION = 'creation';

describe('a fault strikes the requests that it is meant for, and no others', () => {
	/** What reached the server. */
	let reached: string[];
	const server = createServer((request, response) => {
		reached.push(`${request.method} ${request.url}`);
		response.setHeader('content-type', 'application/json');
		if (request.url?.startsWith('/v1.0/')) return void response.end(JSON.stringify({ value: [request.url] }));
		const start = Number(/startIndex=(\d+)/.exec(request.url ?? '')?.[1] ?? 0);
		response.end(JSON.stringify({ totalResults: 40, Resources: [{ id: String(start) }, { id: String(start + 1) }] }));
	});
	let target: string;
	before(async () => {
		await once(server.listen(0, '127.0.0.1'), 'listening');
		target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});
	after(() => {
		server.close();
		server.closeAllConnections();
	});

	/** Sends requests one after the other. @returns what came of each */
	const send = async (kind: string, fault: string, nth: Strike['nth'], requests: string[]): Promise<string[]> => {
		reached = [];
		const strike: Strike = {
			kind: KINDS.find(({ name }) => name === kind)!,
			fault: FAULTS.find(({ name }) => name === fault)!,
			nth,
		};
		const gate = new Gate(strike.kind.server, target);
		const url = await gate.open();
		const elsewhere = 'http://127.0.0.1:9/elsewhere';
		const surroundings = { world: worldNamed('one by one'), leavers: new Set<string>(), elsewhere };
		gate.watcher = new Injector(surroundings, [strike], () => url);
		const outcomes: string[] = [];
		for (const request of requests) {
			const [method = '', path = ''] = request.split(' ');
			const answer = await fetch(url + path, { method, redirect: 'manual', signal: AbortSignal.timeout(500) }).then(
				async (response) => `${response.status} ${await response.text()}`,
				(error: unknown) => (error instanceof Error && error.name === 'TimeoutError' ? 'no answer' : 'cut'),
			);
			outcomes.push(answer);
		}
		await gate.close();
		return outcomes;
	};
	const pages = [1, 3, 5].map((start) => `GET /scim/v2/Users?startIndex=${start}&count=2`);
	const page = (start: number, total = 40): string =>
		`200 {"totalResults":${total},"Resources":[{"id":"${start}"},{"id":"${start + 1}"}]}`;

	test('one of several', async () => {
		assert.deepEqual(await send(PAGE, 'connection reset', 2, pages), [page(1), 'cut', page(5)]);
		assert.deepEqual(reached, [pages[0], pages[2]]);
	});

	test('all, and only those of the kind', async () => {
		const outcomes = await send(PAGE, '503', 'always', [pages[0]!, 'POST /scim/v2/Users', pages[1]!]);
		assert.match(outcomes[0]!, /^503 .*trouble/);
		assert.equal(outcomes[1], page(0));
		assert.match(outcomes[2]!, /^503 /);
	});

	test('after the request was carried out', async () => {
		assert.deepEqual(await send(CREATION, 'answer lost', 1, ['POST /scim/v2/Users']), ['cut']);
		assert.deepEqual(reached, ['POST /scim/v2/Users']);
		assert.deepEqual(await send(CREATION, 'time-out', 1, ['POST /scim/v2/Users']), ['no answer']);
	});

	test('within a list', async () => {
		assert.deepEqual(await send(PAGE, 'empty page', 2, pages), [
			page(1),
			'200 {"totalResults":40,"Resources":[]}',
			page(5),
		]);
		assert.deepEqual(await send(PAGE, 'repeated page', 2, pages), [page(1), page(1), page(5)]);
		assert.deepEqual(await send(PAGE, 'count of the page alone', 'always', pages.slice(0, 1)), [page(1, 2)]);
	});
	test('with the page before of the same list, where lists are read side by side', async () => {
		const [one, other] = ['a', 'b'].map((id) => `/v1.0/groups/${id}/transitiveMembers?page=`) as [string, string];
		const paths = [`${one}1`, `${other}1`, `${one}2`, `${other}2`];
		const requests = paths.map((path) => `GET ${path}`);
		const given = (path: string): string => `200 {"value":["${path}"]}`;
		const outcomes = await send('page of members of a team', 'repeated page', 2, requests);
		assert.deepEqual(outcomes, [given(`${one}1`), given(`${other}1`), given(`${one}1`), given(`${other}2`)]);
	});
});
