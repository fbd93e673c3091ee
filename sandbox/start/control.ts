import { Sentence } from '../../scripts/install/sentence.cjs';
import { listIn, numberIn, objectIn } from '../shared/json.ts';
import type { Servers } from './servers.ts';

/** What the servers have counted. */
export interface Traffic {
	/** Requests that Graph got, and what they cost in its resource units. */
	graphRequests: number;
	resourceUnits: number;
	/** Requests that read from the HR system, and those that wrote to it. */
	hrReads: number;
	hrWrites: number;
	/** Mails caught so far. */
	mails: number;
}

/** Sets what the Entra simulator and the HR system count back to 0. */
export async function resetTraffic({ entra, hr }: Servers): Promise<void> {
	await Promise.all([request(`${entra.url}/_sim/stats/reset`, {}), request(`${hr.url}/_sim/stats/reset`, {})]);
}

export async function readTraffic({ entra, hr, mail }: Servers): Promise<Traffic> {
	const [graph, directory, mails] = await Promise.all([
		request(`${entra.url}/_sim/stats`),
		request(`${hr.url}/_sim/stats`),
		request(`${mail.url}/mails.json`),
	]);
	const { graphRequests, resourceUnits } = objectIn(graph);
	const { hrReads, hrWrites } = objectIn(directory);
	return {
		graphRequests: numberIn(graphRequests),
		resourceUnits: numberIn(resourceUnits),
		hrReads: numberIn(hrReads),
		hrWrites: numberIn(hrWrites),
		mails: listIn(mails).length,
	};
}

/** Changes `count` people in Entra, removes as many and adds as many. */
export async function mutate({ entra }: Pick<Servers, 'entra'>, count: number): Promise<void> {
	await request(`${entra.url}/_sim/mutate`, { count });
}

/** A GET, or a POST when there is a body. */
async function request(url: string, body?: object): Promise<unknown> {
	const response = await fetch(
		url,
		body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
	);
	if (!response.ok) throw new Sentence(`${url} answered with ${response.status}: ${await response.text()}`);
	return response.status === 204 ? {} : await response.json();
}
