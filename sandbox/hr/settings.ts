import { isObject } from './person.ts';

/** So many requests in so many seconds; the next ones are refused until the time is over, or for `blockSeconds`. */
export interface RateLimit {
	requests: number;
	seconds: number;
	blockSeconds?: number;
}

/** What the control API can change while the server runs. */
export interface Settings {
	/** Each request to the API waits this long before anything happens. */
	latencyMs: number;
	/** The largest page, whatever is asked for. */
	maxPageSize: number;
	/** Null: no limit. */
	rateLimit: RateLimit | null;
	/** How long an access token is good, in systems that give them out. */
	tokenSeconds: number;
	/** The items of fields that take only those, by the field's name, in systems that have such fields. */
	lists: Record<string, string[]>;
}

/** The settings with what was posted. Throws a sentence about the first thing that's wrong. */
export function withChanges(settings: Settings, posted: unknown): Settings {
	const changed = { ...settings, ...(isObject(posted) ? posted : {}) };
	const { latencyMs, maxPageSize, tokenSeconds, rateLimit, lists } = changed as Record<keyof Settings, unknown>;
	if (!isNumber(latencyMs, 0) || !isNumber(maxPageSize, 1)) {
		throw new Error('"latencyMs" and "maxPageSize" must be numbers.');
	}
	if (!isNumber(tokenSeconds, 0)) throw new Error('"tokenSeconds" must be a number.');
	return { latencyMs, maxPageSize, tokenSeconds, rateLimit: rateLimitIn(rateLimit), lists: listsIn(lists) };
}

function rateLimitIn(value: unknown): RateLimit | null {
	if (value === null) return null;
	const { requests, seconds, blockSeconds } = isObject(value) ? value : {};
	const blocks = blockSeconds === undefined || isNumber(blockSeconds, 0);
	if (!isNumber(requests, 0) || !isNumber(seconds, 0) || !blocks) {
		throw new Error('"rateLimit" must be null or { requests, seconds, blockSeconds } with numbers.');
	}
	return { requests, seconds, ...(blockSeconds === undefined ? {} : { blockSeconds }) };
}

function listsIn(value: unknown): Record<string, string[]> {
	const lists = Object.entries(isObject(value) ? value : { '': undefined });
	return Object.fromEntries(
		lists.map(([name, items]) => {
			if (!Array.isArray(items) || !items.every((item) => typeof item === 'string')) {
				throw new Error('"lists" must be an object with an array of texts for each field.');
			}
			return [name, items];
		}),
	);
}

function isNumber(value: unknown, least: number): value is number {
	return typeof value === 'number' && Number.isFinite(value) && value >= least;
}
