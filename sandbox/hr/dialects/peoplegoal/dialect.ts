import express from 'express';

import { keptSecret } from '../../../shared/program.ts';
import type { HrApi, HrDialect, Opening } from '../../dialect.ts';
import { refusals, restError } from '../../rest/answers.ts';
import { personFrom, wordIn } from '../../rest/person.ts';
import { Records, shown } from '../../rest/records.ts';
import type { RestRecord } from '../../rest/records.ts';
import { seedRecords } from '../../rest/seed.ts';
import { checkMembers } from '../../teams.ts';
import { Access, CLIENT_ID } from './oauth.ts';
import { pageOf } from './paging.ts';
import { membersOf, teamRoutes } from './teams.ts';
import { userFields, userWords } from './user.ts';
import { userRoutes } from './users.ts';

const NAME = 'peoplegoal';

const by = (field: string) => (record: RestRecord) => [wordIn(record[field]) ?? ''];

/** PeopleGoal: a REST API with users and teams. Its real paths aren't public; these are as a customer might get them. */
export const PEOPLEGOAL: HrDialect = {
	name: NAME,
	basePath: '/api/v2',
	form: {
		error: restError,
		items: 'data',
		startOf: (query, settings) => {
			const { page, perPage } = pageOf(query, settings);
			return (page - 1) * perPage + 1;
		},
		counts: [],
	},
	settings: { latencyMs: 0, maxPageSize: 100, rateLimit: null, tokenSeconds: 3600, lists: {} },
	open,
};

function open({ state, token, settings }: Opening): HrApi {
	const users = new Records(state, NAME, { email: by('email'), external_id: by('external_id') });
	const teams = new Records(`${state}.teams`, NAME, { name: by('name') });
	const clientSecret = keptSecret(`${state}.client-secret`);
	const access = new Access(settings, token, clientSecret);
	const handler = express.Router();
	handler.use(access.check);
	handler.use('/users', userRoutes(users, settings));
	handler.use('/teams', teamRoutes(teams, users, settings));
	handler.use(refusals);
	return {
		handler,
		aside: access.routes(),
		credentials: (url) => ({ clientId: CLIENT_ID, clientSecret, tokenUrl: `${url}/oauth/token` }),
		people: () => users.all().map((user) => ({ person: personFrom(user, userWords(user)), raw: shown(user) })),
		seed: (list) => seedRecords(users, list, 'manager_id', (fields, before) => userFields(users, fields, before)),
		clearPeople: () => users.clear(),
		teams: () =>
			teams.all().map((team) => {
				const externalId = wordIn(team.external_id);
				return {
					id: team.id,
					displayName: wordIn(team.name) ?? '',
					...(externalId === undefined ? {} : { externalId }),
					members: membersOf(team, users),
				};
			}),
		seedTeams(list) {
			checkMembers(list, users);
			teams.put(
				list.map(({ id, displayName, externalId = null, members }) =>
					teams.fresh({ name: displayName, external_id: externalId, member_ids: members }, id),
				),
			);
			return teams.size;
		},
		clearTeams: () => teams.clear(),
	};
}
