import { setTimeout as sleep } from 'node:timers/promises';

import { listIn, objectIn } from '../../../sandbox/shared/json.ts';
import type { JsonObject } from '../../../sandbox/shared/json.ts';
import { giveAnswer } from '../gate.ts';
import type { Answer, Instead } from '../gate.ts';
import type { Kind, Style } from './kinds.ts';

/** Where a fault strikes. */
export interface Scene {
	kind: Kind;
	/** The address of the request, at the gate. */
	url: string;
	/** The answer to the request of this kind before this one. */
	previous: Answer | undefined;
	/** Where a redirect leads. */
	elsewhere: string;
}

/** `cut`: the connection is broken. */
export type Struck = Instead | Answer | 'cut';

export interface Fault {
	name: string;
	/** On which requests it makes sense. `answered`: their good answers have a body. */
	on?: (kind: Kind, answered: boolean) => boolean;
	/** It needs an answer of the same kind before. */
	needsPrevious?: boolean;
	/** In place of the server, which never hears of the request. */
	instead?: (scene: Scene) => Struck;
	/** In place of the server's answer: the request was carried out. */
	afterwards?: (scene: Scene, answer: Answer) => Struck;
	/** What an error about it says, in one of these words at least. */
	words: RegExp;
	/** How long a run takes under it, in seconds: hit once, and always. */
	seconds: { once: number; always: number };
}

const QUICK = { once: 3, always: 8 };
/** A request that is never answered is given up after a minute, and sent up to six times. */
const SLOW = { once: 65, always: 400 };
/** As long as Graph may say "later" before a read gives up, or five waits. */
const HELD = { once: 8, always: 650 };
const DAY_MS = 86_400_000;
const DRIP_MS = 4_000;

const isList = ({ list }: Kind): boolean => list !== undefined;
const isCounted = ({ list }: Kind): boolean => (list?.count.length ?? 0) > 0;
const bears = ({ style }: Kind): boolean => style !== 'signIn';
const isOfSeveral = ({ inside }: Kind): boolean => inside !== undefined;
const hasBody = (_kind: Kind, answered: boolean): boolean => answered;

/** An error in the words of the API. */
const ERRORS: Record<Style, (status: number, text: string) => JsonObject> = {
	signIn: (_status, text) => ({ error: 'temporarily_unavailable', error_description: text }),
	graph: (_status, text) => ({ error: { code: 'serviceNotAvailable', message: text } }),
	scim: (status, text) => ({
		schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
		status: String(status),
		detail: text,
	}),
	rest: (_status, text) => ({ error: text }),
};

function status(code: number, headers: Answer['headers'] = {}): (scene: Scene) => Answer {
	return ({ kind }) => ({
		status: code,
		headers: { 'content-type': 'application/json', ...headers },
		body: Buffer.from(JSON.stringify(ERRORS[kind.style](code, 'The service is having trouble.'))),
	});
}

/** Says when to come back by its own clock, which is so much ahead of the real one. */
function laterByClock(aheadMs: number): (scene: Scene) => Answer {
	return (scene) => {
		const now = Date.now() + aheadMs;
		const headers = { date: new Date(now).toUTCString(), 'retry-after': new Date(now + 2_000).toUTCString() };
		return status(429, headers)(scene);
	};
}

/** Lets a byte through now and then, and never ends. */
function drip(_scene: Scene, { status: code, headers, body }: Answer): Instead {
	return (response) => {
		const { 'content-length': _length, ...others } = headers;
		response.writeHead(code, { ...others, 'content-length': Math.max(body.length, 1_000) });
		const bytes = async (): Promise<void> => {
			for (let at = 0; !response.destroyed; at++) {
				response.write(body.subarray(at % Math.max(body.length, 1), (at % Math.max(body.length, 1)) + 1));
				await sleep(DRIP_MS, undefined, { ref: false });
			}
		};
		void bytes();
	};
}

