import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';

import { Gate } from '../gate.ts';
import { Trap } from './trap.ts';
import type { Moment } from './trap.ts';

const HR_IDS = { all: new Set(['1', '2', '3']), leavers: new Set(['3']) };

describe('n8n is killed at the moment that was asked for', () => {
	/** What reached the server: method, path, and how many operations a Bulk request had. */
	let reached: string[];
	const server = createServer((request, response) => {
		let body = '';
		request.setEncoding('utf8').on('data', (text: string) => (body += text));
		request.once('end', () => {
			const operations = body === '' ? '' : ` ${(JSON.parse(body) as { Operations: unknown[] }).Operations.length}`;
			reached.push(`${request.method} ${request.url}${operations}`);
			response.end('{}');
		});
	});
	let gate: Gate;
	let url: string;
	before(async () => {
		await once(server.listen(0, '127.0.0.1'), 'listening');
		gate = new Gate('hr', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
		url = await gate.open();
	});
	after(async () => {
		await gate.close();
		server.close();
		server.closeAllConnections();
	});
	beforeEach(() => (reached = []));

	const send = async (method: string, path: string, operations?: string[]): Promise<string> => {
		const Operations = operations?.map((operation) => {
			const [verb, target] = operation.split(' ');
			return { method: verb, path: target };
		});
		const body = Operations && JSON.stringify({ Operations });
		return await fetch(url + path, { method, body }).then(
			async (response) => await response.text(),
			() => 'no answer',
		);
	};
	const trapAt = (moment: Partial<Moment>): { trap: Trap; kills: () => number } => {
		let kills = 0;
		const trap = new Trap(HR_IDS, () => kills++, {
			stage: 'people',
			nth: 1,
			side: 'before',
			milliseconds: 0,
			...moment,
		});
		gate.watcher = trap;
		return { trap, kills: () => kills };
	};

	test('before a write: it never reaches the server', async () => {
		const { trap, kills } = trapAt({ nth: 2 });
		assert.equal(await send('PATCH', '/scim/v2/Users/1'), '{}');
		assert.equal(await send('PATCH', '/scim/v2/Users/2'), 'no answer');
		assert.deepEqual(reached, ['PATCH /scim/v2/Users/1']);
		assert.deepEqual([trap.delivered, kills()], [1, 1]);
	});

	test('after a write: the server has carried it out, the answer is lost', async () => {
		const { trap, kills } = trapAt({ side: 'after' });
		assert.equal(await send('POST', '/scim/v2/Users'), 'no answer');
		assert.deepEqual([reached, trap.delivered, kills()], [['POST /scim/v2/Users'], 1, 1]);
	});

	test('in the middle of a Bulk request: the server carries out the first part of it', async () => {
		const { trap, kills } = trapAt({ nth: 2, side: 'after' });
		const operations = ['POST /Users', 'PATCH /Users/1', 'POST /Users'];
		assert.equal(await send('POST', '/scim/v2/Bulk', operations), 'no answer');
		assert.deepEqual([reached, trap.delivered, kills()], [['POST /scim/v2/Bulk 2'], 2, 1]);
	});

	test('later: the answer gets through', async () => {
		const { trap, kills } = trapAt({ stage: 'employees', side: 'later', milliseconds: 5 });
		assert.equal(await send('GET', '/scim/v2/Users?startIndex=1'), '{}');
		assert.ok(trap.reached);
		while (!trap.sprung) await new Promise((resolve) => setTimeout(resolve, 5));
		assert.deepEqual([trap.delivered, kills()], [0, 1]);
	});

	test('a second write of a person is one that had to wait for a manager, and a leaver is known by the HR id', async () => {
		const { trap } = trapAt({ nth: 99 });
		await send('GET', '/scim/v2/Users?startIndex=1');
		await send('PATCH', '/scim/v2/Users/1');
		await send('PATCH', '/scim/v2/Users/1');
		await send('GET', '/scim/v2/Users?filter=x');
		await send('PATCH', '/scim/v2/Users/created');
		await send('PATCH', '/scim/v2/Users/3');
		assert.deepEqual(trap.steps.counts, {
			group: 0,
			managers: 0,
			employees: 1,
			people: 1,
			managersAfterwards: 2,
			leavers: 1,
		});
	});
});
