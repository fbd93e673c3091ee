import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = join(import.meta.dirname, '..', 'sandbox', 'entra', 'main.ts');

/**
 * Starts an Entra simulator of so many people, with its state in a folder of its own.
 *
 * @returns its credential, as n8n hands one over, the group that holds everybody, and what to turn it with
 */
export async function startSimulator(members) {
	const folder = mkdtempSync(join(tmpdir(), 'entra-bench-'));
	const args = ['--port', '0', '--state', join(folder, 'state.json'), '--members', String(members)];
	const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
	const exited = once(child, 'exit');
	const [line] = await Promise.race([
		once(createInterface({ input: child.stdout }), 'line'),
		exited.then(() => Promise.reject(new Error('The Entra simulator ended before it was ready.'))),
	]);
	const { url, tenantId, clientId, clientSecret, groupId } = JSON.parse(line);
	const control = async (method, path, body) => {
		const response = await fetch(`${url}/_sim/${path}`, { method, body: body && JSON.stringify(body) });
		if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
		return await response.json();
	};
	return {
		groupId,
		credential: { tenantId, clientId, clientSecret, cloud: 'custom', loginEndpoint: url, graphEndpoint: url },
		/** @param budget resource units in ten seconds; null is Graph's own for a tenant of this size */
		setBudget: async (budget) => void (await control('POST', 'settings', { budgetPerWindow: budget })),
		resetStats: async () => void (await control('POST', 'stats/reset')),
		stats: async () => await control('GET', 'stats'),
		stop: async () => {
			child.kill('SIGTERM');
			await exited;
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
