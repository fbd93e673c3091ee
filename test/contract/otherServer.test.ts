import { SCIM } from '../../lib/hr/systems/scim';
import { startServer } from '../support/server';
import type { SandboxServer } from '../support/server';
import type { HrPerson } from '../support/world';
import { CASES } from './cases';
import type { ContractCase } from './cases';
import { sandboxServer } from './sandboxServer';
import type { ContractSystem } from './system';
import { PLAIN_SCIM } from './systems/scim';
import { Bench } from './workbench';
import type { ContractServer } from './workbench';

/** How it can be written to. It refuses null, in which it is stricter than RFC 7643 2.5. */
const WAYS = [
	['PATCH', { update: 'patch' }],
	['PUT', { update: 'put', clearing: 'omit' }],
] as const;

/** A SCIM server that other people wrote after the RFCs, without the library that the sandbox uses. */
describe.each(WAYS)("Better Auth's SCIM server, updated by %s", (_way, settings) => {
	const spec: ContractSystem = {
		...PLAIN_SCIM,
		title: 'Better Auth',
		system: SCIM,
		form: { settings },
		refused: { path: 'emails[type eq "work"].value', value: 'no address', words: 'emails' },
	};
	let server: SandboxServer;
	beforeAll(async () => {
		server = await startServer('test/contract/otherServer/main.mjs', []);
	});
	afterAll(async () => await server.stop());

	it.each(Object.entries(CASES) as [string, ContractCase][])('%s', async (_id, { run }) => {
		const bench = new Bench(spec, otherServer(server));
		await bench.server.reset();
		await run(bench);
	});
});

/** What it holds is what it answers: asked without the code that is tested. */
function otherServer(server: SandboxServer): ContractServer {
	const { baseUrl, token } = server.ready;
	return {
		...sandboxServer(server),
		async people() {
			const response = await fetch(`${baseUrl}/Users?count=100`, { headers: { authorization: `Bearer ${token}` } });
			return ((await response.json()) as { Resources: HrPerson[] }).Resources;
		},
	};
}
