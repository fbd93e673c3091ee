import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { runWorkflow, testCredential, testNode, workflowOf } from '../engine';
import type { CredentialData, WorkflowNode } from '../engine';

const start: WorkflowNode = { type: 'n8n-nodes-base.manualTrigger', name: 'Start' };

describe('credentials', () => {
	test('reach the nodes that ask for their type, with defaults filled in', async () => {
		const asking = testNode({ credentials: [{ name: 'smtp', required: true }] }, async function () {
			return [[{ json: { ...(await this.getCredentials('smtp')) } }]];
		});
		const workflow = workflowOf([start, { type: 'test.asking', name: 'Asking' }], 'Start -> Asking');
		const extraNodes = { 'test.asking': asking };
		const run = await runWorkflow(workflow, { extraNodes, credentials: { smtp: { host: 'mail.example' } } });
		expect(run.items('Asking')).toEqual([expect.objectContaining({ host: 'mail.example', port: 465, secure: true })]);

		const without = await runWorkflow(workflow, { extraNodes });
		expect(without.error?.message).toBe('Node does not have any credentials set');
	});

	/** A service that gives out the tokens t1, t2, ... for the right password and knows only the newest. */
	async function startTokenService() {
		let minted = 0;
		const server = createServer((request, response) => {
			let body = '';
			request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
			request.on('end', () => {
				const answer = (status: number, json: object) =>
					response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
				if (request.method === 'POST') {
					if (!body.includes('"password":"right"')) return answer(401, { message: 'wrong password' });
					return answer(200, { id: `t${++minted}` });
				}
				const token = request.headers['x-metabase-session'];
				return token === `t${minted}` ? answer(200, { token }) : answer(401, { message: 'expired' });
			});
		});
		await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		return { url, stop: () => new Promise((closed) => server.close(closed)) };
	}

	test('mint their token when it is empty or has expired, and put it on requests', async () => {
		const service = await startTokenService();
		try {
			const ask: WorkflowNode = {
				type: 'n8n-nodes-base.httpRequest',
				name: 'Ask',
				typeVersion: 4.2,
				parameters: {
					url: `${service.url}/api/data`,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: 'metabaseApi',
				},
			};
			const credentials: CredentialData = { metabaseApi: { url: service.url, username: 'u', password: 'right' } };
			const first = await runWorkflow(workflowOf([start, ask], 'Start -> Ask'), { credentials });
			expect(first.items('Ask')).toEqual([{ token: 't1' }]);
			expect(credentials.metabaseApi?.sessionToken).toBe('t1');

			const stale: CredentialData = { metabaseApi: { ...credentials.metabaseApi, sessionToken: 'old' } };
			const second = await runWorkflow(workflowOf([start, ask], 'Start -> Ask'), { credentials: stale });
			expect(second.items('Ask')).toEqual([{ token: 't2' }]);
		} finally {
			await service.stop();
		}
	});

	test('are tested with the request of their type', async () => {
		const service = await startTokenService();
		try {
			const data = { url: service.url, username: 'u', password: 'right' };
			expect(await testCredential('metabaseApi', data)).toMatchObject({ status: 'OK' });
			const wrong = await testCredential('metabaseApi', { ...data, password: 'wrong' });
			expect(wrong.status).toBe('Error');
		} finally {
			await service.stop();
		}
	});
});
