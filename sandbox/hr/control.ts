import { randomUUID } from 'node:crypto';

import express from 'express';
import type { RequestHandler, Router } from 'express';

import type { People } from './people.ts';
import { CORE, ENTERPRISE, isObject, managerIdOf, withManager } from './person.ts';
import type { Person } from './person.ts';
import type { Settings } from './settings.ts';
import type { Switchboard } from './switchboard.ts';
import type { Traffic } from './traffic.ts';

/** What a server of the HR system is made of. */
export interface Parts {
	people: People;
	settings: Settings;
	switchboard: Switchboard;
	traffic: Traffic;
}

/** The control API, for tests and benchmarks: it needs no token, isn't counted, and no fault touches it. */
export function controlRoutes({ people, settings, switchboard, traffic }: Parts): Router {
	const routes = express.Router();
	routes.use(express.json({ limit: '1gb' }));

	routes.get('/stats', (_request, response) => void response.json(traffic.stats));
	routes.post('/stats/reset', (_request, response) => {
		traffic.reset();
		response.json(traffic.stats);
	});
	routes.get('/log', (request, response) => void response.json(traffic.last(Number(request.query.last ?? 100))));

	routes.get('/people', (_request, response) => void response.json(people.all()));
	routes.post(
		'/people',
		orRefuse((request, response) => {
			const body: unknown = request.body;
			if (!Array.isArray(body)) throw new Error('Send an array of SCIM Users.');
			const now = new Date().toISOString();
			people.save(body.map((resource, index) => seeded(resource, index, now)));
			response.status(201).json({ people: people.size });
		}),
	);
	routes.delete('/people', (_request, response) => {
		people.clear();
		response.json({ people: 0 });
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

	routes.post(
		'/settings',
		orRefuse((request, response) => {
			const body: unknown = request.body;
			const { latencyMs = settings.latencyMs, maxPageSize = settings.maxPageSize } = isObject(body) ? body : {};
			if (typeof latencyMs !== 'number' || typeof maxPageSize !== 'number' || latencyMs < 0 || maxPageSize < 1) {
				throw new Error('"latencyMs" and "maxPageSize" must be numbers.');
			}
			Object.assign(settings, { latencyMs, maxPageSize });
			response.json(settings);
		}),
	);
	return routes;
}

/** A seeded resource is taken as it is; only what every stored one has is added where it's missing. */
function seeded(resource: unknown, index: number, now: string): Person {
	if (!isObject(resource) || typeof resource.userName !== 'string') {
		throw new Error(`Resource ${index} is not an object with a userName.`);
	}
	const meta = { created: now, lastModified: now, version: 'W/"1"', ...(isObject(resource.meta) ? resource.meta : {}) };
	const person: Person = {
		schemas: isObject(resource[ENTERPRISE]) ? [CORE, ENTERPRISE] : [CORE],
		active: true,
		...resource,
		id: typeof resource.id === 'string' ? resource.id : randomUUID(),
		userName: resource.userName,
		meta: { ...meta, resourceType: 'User' },
	};
	const manager = managerIdOf(person);
	return manager === undefined ? person : withManager(person, { value: manager });
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
