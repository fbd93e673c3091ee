import { createGraph } from '../../lib/graph/client';
import type { Graph, GraphOptions } from '../../lib/graph/client';
import { createPace } from '../../lib/graph/pace';
import { parseGraphCredential } from '../../lib/graph/signIn/credential';
import { Entra } from './entra';

export interface Stats {
	graphRequests: number;
	resourceUnits: number;
	tokenRequests: number;
	batchItems: number;
	throttled: number;
	atOnce: number;
}

/** The Entra simulator as the package's own code meets it: through a credential. */
export class GraphSimulator extends Entra {
	static async open(members = 250): Promise<GraphSimulator> {
		const simulator = new GraphSimulator();
		await simulator.start(members);
		return simulator;
	}

	get groupId(): string {
		return this.ready.groupId ?? '';
	}

	get groupName(): string {
		return this.ready.groupName ?? '';
	}

	/** The credential's fields, as n8n hands them over. */
	credential(change: Record<string, string> = {}): Record<string, string> {
		const { url = '', tenantId = '', clientId = '', clientSecret = '' } = this.ready;
		const endpoints = { cloud: 'custom', loginEndpoint: url, graphEndpoint: url };
		return { tenantId, clientId, clientSecret, ...endpoints, ...change };
	}

	/** With a pace of its own, so that no test waits because Graph asked another one to. */
	open(options?: GraphOptions): Graph {
		return createGraph(parseGraphCredential(this.credential()), { pace: createPace(), rereadAfterMs: 10, ...options });
	}

	/** @throws when the simulator does not understand the fault, which would make a test pass for nothing */
	async fault(fault: Record<string, unknown>): Promise<void> {
		const { status, body } = await this.control('POST', 'faults', fault);
		if (status !== 200) throw new Error(JSON.stringify(body));
	}

	async settings(patch: Record<string, unknown>): Promise<void> {
		const { status, body } = await this.control('POST', 'settings', patch);
		if (status !== 200) throw new Error(JSON.stringify(body));
	}

	async stats(): Promise<Stats> {
		return (await this.control('GET', 'stats')).body as unknown as Stats;
	}
}
