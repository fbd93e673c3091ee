import { compact, field, choice, optional, place, recordOf, required, whole, wrong } from './parseFields';
import type { Fields } from './parseFields';
import { parseList, parseOperation } from './parseOperation';
import type { RestTeamMembers, RestTeams } from './profile';
import { placeholdersOf } from './template';

/** As many as SCIM clients send at once, where the API says nothing about it. */
const USUAL_CHUNK = 100;

/** The part of a profile that is about teams. @throws SyncError that names the field */
export function parseTeams(teams: Fields): RestTeams {
	const create = recordOf(teams.create, 'teams.create');
	return compact<RestTeams>({
		id: required(teams, 'id', 'teams'),
		name: required(teams, 'name', 'teams'),
		externalId: field(teams, 'externalId', 'teams'),
		list: parseList(recordOf(teams.list, 'teams.list'), 'teams.list'),
		...parseMembers(recordOf(teams.members, 'teams.members'), field(teams, 'member', 'teams') ?? ''),
		create: compact({
			...parseOperation(create, 'teams.create', [], []),
			envelope: field(create, 'envelope', 'teams.create'),
			item: place(create, 'item', 'teams.create'),
		}),
		update: optional(teams, 'update', (update) =>
			compact({
				...parseOperation(update, 'teams.update', ['id'], ['id']),
				envelope: field(update, 'envelope', 'teams.update'),
			}),
		),
		change: parseChange(recordOf(teams.change, 'teams.change')),
		ids: choice(teams, 'ids', 'teams', ['text', 'number']) ?? 'text',
		chunk: whole(teams, 'chunk', 'teams', 1) ?? USUAL_CHUNK,
	});
}

function parseMembers(members: Fields, member: string): Pick<RestTeams, 'members' | 'member'> {
	if (members.list === undefined || members.list === null) {
		return { members: { field: required(members, 'field', 'teams.members') }, member };
	}
	const at = 'teams.members.list';
	if (member === '') throw wrong('teams.member', 'is missing, and members come in a list of their own');
	return { members: { list: parseList(recordOf(members.list, at), at, ['id']) }, member };
}

function parseChange(change: Fields): RestTeams['change'] {
	if (change.set !== undefined && change.set !== null) {
		const set = parseMembersRequest(recordOf(change.set, 'teams.change.set'), 'teams.change.set');
		if (sendsEach(set)) throw wrong('teams.change.set.path', 'has {member}, but the request is about all members');
		return { set };
	}
	const part = (name: 'add' | 'remove'): RestTeamMembers => {
		const at = `teams.change.${name}`;
		return parseMembersRequest(recordOf(change[name], at), at);
	};
	return { add: part('add'), remove: part('remove') };
}

function parseMembersRequest(request: Fields, at: string): RestTeamMembers {
	const operation = parseOperation(request, at, ['id', 'member'], ['id']);
	const each = sendsEach({ ...operation, field: '' });
	return compact<RestTeamMembers>({
		...operation,
		field: place(each ? { field: '', ...request } : request, 'field', at),
		envelope: field(request, 'envelope', at),
	});
}

/** Whether a request is about one member. */
export function sendsEach({ path, query }: RestTeamMembers): boolean {
	return [path, ...Object.values(query ?? {})].flatMap(placeholdersOf).includes('member');
}
