import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

import SCIMMY from 'scimmy';

import { UnknownManager, UserNameTaken } from '../people.ts';
import type { People } from '../people.ts';
import { ENTERPRISE, isObject, managerIdOf, nameOf, withManager } from '../person.ts';
import type { Json, Person } from '../person.ts';
import type { Settings } from '../settings.ts';
import type { ScimDialect } from './dialect.ts';
import { attributesOf, matching } from './filter.ts';
import { merged } from './partialPut.ts';

/** What scimmy gives a client that names no `count`. */
const DEFAULT_COUNT = 20;

type ScimUser = SCIMMY.Schemas.User;

/** Declares the User resource over the store. Once a process: scimmy's declarations are global. */
export function declareUsers(people: People, settings: Settings, dialect: ScimDialect): void {
	const shaped = (resource: ScimUser): ScimUser => {
		if (!dialect.shape) return resource;
		return asScimUser(dialect.shape(plain(resource)));
	};

	/**
	 * scimmy builds each listed resource anew through its schema (about 1 ms a person) and pages only afterwards.
	 * What is stored went through that schema already, so a list is paged in the store and sent as it is.
	 */
	class User extends SCIMMY.Resources.User {
		// The declared type asks for any T; scimmy-routers passes no context here.
		override async read(): Promise<SCIMMY.Messages.ListResponse | ScimUser> {
			const { id, filter, attributes, constraints } = this;
			if (filter) checkFilter(filter, dialect);
			if (id !== undefined) return shaped((await super.read()) as ScimUser);
			// Sorting has to see everybody: that is left to scimmy.
			if (constraints?.sortBy !== undefined) {
				const sorted = (await super.read()) as SCIMMY.Messages.ListResponse;
				sorted.Resources = sorted.Resources.map((resource) => shaped(resource as ScimUser));
				return sorted;
			}
			const { startIndex = 1, count: asked = DEFAULT_COUNT } = constraints ?? {};
			const count = Math.min(asked, settings.maxPageSize);
			const found = filter && matching(people, filter);
			const page = found ? found.slice(startIndex - 1, startIndex - 1 + count) : people.page(startIndex, count);
			const shown = page.map((person) => present(people, person));
			const resources = attributes
				? shown.map((person) => new SCIMMY.Schemas.User(person, 'out', usersUrl(), attributes))
				: shown.map(asScimUser);
			// Told the true start, ListResponse would cut a page that is one already.
			const list = new SCIMMY.Messages.ListResponse(resources.map(shaped), {
				totalResults: found ? found.length : people.size,
				itemsPerPage: resources.length,
			});
			list.startIndex = startIndex;
			return list;
		}

		override async write(body: Json): Promise<ScimUser> {
			if (!isObject(body)) return await super.write(body);
			if (this.id === undefined) dialect.checkNew?.(body);
			const whole = this.id !== undefined && dialect.partialPut ? wholeOf(existing(people, this.id), body) : body;
			return shaped(await super.write(whole));
		}

		// As scimmy does it, but for the shape, which its own code must not see.
		override async patch(message: Json): Promise<ScimUser> {
			if (!isObject(message)) throw new SCIMMY.Types.Error(400, 'invalidSyntax', 'PATCH expects a PatchOp message');
			const before = (await super.read()) as ScimUser;
			const patch = new SCIMMY.Messages.PatchOp(message as ConstructorParameters<typeof SCIMMY.Messages.PatchOp>[0]);
			const after = (await patch.apply(before, async (changed) => await super.write(changed))) as ScimUser | undefined;
			// Undefined, which scimmy-routers answers with 204, means that nothing changed; the declared type leaves it out.
			if (!after) return after as unknown as ScimUser;
			return shaped(new SCIMMY.Schemas.User(after, 'out', usersUrl(), this.attributes));
		}
	}

	SCIMMY.Resources.declare(User);
	for (const name of dialect.lacks.core) SCIMMY.Schemas.User.definition.truncate(name);
	for (const name of dialect.lacks.enterprise) SCIMMY.Schemas.EnterpriseUser.definition.truncate(name);
	User.extend(SCIMMY.Schemas.EnterpriseUser);
	if (dialect.extension) SCIMMY.Schemas.User.definition.extend(dialect.extension);
	User.ingress((resource, instance) => {
		return asScimUser(present(people, write(people, dialect, resource.id, instance)));
	});
	User.egress((resource) => {
		const { id, filter } = resource;
		if (id !== undefined) return asScimUser(present(people, existing(people, id)));
		const found = filter ? matching(people, filter) : people.all();
		return found.map((person) => asScimUser(present(people, person)));
	});
	User.degress((resource) => {
		people.remove(existing(people, resource.id ?? '').id);
	});
}

