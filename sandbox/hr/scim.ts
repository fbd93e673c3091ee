import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

import SCIMMY from 'scimmy';

import { matching } from './filter.ts';
import { UnknownManager, UserNameTaken } from './people.ts';
import type { People } from './people.ts';
import { ENTERPRISE, isObject, managerIdOf, nameOf, withManager } from './person.ts';
import type { Json, Person } from './person.ts';
import type { Settings } from './settings.ts';

/** What scimmy gives a client that names no `count`. */
const DEFAULT_COUNT = 20;

type ScimUser = SCIMMY.Schemas.User;

/** Declares the User resource (core and enterprise schema) over the store. Once a process: scimmy's declarations are global. */
export function declareUsers(people: People, settings: Settings): void {
	/**
	 * scimmy builds each listed resource anew through its schema (about 1 ms a person) and pages only afterwards.
	 * What is stored went through that schema already, so a list is paged in the store and sent as it is.
	 */
	class User extends SCIMMY.Resources.User {
		// The declared type asks for any T; scimmy-routers passes no context here.
		override async read(): Promise<SCIMMY.Messages.ListResponse | ScimUser> {
			const { id, filter, attributes, constraints } = this;
			// Sorting has to see everybody: that is left to scimmy.
			if (id !== undefined || constraints?.sortBy !== undefined) return await super.read();
			const { startIndex = 1, count: asked = DEFAULT_COUNT } = constraints ?? {};
			const count = Math.min(asked, settings.maxPageSize);
			const found = filter && matching(people, filter);
			const page = found ? found.slice(startIndex - 1, startIndex - 1 + count) : people.page(startIndex, count);
			const shown = page.map((person) => present(people, person));
			const resources = attributes
				? shown.map((person) => new SCIMMY.Schemas.User(person, 'out', usersUrl(), attributes))
				: shown.map(asScimUser);
			// Told the true start, ListResponse would cut a page that is one already.
			const list = new SCIMMY.Messages.ListResponse(resources, {
				totalResults: found ? found.length : people.size,
				itemsPerPage: resources.length,
			});
			list.startIndex = startIndex;
			return list;
		}
	}

	SCIMMY.Resources.declare(User);
	User.extend(SCIMMY.Schemas.EnterpriseUser);
	User.ingress((resource, instance) => asScimUser(present(people, write(people, resource.id, instance))));
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

/** Creates (no id) or replaces a person from what scimmy made of the request. Writes nothing when nothing changed. */
function write(people: People, id: string | undefined, instance: ScimUser): Person {
	const before = id === undefined ? undefined : existing(people, id);
	const now = new Date().toISOString();
	// Through JSON, scimmy's accessors become plain values, and what must never be shown (the password) is left out.
	const sent: unknown = JSON.parse(JSON.stringify(instance));
	const attributes = isObject(sent) ? sent : {};
	const person = withManagerIdOnly({
		...attributes,
		schemas: [...instance.schemas],
		id: before?.id ?? randomUUID(),
		userName: instance.userName,
		active: instance.active ?? before?.active ?? true,
		meta: before?.meta ?? { resourceType: 'User', created: now, lastModified: now, version: 'W/"1"' },
	});
	if (isDeepStrictEqual(person, before)) return person;
	if (before) person.meta = { ...before.meta, lastModified: now, version: nextVersion(before) };
	save(people, person);
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

/** A stored person as the API shows them. */
function present(people: People, person: Person): Person {
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
function usersUrl(): string {
	return String(SCIMMY.Resources.User.basepath());
}

/** Handlers return plain objects, which scimmy puts through the schema; its types ask for the finished instance. */
function asScimUser(person: Json): ScimUser {
	return person as unknown as ScimUser;
}
