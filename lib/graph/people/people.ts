import { SyncError } from '../../base/errors';
import type { Graph } from '../client';
import { countAll } from '../counts';
import type { Counted } from '../counts';
import { readAssigned } from './enterpriseApps';
import type { EnterpriseApp } from './enterpriseApps';
import type { Group } from './groups';
import { ALL_USERS, ALWAYS_SELECTED, membersOf, otherLists, othersOf, readAllUsers, readMembers } from './members';
import type { GraphUser, Users, UsersRequest } from './members';
import type { People, PeopleRequest } from './request';
import { Union } from './union';
import { readUsersById } from './usersById';

/**
 * Reads everybody of a source who is in scope, or fails.
 *
 * @throws SyncError for anything less than the whole source, unless a limit is set
 */
export async function readPeople(graph: Graph, request: PeopleRequest): Promise<People> {
	const people = await readSource(graph, request);
	const wanted = new Set<string>([...ALWAYS_SELECTED, ...request.properties]);
	const onlyForScope = (request.scope?.properties ?? []).filter((property) => !wanted.has(property));
	drop(people.users, [
		...onlyForScope,
		...BLANK_WITHOUT_PERMISSION.filter((property) => isBlank(people.users, property)),
	]);
	return people;
}

/**
 * Graph leaves these blank, without an error, for an app that lacks their permission (User-LifeCycleInfo.Read.All).
 * Blank for everybody is taken for not read, so that it clears nothing.
 */
const BLANK_WITHOUT_PERMISSION = ['employeeLeaveDateTime'];

function isBlank(users: readonly GraphUser[], property: string): boolean {
	return users.every((user) => user[property] === null || user[property] === undefined);
}

function drop(users: readonly GraphUser[], properties: readonly string[]): void {
	if (properties.length === 0) return;
	for (const user of users) for (const property of properties) Reflect.deleteProperty(user, property);
}

async function readSource(graph: Graph, request: PeopleRequest): Promise<People> {
	const { source } = request;
	if (source.kind === 'groups') return await readGroups(graph, request, source.groups);
	if (source.kind === 'app') return await readApp(graph, request, source.app, source.defaultAccess);
	if (source.kind === 'allUsers') {
		return await readList(graph, request, ALL_USERS.path, async (users) => await readAllUsers(graph, users));
	}
	const { group } = source;
	const path = membersOf(group, request.nested).path;
	const read = async (users: UsersRequest) => await readMembers(graph, { ...users, group, nested: request.nested });
	return await readList(graph, request, path, read, otherLists(group, request.nested));
}

/** The request for one list of users. Whatever Graph filters is looked at once more here. */
function usersRequest({ properties, scope, limit }: PeopleRequest, filter?: string): UsersRequest {
	const selected = [...properties, ...(scope?.properties ?? [])];
	return { properties: selected, filter, keeps: scope?.keeps, limit };
}

/**
 * Reads one list of users. Graph filters what it can, if its own counts show that nobody is lost by it: those in scope
 * and those out of scope must be all. Otherwise everybody is read, and filtered here.
 *
 * @param others lists to count beside: all members, and the groups among them
 */
async function readList(
	graph: Graph,
	request: PeopleRequest,
	path: string,
	read: (users: UsersRequest) => Promise<Users>,
	others: readonly Counted[] = [],
): Promise<People> {
	const { scope, limit } = request;
	if (limit !== undefined) {
		const some = await readFiltered(graph, request, read);
		// Nobody may also mean that the app may not read people, which only a read without a filter brings to light.
		const found = some.read > 0 || !scope?.odata ? some : await read(usersRequest(request));
		return { users: found.users, read: found.read, partial: true };
	}
	const filter = scope?.odata;
	if (filter !== undefined) {
		const lists = [{ path }, { path, filter: filter.out }, ...others];
		const [all, outside, ...more] = await countAll(graph, lists);
		if (all !== undefined && outside !== undefined) {
			const { users, read: inside } = await readFiltered(graph, request, read);
			if (inside + outside === all) return { users, read: all, otherMembers: othersOf(more, all), partial: false };
			graph.log('what Graph left out does not add up: everybody is read');
		}
	}
	const [{ users, read: all }, counts] = await Promise.all([read(usersRequest(request)), countAll(graph, others)]);
	return { users, read: all, otherMembers: othersOf(counts, all), partial: false };
}

/** A filter that Graph does not take is left away. */
async function readFiltered(
	graph: Graph,
	request: PeopleRequest,
	read: (users: UsersRequest) => Promise<Users>,
): Promise<Users> {
	const filter = request.scope?.odata?.in;
	if (filter === undefined) return await read(usersRequest(request));
	try {
		return await read(usersRequest(request, filter));
	} catch (error) {
		if (!(error instanceof SyncError) || error.details.status !== 400) throw error;
		graph.log('Graph does not take the filter: everybody is read');
		return await read(usersRequest(request));
	}
}

/** Each group whole; people once. A filter is applied here, since a person may come by several ways. */
async function readGroups(graph: Graph, request: PeopleRequest, groups: readonly Group[]): Promise<People> {
	const union = new Union(request);
	await union.addGroups(graph, groups);
	const counts = await union.countOthers(graph, groups);
	return { ...union.people(), otherMembers: counts };
}

async function readApp(
	graph: Graph,
	request: PeopleRequest,
	app: EnterpriseApp,
	defaultAccess: boolean,
): Promise<People> {
	const { people, groups, others, defaultOnly } = await readAssigned(graph, app, defaultAccess);
	const union = new Union(request);
	const { properties } = usersRequest(request);
	const ids = request.limit === undefined ? people : people.slice(0, request.limit);
	union.add(await readUsersById(graph, { ids, properties, from: { list: 'app', of: app.displayName } }));
	await union.addGroups(graph, groups);
	const inGroups = await union.countOthers(graph, groups);
	return { ...union.people(), otherMembers: inGroups === undefined ? undefined : inGroups + others, defaultOnly };
}
