import express from 'express';
import type { RequestHandler, Router } from 'express';

import type { HrApi, HrDialect, Opening } from '../../dialect.ts';
import { isObject } from '../../person.ts';
import type { Json } from '../../person.ts';
import { notAllowed, Refusal, refusals, restError } from '../../rest/answers.ts';
import { personFrom, wordIn } from '../../rest/person.ts';
import { Records } from '../../rest/records.ts';
import type { RestRecord } from '../../rest/records.ts';
import { seedRecords } from '../../rest/seed.ts';
import type { Settings } from '../../settings.ts';
import { shownUser, userFields, userWords } from './user.ts';

const NAME = 'tribal-habits';

const by = (field: string) => (record: RestRecord) => [wordIn(record[field]) ?? ''];

/**
 * Tribal Habits: a REST API with an API key and no more than users. Which custom fields (`X-…`) there are is the
 * customer's choice, so that any is taken; those under `lists` only with the items named there.
 */
export const TRIBAL_HABITS: HrDialect = {
	name: NAME,
	basePath: '/papi',
	form: {
		error: restError,
		items: 'records',
		startOf: (query, { maxPageSize }) => (pageOf(query) - 1) * maxPageSize + 1,
		counts: [],
	},
	settings: {
		latencyMs: 0,
		maxPageSize: 25,
		rateLimit: { requests: 300, seconds: 60, blockSeconds: 60 },
		tokenSeconds: 3600,
		lists: { 'X-Learning Groups': ['Everybody', 'Leaders', 'New Starters', 'Safety'] },
	},
	open,
};

function open({ state, token, settings }: Opening): HrApi {
	const users = new Records(state, NAME, { user_name: by('user_name'), email: by('email') });
	const handler = express.Router();
	handler.use(withKey(token));
	handler.use('/users', userRoutes(users, settings));
	handler.use(refusals);
	return {
		handler,
		credentials: () => ({}),
		people: () =>
			users.all().map((user) => ({ person: personFrom(user, userWords(user)), raw: shownUser(users, user) })),
		seed: (list) =>
			seedRecords(users, list, 'manager_email', (fields, before) => userFields(users, settings.lists, fields, before)),
		clearPeople: () => users.clear(),
		teams: () => [],
		seedTeams: () => {
			throw new Error('There are no teams.');
		},
		clearTeams: () => {},
	};
}

/** The key stands in the header as it is, without "Bearer". */
function withKey(key: string): RequestHandler {
	return (request, response, next) => {
		if (request.headers.authorization === key) next();
		else restError(response, 401, 'The API key is missing or wrong');
	};
}

function userRoutes(users: Records, settings: Settings): Router {
	const routes = express.Router();
	routes
		.route('/')
		.get((request, response) => {
			const page = pageOf(new URL(request.originalUrl, 'http://localhost').searchParams);
			const { maxPageSize } = settings;
			response.json({
				total_records: users.size,
				max_per_page: maxPageSize,
				current_page: page,
				total_pages: Math.ceil(users.size / maxPageSize),
				records: users.page((page - 1) * maxPageSize + 1, maxPageSize).map((user) => shownUser(users, user)),
			});
		})
		.post((request, response) => {
			const user = users.fresh(userFields(users, settings.lists, bodyOf(request.body)));
			users.put([user]);
			response.status(201).json(shownUser(users, user));
		})
		.all(notAllowed);
	routes
		.route('/:id')
		.get((request, response) => void response.json(shownUser(users, existing(users, request.params.id))))
		.put((request, response) => {
			const user = existing(users, request.params.id);
			const changed = users.change(user, userFields(users, settings.lists, bodyOf(request.body), user));
			response.json(shownUser(users, changed));
		})
		.all(notAllowed);
	return routes;
}

function pageOf(query: URLSearchParams): number {
	return Math.max(Math.trunc(Number(query.get('page') ?? 1)) || 1, 1);
}

function bodyOf(body: unknown): Json {
	if (isObject(body)) return body;
	throw new Refusal(400, 'The body must be a JSON object');
}

function existing(users: Records, id: string): RestRecord {
	const user = users.get(id);
	if (user) return user;
	throw new Refusal(404, `There is no user ${id}`);
}
