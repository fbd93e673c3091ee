import { isObject, textOf, valuesOf } from '../person.ts';
import type { Json } from '../person.ts';
import { Store } from '../store.ts';

/** A stored SCIM Group; members are users, by their id alone. */
export interface Group extends Json {
	id: string;
	displayName: string;
	members: Array<{ value: string }>;
	meta: { resourceType: 'Group'; created: string; lastModified: string };
}

/** The groups, in a file beside that of the people. */
export class Groups extends Store<Group> {
	constructor(path: string, system: string) {
		super(path, {
			system,
			isEntry: (value): value is Group =>
				isObject(value) && typeof value.id === 'string' && typeof value.displayName === 'string',
			indexed: {
				displayname: (group) => [group.displayName],
				externalid: (group) => [textOf(group, 'externalId')],
				'members.value': (group) => valuesOf(group, 'members').map((member) => textOf(member, 'value')),
			},
		});
	}
}
