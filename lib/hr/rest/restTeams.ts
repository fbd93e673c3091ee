import { SyncError } from '../../base/errors';
import { isEmpty, isRecord, plainText } from '../../base/json';
import type { HttpClient } from '../../http/client';
import { encodeSegment } from '../idInUrl';
import type { Team, TeamDirectory, TeamValues } from '../teamDirectory';
import { inEnvelope } from './bodies';
import { idIn } from './employees';
import { getIn, setIn, stepsOf } from './fieldAt';
import type { PersonRecord } from './fields';
import { listRecords } from './list';
import type { Listed } from './list';
import { sendsEach } from './profile/parseTeams';
import type { RestList, RestTeamMembers, RestTeams } from './profile/profile';
import { urlOf } from './profile/template';

export interface RestTeamsOptions {
	http: HttpClient;
	teams: RestTeams;
}

const TEAMS: Listed = { of: 'teams', many: 'teams', one: 'team', at: 'teams.list' };
const MEMBERS: Listed = { of: 'members', many: 'members', one: 'member', at: 'teams.members.list' };

/** The teams of an HR system that has a REST API of its own, as its profile describes them. */
export function createRestTeams({ http, teams }: RestTeamsOptions): TeamDirectory {
	const { change } = teams;

	const send = async (request: RestTeamMembers, id: string, hrIds: readonly string[]): Promise<void> => {
		const { method } = request;
		if (sendsEach(request)) {
			for (const member of hrIds) await http.request({ method, url: urlOf(request, { id, member }), repeatable: true });
			return;
		}
		const body = inEnvelope(
			request.envelope,
			bodyOf(
				request,
				hrIds.map((hrId) => idToSend(teams, hrId)),
			),
		);
		await http.request({ method, url: urlOf(request, { id }), body, repeatable: true });
	};

	return {
		membersAtOnce: 'set' in change ? Infinity : teams.chunk,
		keepsExternalId: teams.externalId !== undefined,
		updates: teams.update !== undefined,
		async list() {
			const records = await listRecords({ http, profile: teams, listed: TEAMS });
			return [...records].map(([id, record]) => parseTeam(teams, id, record));
		},
		async members({ id, members }) {
			if (members) return members;
			if ('field' in teams.members) {
				throw new SyncError(
					`The HR system gave a team without members (there is nothing under "${teams.members.field}")`,
					'Check "teams.members" in the description of the HR system\'s API.',
				);
			}
			const list = listOf(teams.members.list, id);
			const records = await listRecords({ http, profile: { id: teams.member, list }, listed: MEMBERS });
			return [...records.keys()];
		},
		async create(values) {
			const { method, envelope, item } = teams.create;
			const answer = await http.request({
				method,
				url: urlOf(teams.create, {}),
				body: inEnvelope(envelope, fieldsOf(teams, values)),
				repeatable: false,
				maxTries: 1,
			});
			const record = getIn(answer.body, stepsOf(item));
			const id = idIn(teams, isRecord(record) ? record : {}, 'team');
			return { ...values, id, members: [] };
		},
		async update({ id }, values) {
			if (!teams.update) {
				throw new SyncError(
					'It is not known how a team is renamed in this HR system',
					'Rename it there by hand, or add "teams.update" to the description of the HR system\'s API.',
				);
			}
			const { method, envelope } = teams.update;
			const body = inEnvelope(envelope, fieldsOf(teams, values));
			await http.request({ method, url: urlOf(teams.update, { id }), body, repeatable: true });
		},
		async addMembers({ id, members }, hrIds) {
			if ('set' in change) await send(change.set, id, [...new Set([...members, ...hrIds])]);
			else await send(change.add, id, hrIds);
		},
		async removeMembers({ id, members }, hrIds) {
			if ('set' in change)
				await send(
					change.set,
					id,
					members.filter((member) => !hrIds.includes(member)),
				);
			else await send(change.remove, id, hrIds);
		},
	};
}

/** The list of one team's members. */
function listOf(list: RestList, id: string): RestList {
	const withId = (template: string, value: string): string => template.replaceAll('{id}', () => value);
	const query = Object.entries(list.query ?? {}).map(([name, template]) => [name, withId(template, id)] as const);
	return { ...list, path: withId(list.path, encodeSegment(id)), query: Object.fromEntries<string>(query) };
}

function parseTeam(teams: RestTeams, id: string, record: PersonRecord): Team {
	const [name, externalId] = [getIn(record, stepsOf(teams.name)), at(record, teams.externalId)];
	const members = 'field' in teams.members ? getIn(record, stepsOf(teams.members.field)) : undefined;
	return {
		id,
		name: isEmpty(name) ? id : plainText(name),
		...(!isEmpty(externalId) && { externalId: plainText(externalId) }),
		...(Array.isArray(members) && { members: members.map((member: unknown) => memberId(teams, member)) }),
	};
}

function at(record: PersonRecord, field: string | undefined): unknown {
	return field === undefined ? undefined : getIn(record, stepsOf(field));
}

/** @throws SyncError when there is none: a member who can't be told must not be taken for nobody */
function memberId(teams: RestTeams, member: unknown): string {
	const id = getIn(member, stepsOf(teams.member));
	if ((typeof id === 'string' && id !== '') || typeof id === 'number') return String(id);
	throw new SyncError(
		'The HR system gave a team with a member that has no id',
		'Check "teams.member" in the description of the HR system\'s API.',
	);
}

function fieldsOf({ name, externalId }: RestTeams, values: Partial<TeamValues>): PersonRecord {
	const given: [string | undefined, string | undefined][] = [
		[name, values.name],
		[externalId, values.externalId],
	];
	return given.reduce<PersonRecord>(
		(body, [field, value]) => (field === undefined || value === undefined ? body : setIn(body, stepsOf(field), value)),
		{},
	);
}

function bodyOf({ field }: RestTeamMembers, ids: unknown[]): unknown {
	return field === '' ? ids : setIn({}, stepsOf(field), ids);
}

/** Ids that are no plain number stay as they are: a number would be another id. */
function idToSend({ ids }: RestTeams, hrId: string): string | number {
	return ids === 'number' && /^(0|[1-9]\d{0,14})$/.test(hrId) ? Number(hrId) : hrId;
}
