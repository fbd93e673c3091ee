import { randomUUID } from 'node:crypto';

import express from 'express';
import type { RequestHandler, Router } from 'express';
import SCIMMY from 'scimmy';
import { SCIMMYRouters } from 'scimmy-routers';

import type { ApiForm, HrApi, HrDialect, Opening, Team } from '../dialect.ts';
import { People } from '../people.ts';
import { CORE, ENTERPRISE, isObject, managerIdOf, textOf, withManager } from '../person.ts';
import type { Json, Person } from '../person.ts';
import type { Settings } from '../settings.ts';
import { checkMembers } from '../teams.ts';
import { scimError } from './answers.ts';
import type { ScimDialect } from './dialect.ts';
import { Groups } from './group.ts';
import type { Group } from './group.ts';
import { declareGroups } from './groups.ts';
import { declareUsers, present } from './users.ts';

const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';

const FORM: ApiForm = {
	error: scimError,
	items: 'Resources',
	startOf: (query) => Math.max(Number(query.get('startIndex') ?? 1) || 1, 1),
	counts: ['itemsPerPage'],
};

/** A system that speaks SCIM 2.0, under `/scim/v2`. One a process: scimmy keeps its declarations for all. */
export function scimSystem(dialect: ScimDialect): HrDialect {
	const { name, maxPageSize, rateLimit } = dialect;
	return {
		name,
		basePath: '/scim/v2',
		form: FORM,
		settings: { latencyMs: 0, maxPageSize, rateLimit, tokenSeconds: 3600, lists: {} },
		open: (opening) => open(dialect, opening),
	};
}

function open(dialect: ScimDialect, { state, token, settings }: Opening): HrApi {
	const people = new People(state, dialect.name);
	declareUsers(people, settings, dialect);
	const groups = dialect.groups ? new Groups(`${state}.groups`, dialect.name) : undefined;
	if (groups) declareGroups(groups, people, settings);
	return {
		handler: scimRoutes(settings, token),
		credentials: () => ({}),
		people: () =>
			people.all().map((person) => {
				const shown = present(people, person);
				return { person, raw: dialect.shape?.(shown) ?? shown };
			}),
		seed(list) {
			const now = new Date().toISOString();
			people.save(list.map((resource, index) => seeded(resource, index, now)));
			return people.size;
		},
		clearPeople: () => people.clear(),
		teams: () =>
			(groups?.all() ?? []).map(({ id, displayName, externalId, members }) => ({
				id,
				displayName,
				...(typeof externalId === 'string' ? { externalId } : {}),
				members: members.map(({ value }) => value).filter((value) => people.has(value)),
			})),
		seedTeams(teams) {
			if (!groups) throw new Error('This system has no teams.');
			checkMembers(teams, people);
			groups.put(teams.map(seededGroup));
			return groups.size;
		},
		clearTeams: () => groups?.clear(),
	};
}

function scimRoutes(settings: Settings, token: string): Router {
	// scimmy-routers sets the configuration to its defaults when it is made, and the page size can change any time.
	const tellPageSize: RequestHandler = (request, _response, next) => {
		if (request.path === '/ServiceProviderConfig') {
			SCIMMY.Config.set({ filter: { supported: true, maxResults: settings.maxPageSize } });
		}
		next();
	};
	const routes = express.Router();
	routes.use(
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
	);
	return routes;
}

/** Express 5 parses the query anew each time; scimmy-routers turns its numbers into numbers and relies on finding them. */
const keepQuery: RequestHandler = (request, _response, next) => {
	Object.defineProperty(request, 'query', { value: { ...request.query }, configurable: true });
	next();
};

/** A seeded resource is taken as it is; only what every stored one has is added where it's missing. */
function seeded(resource: unknown, index: number, now: string): Person {
	if (!isObject(resource) || typeof resource.userName !== 'string') {
		throw new Error(`Resource ${index} is not an object with a userName.`);
	}
	const { raw: _shown, ...own } = resource;
	const extension = isObject(own[ENTERPRISE]) ? own[ENTERPRISE] : undefined;
	const { location: _made, ...meta } = isObject(own.meta) ? own.meta : {};
	const person: Person = {
		schemas: extension ? [CORE, ENTERPRISE] : [CORE],
		active: true,
		...own,
		...(extension ? { [ENTERPRISE]: withUsualNames(extension) } : {}),
		id: textOf(own, 'id') || randomUUID(),
		userName: resource.userName,
		meta: { created: now, lastModified: now, version: 'W/"1"', ...meta, resourceType: 'User' },
	};
	const manager = managerIdOf(person);
	return manager === undefined ? person : withManager(person, { value: manager });
}

function seededGroup({ id, displayName, externalId, members }: Team): Group {
	const now = new Date().toISOString();
	return {
		schemas: [GROUP],
		id,
		displayName,
		...(externalId === undefined ? {} : { externalId }),
		members: members.map((value) => ({ value })),
		meta: { resourceType: 'Group', created: now, lastModified: now },
	};
}

/** Some systems show `Department` for `department`. */
function withUsualNames(extension: Json): Json {
	return Object.fromEntries(
		Object.entries(extension).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
	);
}
