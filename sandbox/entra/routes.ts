import type { Directory, DirectoryObject } from './directory.ts';
import { GraphError, type Reply, notFound, unsupportedQuery } from './errors.ts';
import { type Collection, pageOf } from './pages.ts';
import { type GraphRequest, type Options, badRequest } from './query.ts';
import { type Row, checkExpand, checkGuarded, demand, denied, toRow } from './rows.ts';
import { type EntityType, checkSelect, defaultsOf } from './schema.ts';
import { type Settings, may } from './settings.ts';
import { SECRET_DAYS, keyCredential, passwordCredential } from './signIn.ts';
import type { State } from './store.ts';
import { APPLICATION_ID, APP_NAME, CLIENT_ID, COMPANY, TENANT_ID } from './tenant.ts';

/** What a route works with. */
export interface Call {
	request: GraphRequest;
	options: Options;
	/** The values of the pattern's braces. */
	params: Record<string, string>;
	directory: Directory;
	settings: Settings;
	state: State;
}

/** A path of Graph. `cost` is in resource units, before the query options change it. */
export interface Route {
	method: 'GET' | 'POST';
	pattern: string;
	cost: number;
	answer(call: Call): Reply;
}

const MEMBER_TYPES: readonly EntityType[] = ['user', 'group', 'device', 'orgContact', 'servicePrincipal'];
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const MAX_IDS = 1000;
const DAY_MS = 86_400_000;

export const ROUTES: readonly Route[] = [
	{ method: 'GET', pattern: 'groups', cost: 1, answer: listGroups },
	{ method: 'GET', pattern: 'groups/{id}', cost: 1, answer: getGroup },
	{ method: 'GET', pattern: 'groups/{id}/members', cost: 3, answer: (call) => members(call, 'direct') },
	{
		method: 'GET',
		pattern: 'groups/{id}/members/microsoft.graph.user',
		cost: 3,
		answer: (call) => cast(call, 'direct', 'user'),
	},
	{
		method: 'GET',
		pattern: 'groups/{id}/members/microsoft.graph.group',
		cost: 3,
		answer: (call) => cast(call, 'direct', 'group'),
	},
	{ method: 'GET', pattern: 'groups/{id}/transitiveMembers', cost: 5, answer: (call) => members(call, 'transitive') },
	{
		method: 'GET',
		pattern: 'groups/{id}/transitiveMembers/microsoft.graph.user',
		cost: 5,
		answer: (call) => cast(call, 'transitive', 'user'),
	},
	{
		method: 'GET',
		pattern: 'groups/{id}/transitiveMembers/microsoft.graph.group',
		cost: 5,
		answer: (call) => cast(call, 'transitive', 'group'),
	},
	{ method: 'GET', pattern: 'users', cost: 2, answer: listUsers },
	{ method: 'GET', pattern: 'users/{id}', cost: 2, answer: getUser },
	{ method: 'GET', pattern: 'users/{id}/manager', cost: 1, answer: getManager },
	{ method: 'POST', pattern: 'directoryObjects/getByIds', cost: 3, answer: getByIds },
	{ method: 'GET', pattern: 'organization', cost: 1, answer: getOrganization },
	{ method: 'GET', pattern: "applications(appId='{id}')", cost: 2, answer: getApplication },
];

function listGroups(call: Call): Reply {
	demand(call.settings, 'group');
	return page(call, { key: 'groups', entities: ['group'], all: () => call.directory.all('group') });
}

function getGroup(call: Call): Reply {
	return one(call, findGroup(call));
}

function members(call: Call, depth: 'direct' | 'transitive'): Reply {
	const all = membersOf(call, depth);
	return page(call, { key: `${call.params.id} ${depth}`, entities: MEMBER_TYPES, all });
}

/** The cast to one type, an advanced query. */
function cast(call: Call, depth: 'direct' | 'transitive', wanted: 'user' | 'group'): Reply {
	const members = membersOf(call, depth);
	const key = `${call.params.id} ${depth} ${wanted}s`;
	const all = () => call.directory.list(key, () => members().filter(({ type }) => type === wanted));
	return page(call, { key, entities: [wanted], all, advancedOnly: true });
}

function membersOf(call: Call, depth: 'direct' | 'transitive'): () => readonly DirectoryObject[] {
	const group = findGroup(call);
	if (group.properties.visibility === 'HiddenMembership') demand(call.settings, 'hiddenMembers');
	const { directory } = call;
	return () => (depth === 'direct' ? directory.directMembers(group) : directory.transitiveMembers(group));
}

function findGroup({ params, directory, settings }: Call): DirectoryObject {
	demand(settings, 'group');
	const id = params.id ?? '';
	if (!GUID.test(id)) throw new GraphError(400, 'Request_BadRequest', `Invalid object identifier '${id}'.`);
	const group = directory.get(id);
	if (group?.type !== 'group') throw notFound(id);
	return group;
}

function listUsers(call: Call): Reply {
	demand(call.settings, 'user');
	return page(call, { key: 'users', entities: ['user'], all: () => call.directory.all('user'), indexed: true });
}

function getUser(call: Call): Reply {
	return one(call, findUser(call));
}

