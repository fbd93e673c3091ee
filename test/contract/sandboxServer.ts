import type { SandboxServer } from '../support/server';
import { call } from '../support/world';
import type { HrPerson } from '../support/world';
import type { ContractServer } from './workbench';

/** One of the sandbox's HR systems. */
export function sandboxServer(server: SandboxServer): ContractServer {
	return {
		ready: server.ready,
		people: async () => (await call(server, '/_sim/people')) as HrPerson[],
		writes: async () => ((await call(server, '/_sim/stats')) as { hrWrites: number }).hrWrites,
		async fault(...rules) {
			await call(server, '/_sim/faults', 'DELETE');
			if (rules.length > 0) await call(server, '/_sim/faults', 'POST', rules);
		},
		async reset() {
			await call(server, '/_sim/faults', 'DELETE');
			await call(server, '/_sim/people', 'DELETE');
			await call(server, '/_sim/stats/reset', 'POST');
		},
	};
}
