import { shuffle } from '../../../sandbox/entra/random.ts';
import type { Sandbox } from '../../../sandbox/start/sandbox.ts';
import { ask } from '../inStep.ts';

type Server = 'entra' | 'hr';

/** Something that goes wrong, and the requests it befalls. */
interface Trouble {
	server: Server;
	method?: string;
	path: string;
	fault: object;
}

const USERS = '/Users';
const GRAPH = '/v1\\.0/';
const MEMBERS = '/transitiveMembers';

const TROUBLES: Trouble[] = [
	{ server: 'hr', path: USERS, fault: { kind: 'reset' } },
	{ server: 'hr', path: USERS, fault: { kind: 'throttle', retryAfter: 1 } },
	{ server: 'hr', path: USERS, fault: { kind: 'status', status: 503 } },
	{ server: 'hr', path: USERS, fault: { kind: 'html' } },
	{ server: 'hr', method: 'GET', path: USERS, fault: { kind: 'truncate' } },
	{ server: 'hr', method: 'GET', path: USERS, fault: { kind: 'invalidJson' } },
	{ server: 'hr', method: 'GET', path: USERS, fault: { kind: 'shortList' } },
	{ server: 'hr', method: 'GET', path: USERS, fault: { kind: 'emptyPage' } },
	{ server: 'hr', method: 'GET', path: USERS, fault: { kind: 'status', status: 401 } },
	{ server: 'hr', method: 'POST', path: USERS, fault: { kind: 'timeoutAfterWrite' } },
	{ server: 'hr', method: 'POST', path: USERS, fault: { kind: 'statusAfterWrite', status: 502 } },
	{ server: 'hr', method: 'POST', path: USERS, fault: { kind: 'truncate' } },
	{ server: 'hr', method: 'PATCH', path: USERS, fault: { kind: 'timeoutAfterWrite' } },
	{ server: 'hr', method: 'PATCH', path: USERS, fault: { kind: 'status', status: 400 } },
	{ server: 'hr', path: '/Bulk', fault: { kind: 'timeoutAfterWrite' } },
	{ server: 'hr', path: '/Bulk', fault: { kind: 'statusAfterWrite', status: 504 } },
	{ server: 'hr', path: '/Bulk', fault: { kind: 'status', status: 500 } },
	{ server: 'hr', path: '/Bulk', fault: { kind: 'truncate' } },
	{ server: 'entra', path: GRAPH, fault: { kind: 'status', status: 503 } },
	{ server: 'entra', path: GRAPH, fault: { kind: 'throttle', retryAfter: '1' } },
	{ server: 'entra', path: GRAPH, fault: { kind: 'reset' } },
	{ server: 'entra', path: GRAPH, fault: { kind: 'truncate' } },
	{ server: 'entra', path: GRAPH, fault: { kind: 'invalidJson' } },
	{ server: 'entra', path: MEMBERS, fault: { kind: 'shortPage' } },
	{ server: 'entra', path: MEMBERS, fault: { kind: 'emptyPage' } },
	{ server: 'entra', path: MEMBERS, fault: { kind: 'repeatPage' } },
	{ server: 'entra', path: MEMBERS, fault: { kind: 'wrongCount', by: 1 } },
	{ server: 'entra', path: MEMBERS, fault: { kind: 'limitedData' } },
	{ server: 'entra', path: '/oauth2/', fault: { kind: 'status', status: 500 } },
];

const MOST_TROUBLES = 3;
const MOST_PASSING = 4;
const MOST_HITS = 4;
/** One fault in so many doesn't go away. */
const FOR_EVER_IN = 4;

/** Lays out faults on both sides, at random. @returns what, in words */
export async function layOut(sandbox: Sandbox, next: () => number): Promise<string[]> {
	const upTo = (most: number): number => 1 + Math.floor(next() * most);
	const chosen = shuffle(TROUBLES, next).slice(0, upTo(MOST_TROUBLES));
	const words: string[] = [];
	for (const { server, ...trouble } of chosen) {
		const times = next() < 1 / FOR_EVER_IN ? 'always' : upTo(MOST_HITS);
		const fault = { ...trouble, skip: upTo(MOST_PASSING) - 1, times };
		words.push(`${server}: ${JSON.stringify(fault)}`);
		await ask(`${sandbox[server].url}/_sim/faults`, 'POST', fault);
	}
	return words;
}

export async function clearUp(sandbox: Sandbox): Promise<void> {
	for (const server of ['entra', 'hr'] as const) await ask(`${sandbox[server].url}/_sim/faults`, 'DELETE');
}
