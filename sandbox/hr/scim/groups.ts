import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

import SCIMMY from 'scimmy';

import type { People } from '../people.ts';
import { nameOf, textOf, valuesOf } from '../person.ts';
import type { Json } from '../person.ts';
import type { Settings } from '../settings.ts';
import { invalid } from './dialect.ts';
import { matching } from './filter.ts';
import type { Group, Groups } from './group.ts';
import { usersUrl } from './users.ts';

type ScimGroup = SCIMMY.Schemas.Group;

/** Declares the Group resource over the store. Once a process: scimmy's declarations are global. */
export function declareGroups(groups: Groups, people: People, settings: Settings): void {
	class Group extends SCIMMY.Resources.Group {
		override async read(): Promise<SCIMMY.Messages.ListResponse | ScimGroup> {
			const { count = settings.maxPageSize, ...others } = this.constraints ?? {};
			this.constraints = { ...others, count: Math.min(count, settings.maxPageSize) };
			return await super.read();
		}
	}
	SCIMMY.Resources.declare(Group);
	Group.ingress((resource, instance) => present(people, write(groups, people, resource.id, instance)));
	Group.egress((resource) => {
		const { id, filter } = resource;
		if (id !== undefined) return present(people, existing(groups, id));
		return (filter ? matching(groups, filter) : groups.all()).map((group) => present(people, group));
	});
	Group.degress((resource) => {
		groups.delete(existing(groups, resource.id ?? '').id);
	});
}

function write(groups: Groups, people: People, id: string | undefined, instance: ScimGroup): Group {
	const before = id === undefined ? undefined : existing(groups, id);
	const sent = JSON.parse(JSON.stringify(instance)) as Json;
	const displayName = textOf(sent, 'displayName');
	if (groups.lookUp('displayname', displayName)?.some((other) => other.id !== id)) {
		throw new SCIMMY.Types.Error(409, 'uniqueness', `The displayName '${displayName}' is already taken`);
	}
	const ids = new Set(valuesOf(sent, 'members').map((member) => textOf(member, 'value')));
	for (const member of ids) if (!people.has(member)) throw invalid(`The member '${member}' is not the id of a user`);
	const now = new Date().toISOString();
	const group: Group = {
		...sent,
		id: before?.id ?? randomUUID(),
		displayName,
		members: [...ids].map((value) => ({ value })),
		meta: before?.meta ?? { resourceType: 'Group', created: now, lastModified: now },
	};
	if (isDeepStrictEqual(group, before)) return group;
	if (before) group.meta = { ...before.meta, lastModified: now };
	groups.put([group]);
	return group;
}

function existing(groups: Groups, id: string): Group {
	const group = groups.get(id);
	if (!group) throw new SCIMMY.Types.Error(404, '', `Resource ${id} not found`);
	return group;
}

/** A stored group as the API shows it. Whoever was deleted is no member any more. */
function present(people: People, group: Group): ScimGroup {
	const members = group.members.flatMap(({ value }) => {
		const person = people.get(value);
		return person ? [{ value, display: nameOf(person), $ref: `${usersUrl()}/${value}`, type: 'User' }] : [];
	});
	return { ...group, members } as unknown as ScimGroup;
}
