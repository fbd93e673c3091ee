import { setTimeout as sleep } from 'node:timers/promises';

import express from 'express';
import type { Express, RequestHandler } from 'express';
import SCIMMY from 'scimmy';
import { SCIMMYRouters } from 'scimmy-routers';

import { scimError, unreadableBody } from './answers.ts';
import { controlRoutes } from './control.ts';
import type { Parts } from './control.ts';
import { peoplePage } from './page.ts';
import { declareUsers } from './scim.ts';

/** The path of the SCIM API. */
export const SCIM_PATH = '/scim/v2';

/** The whole HR system: SCIM under `/scim/v2`, the control API under `/_sim`, and a page for people at `/`. */
export function hrApp(parts: Parts, token: string): Express {
	const { people, settings, switchboard, traffic } = parts;
	declareUsers(people, settings);

	const wait: RequestHandler = async (_request, _response, next) => {
		if (settings.latencyMs > 0) await sleep(settings.latencyMs);
		next();
	};
	// scimmy-routers sets the configuration to its defaults when it is made, and the page size can change any time.
	const tellPageSize: RequestHandler = (request, _response, next) => {
		if (request.path === '/ServiceProviderConfig') {
			SCIMMY.Config.set({ filter: { supported: true, maxResults: settings.maxPageSize } });
		}
		next();
	};
	const app = express();
	app.disable('x-powered-by').disable('etag');
	app.get('/', (_request, response) => void response.type('html').send(peoplePage(people.all())));
	app.use('/_sim', controlRoutes(parts));
	app.use(
		SCIM_PATH,
		traffic.count,
		express.json({ type: ['application/scim+json', 'application/json'], limit: '16mb' }),
		traffic.log,
		wait,
		switchboard.inject,
		keepQuery,
		tellPageSize,
		new SCIMMYRouters({
			type: 'bearer',
			baseUri: (request) => `http://${request.headers.host ?? ''}`,
			handler: (request) => {
				if (request.headers.authorization === `Bearer ${token}`) return '';
				throw new Error('The bearer token is missing or wrong');
			},
		}),
		unreadableBody,
	);
	app.use((_request, response) => scimError(response, 404, 'There is nothing here'));
	return app;
}

/** Express 5 parses the query anew each time; scimmy-routers turns its numbers into numbers and relies on finding them. */
const keepQuery: RequestHandler = (request, _response, next) => {
	Object.defineProperty(request, 'query', { value: { ...request.query }, configurable: true });
	next();
};
