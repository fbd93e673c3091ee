import type { Request, RequestHandler, Response } from 'express';

import type { Settings } from './settings.ts';

export interface LimiterOptions {
	settings: Settings;
	/** How many requests this one counts for; 1 unless told. */
	weigh?: (request: Request) => number;
	/** Sends the refusal, whose `Retry-After` is set already. */
	refuse: (response: Response) => void;
}

/** Counts requests from the first one of a period on, and answers 429 once there were too many. */
export function rateLimiter({ settings, weigh = () => 1, refuse }: LimiterOptions): RequestHandler {
	let used = 0;
	let until = 0;
	let known = settings.rateLimit;
	return (request, response, next) => {
		const { rateLimit } = settings;
		if (!rateLimit) {
			next();
			return;
		}
		const now = Date.now();
		// Another limit begins anew.
		if (now >= until || rateLimit !== known) {
			known = rateLimit;
			used = 0;
			until = now + rateLimit.seconds * 1000;
		}
		const within = used <= rateLimit.requests;
		used += weigh(request);
		if (used <= rateLimit.requests) {
			next();
			return;
		}
		// The block begins with the request that is one too many; those during it don't make it longer.
		if (within && rateLimit.blockSeconds !== undefined) until = now + rateLimit.blockSeconds * 1000;
		response.set('Retry-After', String(Math.max(Math.ceil((until - now) / 1000), 1)));
		refuse(response);
	};
}
