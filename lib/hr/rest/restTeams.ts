import { SyncError } from '../../base/errors';
import { isEmpty, isRecord, plainText } from '../../base/json';
import type { HttpClient } from '../../http/client';
import { idText } from '../idText';
import { encodeSegment } from '../idInUrl';
import type { Team, TeamDirectory, TeamValues } from '../teamDirectory';
import { inEnvelope, objectsIn, withFields } from './bodies';
import type { FieldValue } from './bodies';
import { idIn } from './employees';
import { getIn, setIn, stepsOf } from './fieldAt';
import type { PersonRecord } from './fields';
import { listRecords } from './list';
import type { Listed } from './list';
import { createPresentRecords } from './present';
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

	const listTeams = async () => await listRecords({ http, profile: teams, listed: TEAMS });
	const present = createPresentRecords(listTeams);
	/** As the team is now: the list that the plan was made of may be old by then. */
	const recordOf = async (id: string): Promise<PersonRecord> => {
		const record = await present.of(id);
		if (record) return record;
		throw new SyncError(
			`The HR system's list no longer has the team with the HR id ${id}`,
			'If it was deleted there, the next run makes it anew.',
		);
	};
	const membersOf = async ({ id, members }: Team): Promise<string[]> => {
		if (members) return members;
		if ('field' in teams.members) {
			throw new SyncError(
				`The HR system gave a team without members (there is nothing under "${teams.members.field}")`,
				'Check "teams.members" in the description of the HR system\'s API.',
			);
		}
		const list = listOf(teams.members.list, id);
		return [...(await listRecords({ http, profile: { id: teams.member, list }, listed: MEMBERS })).keys()];
	};
	/** Sends all members: those who are there at that moment, with the changes, so that nobody else's change is undone. */
	const set = async (request: RestTeamMembers, id: string, changed: (present: string[]) => string[]): Promise<void> => {
		const record = 'field' in teams.members ? await recordOf(id) : {};
		const members = changed(await membersOf(parseTeam(teams, id, record)));
		await send(request, id, members);
		if ('field' in teams.members) present.changed(id, withMembers(teams, record, members));
	};

	return {
		membersAtOnce: 'set' in change ? Infinity : teams.chunk,
		keepsExternalId: teams.externalId !== undefined,
		updates: teams.update !== undefined,
		async list() {
			return [...(await listTeams())].map(([id, record]) => parseTeam(teams, id, record));
		},
		members: membersOf,
		async create(values) {
			const { method, envelope, item } = teams.create;
			const answer = await http.request({
				method,
				url: urlOf(teams.create, {}),
				body: inEnvelope(envelope, withFields({}, fieldsOf(teams, values))),
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
			const fields = fieldsOf(teams, values);
			// Of a nested object in which a part changes all of it goes along: some APIs drop what is not sent.
			const record = fields.some(({ steps }) => steps.length > 1) ? await recordOf(id) : {};
			const body = inEnvelope(envelope, withFields(objectsIn(record, fields), fields));
			await http.request({ method, url: urlOf(teams.update, { id }), body, repeatable: true });
			if (Object.keys(record).length > 0) present.changed(id, withFields(record, fields));
		},
		async addMembers({ id }, hrIds) {
			if ('set' in change) await set(change.set, id, (there) => [...new Set([...there, ...hrIds])]);
			else await send(change.add, id, hrIds);
		},
		async removeMembers({ id }, hrIds) {
			const going = new Set(hrIds);
			if ('set' in change) await set(change.set, id, (there) => there.filter((member) => !going.has(member)));
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
	const id = idText(getIn(member, stepsOf(teams.member)));
	if (id !== undefined) return id;
	throw new SyncError(
		'The HR system gave a team with a member that has no id',
		'Check "teams.member" in the description of the HR system\'s API.',
	);
}

function fieldsOf({ name, externalId }: RestTeams, values: Partial<TeamValues>): FieldValue[] {
	const given: [string | undefined, string | undefined][] = [
		[name, values.name],
		[externalId, values.externalId],
	];
	return given.flatMap(([field, value]) =>
		field === undefined || value === undefined ? [] : [{ steps: stepsOf(field), value }],
	);
}

/** The record once these are the members. */
function withMembers({ members: from, member }: RestTeams, record: PersonRecord, hrIds: string[]): PersonRecord {
	if (!('field' in from)) return record;
	const held = hrIds.map((hrId) => (member === '' ? hrId : setIn({}, stepsOf(member), hrId)));
	return setIn(record, stepsOf(from.field), held);
}

function bodyOf({ field }: RestTeamMembers, ids: unknown[]): unknown {
	return field === '' ? ids : setIn({}, stepsOf(field), ids);
}

/** Ids that are no plain number stay as they are: a number would be another id. */
function idToSend({ ids }: RestTeams, hrId: string): string | number {
	return ids === 'number' && /^(0|[1-9]\d{0,14})$/.test(hrId) ? Number(hrId) : hrId;
}