function checkFilter(filter: SCIMMY.Types.Filter, { filterable }: ScimDialect): void {
	const refused = filterable && attributesOf(filter).find((path) => !filterable.includes(path));
	if (refused === undefined) return;
	throw new SCIMMY.Types.Error(400, 'invalidFilter', `Users can't be filtered by '${refused}'`);
}

function wholeOf(person: Person, body: Json): Json {
	if (Array.isArray(body.schemas)) return merged(person, body);
	throw new SCIMMY.Types.Error(400, 'invalidSyntax', "The request body has no 'schemas'");
}

/** Creates (no id) or replaces a person from what scimmy made of the request. Writes nothing when nothing changed. */
function write(people: People, dialect: ScimDialect, id: string | undefined, instance: ScimUser): Person {
	const before = id === undefined ? undefined : existing(people, id);
	const now = new Date().toISOString();
	// Through JSON, scimmy's accessors become plain values, and what must never be shown (the password) is left out.
	const sent = withManagerIdOnly({
		...plain(instance),
		schemas: [...instance.schemas],
		id: before?.id ?? randomUUID(),
		userName: instance.userName,
		active: instance.active ?? before?.active ?? dialect.activeUnlessSaid,
		meta: before?.meta ?? { resourceType: 'User', created: now, lastModified: now, version: 'W/"1"' },
	});
	const person = dialect.kept?.(sent) ?? sent;
	if (isDeepStrictEqual(person, before)) return person;
	dialect.check?.(person, people, before === undefined);
	if (before) person.meta = { ...before.meta, lastModified: now, version: nextVersion(before) };
	if (before && dialect.deletesInactive && person.active === false) people.remove(before.id);
	else save(people, person);
	return person;
}

function save(people: People, person: Person): void {
	try {
		people.save([person]);
	} catch (error) {
		if (error instanceof UserNameTaken) throw new SCIMMY.Types.Error(409, 'uniqueness', error.message);
		if (error instanceof UnknownManager) throw new SCIMMY.Types.Error(400, 'invalidValue', error.message);
		// scimmy would take any other error for "not found".
		throw new SCIMMY.Types.Error(500, '', error instanceof Error ? error.message : String(error));
	}
}

function existing(people: People, id: string): Person {
	const person = people.get(id);
	if (!person) throw new SCIMMY.Types.Error(404, '', `Resource ${id} not found`);
	return person;
}

function nextVersion(person: Person): string {
	return `W/"${Number(/\d+/.exec(person.meta.version)?.[0] ?? 0) + 1}"`;
}

/** The manager's name and address belong to the server: they are made on reading, and not stored. */
function withManagerIdOnly(person: Person): Person {
	const extension = person[ENTERPRISE];
	if (!isObject(extension) || !('manager' in extension)) return person;
	const value = managerIdOf(person);
	if (value !== undefined) return withManager(person, { value });
	const others = Object.entries(extension).filter(([attribute]) => attribute !== 'manager');
	return { ...person, [ENTERPRISE]: Object.fromEntries(others) };
}

/** A stored person with what the server adds on reading. */
export function present(people: People, person: Person): Person {
	const location = `${usersUrl()}/${person.id}`;
	const shown = { ...person, meta: { ...person.meta, location } };
	const managerId = managerIdOf(person);
	const manager = managerId === undefined ? undefined : people.get(managerId);
	if (!manager) return shown;
	return withManager(shown, {
		value: manager.id,
		$ref: `${usersUrl()}/${manager.id}`,
		displayName: nameOf(manager),
	});
}

/** scimmy-routers sets this from each request, so that addresses are those the client used. */
export function usersUrl(): string {
	return String(SCIMMY.Resources.User.basepath());
}

/** scimmy's accessors as plain values, without what must never be shown. */
function plain(instance: ScimUser): Json {
	const json: unknown = JSON.parse(JSON.stringify(instance));
	return isObject(json) ? json : {};
}

/** Handlers return plain objects, which scimmy puts through the schema; its types ask for the finished instance. */
function asScimUser(person: Json): ScimUser {
	return person as unknown as ScimUser;
}
