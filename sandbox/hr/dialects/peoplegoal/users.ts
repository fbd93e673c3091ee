import express from 'express';
import type { Request, Router } from 'express';

import { isObject } from '../../person.ts';
import type { Json } from '../../person.ts';
import { notAllowed, Refusal } from '../../rest/answers.ts';
import { wordIn } from '../../rest/person.ts';
import { shown } from '../../rest/records.ts';
import type { Records, RestRecord } from '../../rest/records.ts';
import type { Settings } from '../../settings.ts';
import { envelope, queryOf } from './paging.ts';
import { userFields } from './user.ts';

/** `/users`: list (also by e-mail or external id), get, create, change, delete. */
export function userRoutes(users: Records, settings: Settings): Router {
	const routes = express.Router();
	routes
		.route('/')
		.get((request, response) => {
			response.json(envelope(request, settings, wanted(users, request), shown));
		})
		.post((request, response) => {
			const user = users.fresh(userFields(users, bodyOf(request, 'user')));
			users.put([user]);
			response.status(201).json({ data: shown(user) });
		})
		.all(notAllowed);
	routes
		.route('/:id')
		.get((request, response) => void response.json({ data: shown(existing(users, request.params.id)) }))
		.patch((request, response) => {
			const user = existing(users, request.params.id);
			const fields = userFields(users, bodyOf(request, 'user'), user);
			response.json({ data: shown(users.change(user, fields)) });
		})
		.delete((request, response) => {
			remove(users, existing(users, request.params.id));
			response.status(204).end();
		})
		.all(notAllowed);
	return routes;
}

/** What stands in the envelope of a request. */
export function bodyOf(request: Request, envelopeName: string): Json {
	const body: unknown = request.body;
	const inner = isObject(body) ? body[envelopeName] : undefined;
	if (isObject(inner)) return inner;
	throw new Refusal(400, `The body must be an object with "${envelopeName}"`);
}

export function existing(records: Records, id: string): RestRecord {
	const record = records.get(id);
	if (record) return record;
	throw new Refusal(404, `There is no ${id}`);
}

/** Whom the user managed have no manager afterwards. */
function remove(users: Records, { id }: RestRecord): void {
	const reports = users.all().filter((user) => wordIn(user.manager_id) === id);
	const updated_at = new Date().toISOString();
	users.delete(
		id,
		reports.map((user) => ({ ...user, manager_id: null, updated_at })),
	);
}

function wanted(users: Records, request: Request): RestRecord[] {
	const query = queryOf(request);
	const filters = ['email', 'external_id'].filter((name) => query.has(name));
	const [first] = filters;
	const found = first === undefined ? users.all() : (users.lookUp(first, query.get(first) ?? '') ?? []);
	return found.filter((user) =>
		filters.every((name) => String(user[name]).toLowerCase() === query.get(name)?.toLowerCase()),
	);
}