function json(answer: Answer, change: (body: JsonObject) => JsonObject): Answer {
	const body = change(objectIn(JSON.parse(answer.body.toString())));
	return { ...answer, body: Buffer.from(JSON.stringify(body)) };
}

/** Changes the list that an answer holds under a name. */
function withList(answer: Answer, name: string, change: (own: unknown[]) => unknown[]): Answer {
	return json(answer, (body) => ({ ...body, [name]: change(listIn(body[name])) }));
}

function withItems({ kind }: Scene, answer: Answer, items: (own: unknown[]) => unknown[]): Answer {
	return withList(answer, kind.list?.items ?? '', items);
}

function itemsOf({ list }: Kind, answer: Answer): unknown[] {
	return listIn(objectIn(JSON.parse(answer.body.toString()))[list?.items ?? '']);
}

/** Changes the answers inside the answer to a request of several. */
function withInside({ kind }: Scene, answer: Answer, change: (own: unknown[]) => unknown[]): Answer {
	return withList(answer, kind.inside ?? '', change);
}

/** The first of several was refused, as the API says it in the answer to all. */
function refusedInside(code: number, headers: JsonObject = {}): (scene: Scene, answer: Answer) => Answer {
	return (scene, answer) =>
		withInside(scene, answer, ([first, ...others]) => {
			const { id, bulkId, method } = objectIn(first);
			const error = ERRORS[scene.kind.style](code, 'The service is having trouble.');
			const refusal =
				bulkId === undefined
					? { id, status: code, headers, body: error }
					: { bulkId, method, status: String(code), response: error };
			return [refusal, ...others];
		});
}

/** Only an answer that has a count gets another one. */
function withCount({ kind }: Scene, answer: Answer, count: (told: number) => number): Answer {
	const change = (holder: JsonObject, [name = '', ...rest]: readonly string[]): JsonObject => {
		if (!(name in holder)) return holder;
		const value = rest.length > 0 ? change(objectIn(holder[name]), rest) : count(Number(holder[name]));
		return { ...holder, [name]: value };
	};
	return json(answer, (body) => change(body, kind.list?.count ?? []));
}

