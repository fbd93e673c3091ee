import { setTimeout as sleep } from 'node:timers/promises';

import express from 'express';
import type { ErrorRequestHandler, Express, Request, RequestHandler } from 'express';

import { controlRoutes } from './control.ts';
import type { Parts } from './control.ts';
import type { HrDialect } from './dialect.ts';
import { peoplePage } from './page.ts';
import { isObject } from './person.ts';
import { rateLimiter } from './rateLimiter.ts';

/** The whole HR system: its API, the control API under `/_sim`, and a page for people at `/`. */
export function hrApp({ basePath, form }: HrDialect, parts: Parts): Express {
	const { api, settings, switchboard, traffic } = parts;
	const wait: RequestHandler = async (_request, _response, next) => {
		if (settings.latencyMs > 0) await sleep(settings.latencyMs);
		next();
	};
	/** For a body that can't be read: too large, or not JSON. */
	const unreadable: ErrorRequestHandler = (error: unknown, _request, response, next) => {
		if (response.headersSent) {
			next(error);
			return;
		}
		const status = isObject(error) && typeof error.status === 'number' ? error.status : 500;
		const detail = error instanceof Error ? error.message : String(error);
		form.error(response, status, detail, status === 400 ? 'invalidSyntax' : undefined);
	};
	const app = express();
	app.disable('x-powered-by').disable('etag');
	app.get('/', (_request, response) => {
		response.type('html').send(peoplePage(api.people().map(({ person }) => person)));
	});
	app.use('/_sim', controlRoutes(parts));
	app.use(
		basePath,
		traffic.count,
		express.json({ type: ['application/scim+json', 'application/json'], limit: '16mb' }),
		traffic.log,
		wait,
		switchboard.inject,
		rateLimiter({
			settings,
			weigh: operationsIn,
			refuse: (response) => form.error(response, 429, 'Too many requests'),
		}),
		api.handler,
		unreadable,
	);
	if (api.aside) app.use(wait, switchboard.inject, api.aside, unreadable);
	app.use((_request, response) => form.error(response, 404, 'There is nothing here'));
	return app;
}

/** A bulk request is as many as it holds. */
function operationsIn(request: Request): number {
	const body: unknown = request.body;
	return isObject(body) && request.path === '/Bulk' && Array.isArray(body.Operations) ? body.Operations.length : 1;
}
