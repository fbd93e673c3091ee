import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { temporaryFolder } from './temporaryFolder';

const root = resolve(__dirname, '../..');
const folder = temporaryFolder();
afterAll(() => folder.remove());

function node(...args: string[]): { status: number | null; stdout: string; stderr: string } {
	return spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', timeout: 25_000 });
}

describe('npm start -- --system', () => {
	it('names the systems that there are when it is told another', () => {
		const { status, stderr } = node('sandbox/main.ts', '--system', 'workday');
		expect(status).toBe(1);
		expect(stderr).toContain(
			'There is no HR system "workday". --system takes one of: scim, peakon, pingboard, peoplegoal, tribal-habits.',
		);
	});

	it('is explained by --help', () => {
		expect(node('sandbox/main.ts', '--help').stdout).toContain(
			'--system NAME          the HR system: scim, peakon, pingboard, peoplegoal, tribal-habits (scim)',
		);
	});
});

describe('the servers of the sandbox', () => {
	it.each([
		['scim', '/scim/v2', 'hr.jsonl'],
		['peakon', '/scim/v2', 'hr-peakon.jsonl'],
		['pingboard', '/scim/v2', 'hr-pingboard.jsonl'],
		['peoplegoal', '/api/v2', 'hr-peoplegoal.jsonl'],
		['tribal-habits', '/papi', 'hr-tribal-habits.jsonl'],
	])('are those of %s, with people of its own', (system, path, file) => {
		const options = {
			root,
			node: process.execPath,
			stateDir: folder.path,
			ports: { n8n: 0, entra: 0, hr: 0, mail: 0, smtp: 0 },
			members: 3,
			latency: 0,
			system,
		};
		const { stdout, stderr } = node(
			'--input-type=module',
			'--eval',
			`import { Processes } from './sandbox/start/processes.ts';
			import { startServers } from './sandbox/start/servers.ts';
			const processes = new Processes(${JSON.stringify(folder.path)});
			const { hr } = await startServers(processes, ${JSON.stringify(options)});
			await processes.stopAll();
			console.log(JSON.stringify(hr));`,
		);
		expect(stderr).toBe('');
		const hr = JSON.parse(stdout) as Record<string, unknown>;
		expect(hr).toMatchObject({ system, baseUrl: `${String(hr.url)}${path}`, token: expect.any(String) });
		if (system === 'peoplegoal') {
			expect(hr.client).toMatchObject({ tokenUrl: `${String(hr.url)}/oauth/token`, clientId: expect.any(String) });
		} else {
			expect(hr).not.toHaveProperty('client');
		}
		expect(existsSync(join(folder.path, file))).toBe(true);
	});
});
