import { isObject } from './person.ts';

/**
 * What goes wrong. Those of the first group stand in front of the HR system, which never sees the request; in the
 * second group it does its work, and the answer suffers.
 *
 * - `status` answers `status` with `body` (default: an error in the API's form) and `headers`
 * - `throttle` answers 429 with `Retry-After: retryAfter` (default 1)
 * - `reset` resets the connection; `timeout` never answers; `html` answers 200 with a page of a proxy
 * - `redirect` sends to `url` with 307, which keeps method and body
 * - `timeoutAfterWrite` makes the change and ends the connection; `statusAfterWrite` makes it and answers `status`
 * - `truncate` ends the connection in the middle of the answer; `invalidJson` leaves its last character out
 * - `shortList` answers half the page, and nothing on the pages after it; `emptyPage` answers none of this page.
 *   The total stays as it was
 */
export type Fault =
	| { kind: 'status'; status: number; body?: unknown; headers: Record<string, string> }
	| { kind: 'throttle'; retryAfter: string }
	| { kind: 'redirect'; url: string }
	| { kind: 'statusAfterWrite'; status: number }
	| {
			kind: 'reset' | 'timeout' | 'html' | 'timeoutAfterWrite' | 'truncate' | 'invalidJson' | 'shortList' | 'emptyPage';
	  };

/** A fault and the requests that it hits. */
export interface FaultRule {
	/** Any when absent. */
	method?: string;
	/** Tested against path and query as the client sent them, the base path included. */
	path: RegExp;
	/** So many matching requests pass first, */
	skip: number;
	/** then so many are hit. */
	times: number;
	fault: Fault;
	/** Matching requests so far, and those hit. */
	seen: number;
	hits: number;
}

const PLAIN_KINDS = [
	'reset',
	'timeout',
	'html',
	'timeoutAfterWrite',
	'truncate',
	'invalidJson',
	'shortList',
	'emptyPage',
] as const;

/** Reads what was posted to the switchboard. Throws a sentence about the first thing that's wrong. */
export function parseRule(value: unknown): FaultRule {
	if (!isObject(value)) throw new Error('A fault must be an object.');
	const { method, path = '', skip = 0, times = 1, fault } = value;
	if (method !== undefined && typeof method !== 'string') throw new Error('"method" must be text.');
	if (typeof path !== 'string') throw new Error('"path" must be a regular expression as text.');
	return {
		...(method === undefined ? {} : { method: method.toUpperCase() }),
		path: new RegExp(path),
		skip: count('skip', skip),
		times: times === 'always' ? Infinity : count('times', times),
		fault: parseFault(fault),
		seen: 0,
		hits: 0,
	};
}

/** The rule as it was posted, with its counters. */
export function shownRule(rule: FaultRule): unknown {
	return { ...rule, path: rule.path.source, times: rule.times === Infinity ? 'always' : rule.times };
}

function parseFault(value: unknown): Fault {
	if (!isObject(value)) throw new Error('"fault" must be an object.');
	const { kind, status, body, headers, retryAfter = 1, url } = value;
	switch (kind) {
		case 'status':
			return { kind, status: httpStatus(status), body, headers: textValues(headers) };
		case 'statusAfterWrite':
			return { kind, status: httpStatus(status) };
		case 'throttle':
			// Both forms of Retry-After: seconds and an HTTP date.
			if (typeof retryAfter !== 'number' && typeof retryAfter !== 'string') throw new Error('"retryAfter" is wrong.');
			return { kind, retryAfter: String(retryAfter) };
		case 'redirect':
			if (typeof url !== 'string') throw new Error('A redirect needs a "url".');
			return { kind, url };
		default: {
			const plain = PLAIN_KINDS.find((known) => known === kind);
			if (!plain) throw new Error(`There is no fault of the kind "${String(kind)}".`);
			return { kind: plain };
		}
	}
}

function count(name: string, value: unknown): number {
	if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
	throw new Error(`"${name}" must be a whole number.`);
}

function httpStatus(value: unknown): number {
	if (typeof value === 'number' && Number.isInteger(value) && value >= 200 && value <= 599) return value;
	throw new Error('"status" must be an HTTP status.');
}

function textValues(value: unknown): Record<string, string> {
	if (!isObject(value)) return {};
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, String(inner)]));
}
