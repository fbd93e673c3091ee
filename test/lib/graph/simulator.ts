import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createGraph } from '../../../lib/graph/client';
import type { Graph, GraphOptions } from '../../../lib/graph/client';
import { parseGraphCredential } from '../../../lib/graph/credential';
import { startServer } from '../../support/server';
import type { SandboxServer } from '../../support/server';

export interface Person {
	id: string;
	userPrincipalName: string;
	managerId: string | null;
	inGroup: boolean;
}

/** The Entra simulator, with its control API at hand. */
export interface Simulator {
	url: string;
	groupId: string;
	groupName: string;
	/** The credential's fields, as n8n would hand them over. */
	credential: Record<string, string>;
	graph(options?: GraphOptions): Graph;
	control(method: string, path: string, body?: unknown): Promise<unknown>;
	fault(fault: Record<string, unknown>): Promise<unknown>;
	settings(patch: Record<string, unknown>): Promise<unknown>;
	people(): Promise<Person[]>;
	/** Back to a healthy Graph: no faults, default settings, counters at zero. */
	heal(): Promise<void>;
	stop(): Promise<void>;
}

const HEALTHY = {
	permissions: ['GroupMember.Read.All', 'User.Read.All'],
	secretState: 'ok',
	appState: 'ok',
	pageSize: null,
	budgetPerWindow: null,
};

export async function startSimulator(members = 250): Promise<Simulator> {
	const folder = mkdtempSync(join(tmpdir(), 'entra-'));
	const server: SandboxServer = await startServer('sandbox/entra/main.ts', [
		...['--port', '0', '--state', join(folder, 'state.json'), '--members', String(members)],
	]);
	const { url = '', tenantId = '', clientId = '', clientSecret = '', groupId = '', groupName = '' } = server.ready;
	const credential = {
		tenantId,
		clientId,
		clientSecret,
		cloud: 'custom',
		loginEndpoint: url,
		graphEndpoint: url,
	};
	const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
		const answer = await fetch(`${url}/_sim/${path}`, {
			method,
			...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
		});
		if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
		return await answer.json();
	};
	return {
		url,
		groupId,
		groupName,
		credential,
		graph: (options) => createGraph(parseGraphCredential(credential), options),
		control,
		fault: async (fault) => await control('POST', 'faults', fault),
		settings: async (patch) => await control('POST', 'settings', patch),
		people: async () => (await control('GET', 'people')) as Person[],
		heal: async () => {
			await control('DELETE', 'faults');
			await control('POST', 'settings', HEALTHY);
			await control('POST', 'stats/reset');
		},
		stop: async () => {
			await server.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
