import SCIMMY from 'scimmy';

import type { People } from '../people.ts';
import type { Json, Person } from '../person.ts';
import type { RateLimit } from '../settings.ts';

/** In what one system that speaks SCIM differs from another. */
export interface ScimDialect {
	name: string;
	maxPageSize: number;
	rateLimit: RateLimit | null;
	/** Whether there is /Groups. */
	groups: boolean;
	/** What `active` is for somebody who is created without it. */
	activeUnlessSaid: boolean;
	/** Attributes of the core schema and of the enterprise extension that the system hasn't got. */
	lacks: { core: readonly string[]; enterprise: readonly string[] };
	/** A schema extension of its own. */
	extension?: SCIMMY.Types.SchemaDefinition;
	/** The only paths that may be filtered by, in lower case. Any unless told. */
	filterable?: readonly string[];
	/** PUT leaves alone what it doesn't speak of. */
	partialPut: boolean;
	/** Somebody who becomes inactive is deleted. */
	deletesInactive: boolean;
	/** Throws what is wrong with a body of POST. */
	checkNew?: (body: Json) => void;
	/** Throws what is wrong with somebody who is about to be stored. */
	check?: (person: Person, people: People, isNew: boolean) => void;
	/** The values as this system keeps them. */
	kept?: (person: Person) => Person;
	/** A resource as this system's API shows it. */
	shape?: (resource: Json) => Json;
}

/** Something that is wrong with a value: a 400. */
export function invalid(detail: string): Error {
	return new SCIMMY.Types.Error(400, 'invalidValue', detail);
}
