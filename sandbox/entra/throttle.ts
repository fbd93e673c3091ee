import { CLIENT_ID, TENANT_ID } from './tenant.ts';
import { GraphError } from './errors.ts';
import type { Settings } from './settings.ts';

/** Resource units that an app may use in a tenant of up to so many users in a window. */
const BUDGETS: readonly { below: number; budget: number }[] = [
	{ below: 50, budget: 3_500 },
	{ below: 501, budget: 5_000 },
	{ below: Infinity, budget: 8_000 },
];
const WARN_FROM = 0.8;

/** What a request costs before its query options make it dearer or cheaper. */
export interface Priced {
	cost: number;
}

/** @param options the names of the query options in use, and the page size asked for */
export function costOf(route: Priced, query: URLSearchParams): number {
	let cost = route.cost;
	if (query.has('$select')) cost -= 1;
	if (query.has('$expand')) cost += 1;
	const top = query.get('$top');
	if (top !== null && Number(top) < 20) cost -= 1;
	return Math.max(1, cost);
}

/** Counts the resource units of the one app in the one tenant, window by window. */
export class Throttle {
	private started = 0;

	private used = 0;

	/** Begins a window with nothing used. */
	restart(): void {
		this.started = performance.now();
		this.used = 0;
	}

	/**
	 * Takes a request's cost from the budget.
	 *
	 * @returns the headers that tell the client about it
	 * @throws GraphError 429 when the budget doesn't hold it any more
	 */
	take(cost: number, users: number, settings: Settings): Record<string, string> {
		const now = performance.now();
		if (now - this.started >= settings.windowMs) this.restart();
		const budget = settings.budgetPerWindow ?? BUDGETS.find(({ below }) => users < below)?.budget ?? 0;
		const headers: Record<string, string> = { 'x-ms-resource-unit': String(cost) };
		if (this.used + cost > budget) {
			throw new GraphError(429, 'TooManyRequests', 'Please retry again later.', {
				...headers,
				...throttleHeaders(waitFor(this.started + settings.windowMs - now)),
				'x-ms-throttle-limit-percentage': share(this.used + cost, budget),
			});
		}
		this.used += cost;
		if (this.used / budget >= WARN_FROM) headers['x-ms-throttle-limit-percentage'] = share(this.used, budget);
		return headers;
	}
}

/** The headers of a 429. */
export function throttleHeaders(retryAfter: string | undefined): Record<string, string> {
	return {
		...(retryAfter === undefined ? {} : { 'Retry-After': retryAfter }),
		'x-ms-throttle-scope': `Tenant_Application/ReadWrite/${CLIENT_ID}/${TENANT_ID}`,
		'x-ms-throttle-information': 'ResourceUnitLimitExceeded',
	};
}

/** Whole seconds, and a fraction only when less than one is left. */
function waitFor(ms: number): string {
	return ms > 1000 ? String(Math.ceil(ms / 1000)) : (Math.ceil(ms / 10) / 100).toFixed(2);
}

function share(used: number, budget: number): string {
	return Math.min(1.8, used / budget).toFixed(2);
}
