import express from 'express';
import type { Request, Router } from 'express';

import { isObject } from '../../person.ts';
import type { Json } from '../../person.ts';
import { notAllowed, Refusal } from '../../rest/answers.ts';
import { wordIn } from '../../rest/person.ts';
import type { Records, RestRecord } from '../../rest/records.ts';
import type { Settings } from '../../settings.ts';
import { envelope } from './paging.ts';
import { bodyOf, existing } from './users.ts';

/** `/teams`: list, get, create, rename, delete; members are added and removed at `/teams/{id}/members`. */
export function teamRoutes(teams: Records, users: Records, settings: Settings): Router {
	const shownTeam = (team: RestRecord): Json => {
		const { member_ids: _ids, ...rest } = team;
		return { ...rest, id: Number(team.id), user_ids: membersOf(team, users).map(Number) };
	};
	const rename = (request: Request): Json => {
		const team = existing(teams, String(request.params.id));
		return { data: shownTeam(teams.change(team, teamFields(teams, bodyOf(request, 'team'), team))) };
	};
	const routes = express.Router();
	routes
		.route('/')
		.get((request, response) => void response.json(envelope(request, settings, teams.all(), shownTeam)))
		.post((request, response) => {
			const team = teams.fresh({ member_ids: [], ...teamFields(teams, bodyOf(request, 'team')) });
			teams.put([team]);
			response.status(201).json({ data: shownTeam(team) });
		})
		.all(notAllowed);
	routes
		.route('/:id')
		.get((request, response) => void response.json({ data: shownTeam(existing(teams, request.params.id)) }))
		.patch((request, response) => void response.json(rename(request)))
		.put((request, response) => void response.json(rename(request)))
		.delete((request, response) => {
			teams.delete(existing(teams, request.params.id).id);
			response.status(204).end();
		})
		.all(notAllowed);
	routes
		.route('/:id/members')
		.get((request, response) => {
			const members = membersOf(existing(teams, request.params.id), users);
			response.json(envelope(request, settings, members, (id) => ({ user_id: Number(id) })));
		})
		.post((request, response) => {
			const team = existing(teams, request.params.id);
			const ids = new Set([...membersOf(team, users), ...userIds(request, users)]);
			response.json({ data: shownTeam(teams.change(team, { member_ids: [...ids] })) });
		})
		.delete((request, response) => {
			const team = existing(teams, request.params.id);
			const gone = new Set(userIds(request, users));
			const kept = membersOf(team, users).filter((id) => !gone.has(id));
			response.json({ data: shownTeam(teams.change(team, { member_ids: kept })) });
		})
		.all(notAllowed);
	return routes;
}

/** Ids of the team's members who are still there. */
export function membersOf(team: RestRecord, users: Records): string[] {
	const ids = Array.isArray(team.member_ids) ? team.member_ids : [];
	return ids.filter((id): id is string => typeof id === 'string' && users.has(id));
}

function teamFields(teams: Records, body: Json, before?: RestRecord): Json {
	const fields: Json = before ? {} : { name: null, external_id: null };
	for (const name of ['name', 'external_id']) if (name in body) fields[name] = wordIn(body[name]) ?? null;
	const name = wordIn({ ...before, ...fields }.name);
	if (name === undefined) throw new Refusal(422, "name can't be blank", 'name');
	if (teams.isTaken('name', name, before?.id)) throw new Refusal(409, `name ${name} has already been taken`, 'name');
	return fields;
}

function userIds(request: Request, users: Records): string[] {
	const body: unknown = request.body;
	const given: unknown[] = isObject(body) && Array.isArray(body.user_ids) ? body.user_ids : [];
	if (given.length === 0) throw new Refusal(400, 'The body must be an object with "user_ids"');
	return given.map((value) => {
		const id = wordIn(value) ?? '';
		if (!users.has(id)) throw new Refusal(422, `${id} is not a user`, 'user_ids');
		return id;
	});
}