function findUser({ params, directory, settings }: Call): DirectoryObject {
	demand(settings, 'user');
	const user = directory.user(params.id ?? '');
	if (!user) throw notFound(params.id ?? '');
	return user;
}

function getManager(call: Call): Reply {
	const { directory, settings, options, request } = call;
	const { managerId } = findUser(call);
	const manager = managerId ? directory.get(managerId) : undefined;
	if (!manager) throw notFound('manager');
	if (options.select) checkSelect(options.select, ['user', 'orgContact'], false);
	checkGuarded(options.select, settings);
	const row = toRow(manager, { select: options.select, typed: true, expand: undefined }, directory, settings);
	return ok({ '@odata.context': `${request.origin}/v1.0/$metadata#directoryObjects/$entity`, ...row });
}

/** Ids that don't exist are left out of the answer without a word. */
function getByIds(call: Call): Reply {
	const { directory, settings, options, request } = call;
	const body = (request.body ?? {}) as { ids?: unknown; types?: unknown };
	const { ids, types } = body;
	if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string') || ids.length === 0) {
		throw badRequest("The parameter 'ids' must be a collection of strings.");
	}
	if (ids.length > MAX_IDS) throw badRequest(`Too many ids: at most ${MAX_IDS} can be asked for.`);
	if (options.select) checkSelect(options.select, MEMBER_TYPES, false);
	checkGuarded(options.select, settings);
	const wanted = Array.isArray(types) ? types.map((type) => String(type).toLowerCase()) : [];
	const found = [...new Set(ids)]
		.flatMap((id) => directory.get(id) ?? [])
		.filter(
			({ type }) => wanted.length === 0 || wanted.includes('directoryobject') || wanted.includes(type.toLowerCase()),
		);
	const view = { select: options.select, typed: true, expand: undefined };
	const value = found.map((object) => toRow(object, view, directory, settings));
	return ok({ '@odata.context': `${request.origin}/v1.0/$metadata#directoryObjects`, value });
}

function getOrganization({ settings, options, request }: Call): Reply {
	demand(settings, 'organization');
	const row = pick({ id: TENANT_ID, displayName: COMPANY }, options, 'organization');
	return ok({ '@odata.context': `${request.origin}/v1.0/$metadata#organization`, value: [row] });
}

function getApplication({ settings, options, request, params, state }: Call): Reply {
	const own = params.id?.toLowerCase() === CLIENT_ID;
	if (!may(settings, 'application') && !(own && settings.readsOwnApplication)) throw denied();
	if (!own) throw notFound(params.id ?? '');
	const application: Row = {
		id: APPLICATION_ID,
		appId: CLIENT_ID,
		createdDateTime: state.secretCreated,
		displayName: APP_NAME,
		signInAudience: 'AzureADMyOrg',
		keyCredentials: settings.certificates.map((pem) => keyCredential(pem, options.select !== undefined)),
		passwordCredentials: [
			{
				customKeyIdentifier: null,
				displayName: 'n8n',
				endDateTime: secretEnd(state, settings),
				hint: state.clientSecret.slice(0, 3),
				keyId: APPLICATION_ID,
				secretText: null,
				startDateTime: state.secretCreated,
			},
			...settings.otherSecrets.map(passwordCredential),
		],
	};
	const row = pick(application, options, 'application');
	return ok({ '@odata.context': `${request.origin}/v1.0/$metadata#applications/$entity`, ...row });
}

function secretEnd(state: State, settings: Settings): string {
	if (settings.secretEndDateTime) return settings.secretEndDateTime;
	const made = Date.parse(state.secretCreated);
	const end = settings.secretState === 'expired' ? Math.min(made, Date.now()) - DAY_MS : made + SECRET_DAYS * DAY_MS;
	return new Date(end).toISOString();
}

function pick(whole: Row, options: Options, entity: EntityType): Row {
	if (options.expand) throw unsupportedQuery(`'${options.expand.property}' can't be expanded.`);
	if (options.select) checkSelect(options.select, [entity], true);
	return Object.fromEntries((options.select ?? defaultsOf(entity)).map((name) => [name, whole[name] ?? null]));
}

/** One page of a collection, as the request's options want it. */
export function page(
	call: Call,
	collection: Pick<Collection, 'key' | 'entities' | 'all'> & Partial<Collection>,
): Reply {
	const whole = { indexed: false, advancedOnly: false, ...collection };
	return pageOf(whole, call.request, call.options, call.directory, call.settings);
}

/** One object, as the request's options want it. */
export function one({ request, options, directory, settings }: Call, object: DirectoryObject): Reply {
	const advanced = options.count && options.eventual;
	if (options.select) checkSelect(options.select, [object.type], true);
	checkGuarded(options.select, settings);
	checkGuarded(options.expand?.select, settings);
	if (options.expand) checkExpand(options.expand, object.type, true, advanced);
	const row = toRow(object, { select: options.select, typed: false, expand: options.expand }, directory, settings);
	return ok({ '@odata.context': `${request.origin}/v1.0/$metadata#${object.type}s/$entity`, ...row });
}

export function ok(body: Row): Reply {
	return { status: 200, headers: {}, body };
}