export const FAULTS: readonly Fault[] = [
	{ name: 'connection reset', instead: () => 'cut', words: /could not be reached/, seconds: QUICK },
	{
		name: 'answer lost',
		on: ({ writes }) => writes,
		afterwards: () => 'cut',
		words: /could not be reached/,
		seconds: QUICK,
	},
	{ name: 'time-out', afterwards: () => () => {}, words: /did not answer/, seconds: SLOW },
	{ name: 'slow drip', on: hasBody, afterwards: drip, words: /did not answer/, seconds: SLOW },
	{ name: '429', instead: status(429), words: /429|slow down/, seconds: HELD },
	{
		name: '429, Retry-After 1',
		instead: status(429, { 'retry-after': '1' }),
		words: /429|slow down/,
		seconds: HELD,
	},
	{
		name: '429, Retry-After 86400',
		instead: status(429, { 'retry-after': '86400' }),
		words: /429|slow down/,
		seconds: { once: 125, always: 700 },
	},
	{
		name: '429, clock a day ahead',
		instead: laterByClock(DAY_MS),
		words: /429|slow down/,
		seconds: HELD,
	},
	{ name: '429, clock a day behind', instead: laterByClock(-DAY_MS), words: /429|slow down/, seconds: HELD },
	{ name: '401', on: bears, instead: status(401), words: /401/, seconds: QUICK },
	{ name: '500', instead: status(500), words: /500/, seconds: QUICK },
	{ name: '502', instead: status(502), words: /502/, seconds: QUICK },
	{ name: '503', instead: status(503), words: /503/, seconds: QUICK },
	{ name: '504', afterwards: status(504), words: /504/, seconds: QUICK },
	{
		name: 'HTML page',
		instead: () => ({
			status: 200,
			headers: { 'content-type': 'text/html' },
			body: Buffer.from('<!doctype html><title>Sign in</title><h1>Sign in to continue</h1>'),
		}),
		words: /not JSON|without a token|something else/,
		seconds: QUICK,
	},
	{
		name: 'truncated JSON',
		on: hasBody,
		afterwards: (_scene, answer) => ({ ...answer, body: answer.body.subarray(0, Math.ceil(answer.body.length / 2)) }),
		words: /not JSON|without a token/,
		seconds: QUICK,
	},
	{
		name: 'wrong content type',
		on: hasBody,
		afterwards: (_scene, answer) => ({ ...answer, headers: { ...answer.headers, 'content-type': 'text/plain' } }),
		words: /./,
		seconds: QUICK,
	},
	{ name: '200 with an error', instead: status(200), words: /trouble|something|without|did not say/, seconds: QUICK },
	{
		name: 'redirect elsewhere',
		instead: ({ elsewhere }) => ({ status: 307, headers: { location: elsewhere }, body: Buffer.alloc(0) }),
		words: /redirected/,
		seconds: QUICK,
	},
	{
		name: 'empty page',
		on: isList,
		afterwards: (scene, answer) => withItems(scene, answer, () => []),
		words: /complete|There is no (?:group|enterprise application)|was empty|without|conflicts/,
		seconds: { once: 8, always: 15 },
	},
	{
		name: 'repeated page',
		on: isList,
		needsPrevious: true,
		afterwards: (scene, answer) =>
			scene.previous ? withItems(scene, answer, () => itemsOf(scene.kind, scene.previous as Answer)) : answer,
		words: /complete|came twice/,
		seconds: { once: 8, always: 15 },
	},
	{
		name: 'nextLink loop',
		on: ({ list }) => list?.next !== undefined,
		afterwards: ({ kind, url }, answer) => json(answer, (body) => ({ ...body, [kind.list?.next ?? '']: url })),
		words: /complete/,
		seconds: { once: 8, always: 15 },
	},
	{
		name: 'count too high',
		on: isCounted,
		afterwards: (scene, answer) => withCount(scene, answer, (told) => told + 3),
		words: /complete/,
		seconds: { once: 8, always: 15 },
	},
	{
		name: 'count of the page alone',
		on: isCounted,
		afterwards: (scene, answer) => withCount(scene, answer, () => itemsOf(scene.kind, answer).length),
		words: /complete/,
		seconds: { once: 8, always: 15 },
	},
	{
		name: '429 inside',
		on: isOfSeveral,
		afterwards: refusedInside(429, { 'Retry-After': '1' }),
		words: /429|slow down/,
		seconds: HELD,
	},
	{ name: '500 inside', on: isOfSeveral, afterwards: refusedInside(500), words: /500/, seconds: QUICK },
	{
		name: 'one left out inside',
		on: isOfSeveral,
		afterwards: (scene, answer) => withInside(scene, answer, ([, ...others]) => others),
		words: /unanswered|did not say/,
		seconds: QUICK,
	},
	{
		name: 'turned round inside',
		on: isOfSeveral,
		afterwards: (scene, answer) => withInside(scene, answer, (own) => [...own].reverse()),
		words: /./,
		seconds: QUICK,
	},
	{
		name: 'token ends at once',
		on: ({ style }) => style === 'signIn',
		afterwards: (_scene, answer) => json(answer, (body) => ({ ...body, expires_in: 1, ext_expires_in: 1 })),
		words: /token/,
		seconds: QUICK,
	},
	{
		name: 'token that is no token',
		on: ({ style }) => style === 'signIn',
		afterwards: (_scene, answer) => json(answer, (body) => ({ ...body, access_token: 'made-up-by-a-proxy' })),
		words: /401|token/,
		seconds: QUICK,
	},
];

/** How an answer gets to n8n. */
export function given(struck: Struck): Instead | 'cut' {
	if (struck === 'cut' || typeof struck === 'function') return struck;
	return (response) => giveAnswer(response, struck);
}
