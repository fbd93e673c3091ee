export const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** Any JSON object. */
export type Json = Record<string, unknown>;

/** A stored SCIM User: as the schema left it, with the manager as `{ value }` alone and without `meta.location`. */
export interface Person extends Json {
	id: string;
	userName: string;
	schemas: string[];
	meta: { resourceType: 'User'; created: string; lastModified: string; version: string };
}

export function isObject(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isPerson(value: unknown): value is Person {
	return isObject(value) && typeof value.id === 'string' && typeof value.userName === 'string' && isObject(value.meta);
}

/** A text attribute, '' when it's absent. */
export function textOf(holder: unknown, attribute: string): string {
	const value = isObject(holder) ? holder[attribute] : undefined;
	return typeof value === 'string' ? value : '';
}

/** The id in the enterprise extension's `manager.value`. */
export function managerIdOf(person: Json): string | undefined {
	const extension = person[ENTERPRISE];
	const manager = isObject(extension) ? extension.manager : undefined;
	return isObject(manager) && typeof manager.value === 'string' ? manager.value : undefined;
}

/** The person with this manager, or with none when `manager` is undefined. */
export function withManager(person: Person, manager: Json | undefined): Person {
	const extension = isObject(person[ENTERPRISE]) ? person[ENTERPRISE] : {};
	return { ...person, [ENTERPRISE]: { ...extension, manager } };
}

/** What people call this person: the display name, else first and last name, else the user name. */
export function nameOf(person: Json): string {
	const { name } = person;
	const both = [textOf(name, 'givenName'), textOf(name, 'familyName')].filter((part) => part !== '').join(' ');
	return textOf(person, 'displayName') || textOf(name, 'formatted') || both || textOf(person, 'userName');
}

/** The objects of a multi-valued attribute such as `emails`. */
export function valuesOf(person: Json, attribute: string): Json[] {
	const values = person[attribute];
	return Array.isArray(values) ? values.filter(isObject) : [];
}
