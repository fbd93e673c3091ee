import express from 'express';
import type { RequestHandler, Router } from 'express';

import type { HrApi } from './dialect.ts';
import { withChanges } from './settings.ts';
import type { Settings } from './settings.ts';
import type { Switchboard } from './switchboard.ts';
import { teamsIn } from './teams.ts';
import type { Traffic } from './traffic.ts';

/** What a server of the HR system is made of. */
export interface Parts {
	api: HrApi;
	settings: Settings;
	switchboard: Switchboard;
	traffic: Traffic;
}

/** The control API, for tests and benchmarks: it needs no token, isn't counted, and no fault touches it. */
export function controlRoutes({ api, settings, switchboard, traffic }: Parts): Router {
	const routes = express.Router();
	routes.use(express.json({ limit: '1gb' }));

	routes.get('/stats', (_request, response) => void response.json(traffic.stats));
	routes.post('/stats/reset', (_request, response) => {
		traffic.reset();
		response.json(traffic.stats);
	});
	routes.get('/log', (request, response) => void response.json(traffic.last(Number(request.query.last ?? 100))));

	routes.get('/people', (_request, response) => {
		response.json(api.people().map(({ person, raw }) => ({ ...person, raw })));
	});
	routes.post(
		'/people',
		orRefuse((request, response) => {
			const body: unknown = request.body;
			if (!Array.isArray(body)) throw new Error('Send an array of people.');
			response.status(201).json({ people: api.seed(body) });
		}),
	);
	routes.delete('/people', (_request, response) => {
		api.clearPeople();
		response.json({ people: 0 });
	});
	routes.get('/teams', (_request, response) => void response.json(api.teams()));
	routes.post(
		'/teams',
		orRefuse((request, response) => {
			response.status(201).json({ teams: api.seedTeams(teamsIn(request.body)) });
		}),
	);
	routes.delete('/teams', (_request, response) => {
		api.clearTeams();
		response.json({ teams: 0 });
	});

	routes.get('/faults', (_request, response) => void response.json(switchboard.list()));
	routes.post(
		'/faults',
		orRefuse((request, response) => {
			switchboard.add(request.body);
			response.status(201).json(switchboard.list());
		}),
	);
	routes.delete('/faults', (_request, response) => {
		switchboard.clear();
		response.json([]);
	});

	routes.get('/settings', (_request, response) => void response.json(settings));
	routes.post(
		'/settings',
		orRefuse((request, response) => {
			response.json(Object.assign(settings, withChanges(settings, request.body)));
		}),
	);
	return routes;
}

/** Turns what the handler throws into a 400 with the sentence. */
function orRefuse(handler: RequestHandler): RequestHandler {
	return (request, response, next) => {
		try {
			void handler(request, response, next);
		} catch (error) {
			response.status(400).json({ error: error instanceof Error ? error.message : String(error) });
		}
	};
}
