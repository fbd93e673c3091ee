import { failure } from '../../base/failure';
import { isRecord } from '../../base/json';

export const CORE_USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/**
 * A SCIM attribute path (RFC 7644 3.5.2), as far as a mapping needs it: `title`, `name.givenName`,
 * `emails[type eq "work"].value`, `urn:...:enterprise:2.0:User:department`, and any other extension's attribute, whose
 * name is taken literally since some systems use display names with blanks and dots as keys.
 */
export interface ScimPath {
	urn?: string;
	attribute: string;
	filter?: { attribute: string; value: string };
	subAttribute?: string;
}

const FILTERED = /^([A-Za-z$][\w$-]*)\[([A-Za-z][\w$-]*) eq "((?:[^"\\]|\\.)*)"\](?:\.([A-Za-z$][\w$-]*))?$/i;
const PLAIN = /^([A-Za-z$][\w$-]*)(?:\.([A-Za-z$][\w$-]*))?$/;
/** `urn:...:2.0:User:Salary: base`: all that follows the schema is the name, colons too. */
const USER_SCHEMA = /^(urn:.+?:\d[\d.]*:User):(.+)$/is;
/** Where the schema doesn't end in `:User`, the last colon is taken for its end. */
const ANY_SCHEMA = /^(urn:.+?:User|urn:.+(?=:[^:]+$)):(.+)$/is;
const SCHEMA_ALONE = /:\d[\d.]*:User$/i;
/** RFC 7644 3.4.2.2 ATTRNAME: what a path or a filter can hold. */
const ATTRIBUTE_NAME = /^[A-Za-z$][\w$-]*$/;
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** Attributes that hold several values (RFC 7643 4.1.2): which one is meant has to be said. */
const MULTI_VALUED = new Set([
	...['emails', 'phonenumbers', 'ims', 'photos', 'addresses', 'groups', 'entitlements', 'roles', 'x509certificates'],
]);

/** Names are case-insensitive; these are the ones that the code compares. */
const CANONICAL_NAMES = new Map(
	[
		...['userName', 'externalId', 'active', 'displayName', 'nickName', 'profileUrl', 'title', 'userType'],
		...['preferredLanguage', 'locale', 'timezone', 'name', 'emails', 'phoneNumbers', 'addresses', 'manager'],
		...['givenName', 'familyName', 'middleName', 'formatted', 'type', 'value', 'primary', 'department', 'division'],
		...['employeeNumber', 'organization', 'costCenter', 'locality', 'country', 'region', 'postalCode', 'streetAddress'],
	].map((name) => [name.toLowerCase(), name]),
);

/** Mappings use few different paths; whatever else comes along must not fill the memory. */
const MOST_KEPT = 1000;

/** Asked for each attribute of each employee, so that what is known is read and nothing is moved. */
function remembered<T>(kept: Map<string, T>, text: string, make: () => T): T {
	const before = kept.get(text);
	if (before !== undefined) return before;
	const made = make();
	if (kept.size < MOST_KEPT) kept.set(text, made);
	return made;
}

const parsed = new Map<string, ScimPath>();

/** @throws SyncError when the text is no attribute path. */
export function parsePath(text: string): ScimPath {
	return remembered(parsed, text, () => parse(text.trim()));
}

function parse(text: string): ScimPath {
	const path = /^urn:/i.test(text) ? parseUrn(text) : parseLocal(text);
	const names = [path?.attribute, path?.subAttribute, path?.filter?.attribute];
	if (!path || names.some((name) => name !== undefined && FORBIDDEN.has(name.toLowerCase()))) {
		throw failure({ kind: 'noScimAttribute', name: text });
	}
	if (!path.urn && !path.filter && MULTI_VALUED.has(path.attribute.toLowerCase())) {
		const example = `${path.attribute}[type eq "work"].${path.subAttribute ?? 'value'}`;
		throw failure({ kind: 'whichValue', name: text, example });
	}
	return path;
}

const canonical = new Map<string, string>();

/** One spelling for all spellings of a path, so that an attribute is known whichever way it was written. */
export function canonicalPath(text: string): string {
	return remembered(canonical, text, () => canonicalised(text));
}

function canonicalised(text: string): string {
	const { urn, attribute, filter, subAttribute } = parsePath(text);
	const literal = urn !== undefined && urn !== ENTERPRISE_USER;
	const name = (given: string): string => (literal ? given : (CANONICAL_NAMES.get(given.toLowerCase()) ?? given));
	return formatPath({
		...(urn !== undefined && { urn }),
		attribute: name(attribute),
		...(filter && { filter: { attribute: name(filter.attribute), value: filter.value } }),
		...(subAttribute !== undefined && { subAttribute: name(subAttribute) }),
	});
}

function parseUrn(text: string): ScimPath | undefined {
	for (const [urn, known] of [
		[CORE_USER, undefined],
		[ENTERPRISE_USER, ENTERPRISE_USER],
	] as const) {
		if (!text.toLowerCase().startsWith(`${urn.toLowerCase()}:`)) continue;
		const local = parseLocal(text.slice(urn.length + 1));
		return local && { ...local, ...(known && { urn: known }) };
	}
	const [, urn, attribute] = USER_SCHEMA.exec(text) ?? ANY_SCHEMA.exec(text) ?? [];
	if (urn === undefined || attribute === undefined || SCHEMA_ALONE.test(text)) return undefined;
	return { urn, attribute };
}

function parseLocal(text: string): ScimPath | undefined {
	const filtered = FILTERED.exec(text);
	if (filtered) {
		const [, attribute, filterAttribute, value, subAttribute] = filtered as unknown as [
			string,
			string,
			string,
			string,
			string?,
		];
		return {
			attribute,
			filter: { attribute: filterAttribute, value: unescape(value) },
			...(subAttribute !== undefined && { subAttribute }),
		};
	}
	const plain = PLAIN.exec(text);
	if (!plain) return undefined;
	const [, attribute, subAttribute] = plain as unknown as [string, string, string?];
	return { attribute, ...(subAttribute !== undefined && { subAttribute }) };
}

function unescape(text: string): string {
	try {
		return JSON.parse(`"${text}"`) as string;
	} catch {
		return text.replace(/\\(.)/gs, '$1');
	}
}

/** Whether a path or a filter on the wire can name it: keys with blanks, dots or brackets can't be told from syntax. */
export function isWireName(path: ScimPath): boolean {
	return ATTRIBUTE_NAME.test(path.attribute);
}

/** The path as PATCH wants it. */
export function formatPath(path: ScimPath): string {
	const prefix = path.urn ? `${path.urn}:` : '';
	const filter = path.filter ? `[${path.filter.attribute} eq ${JSON.stringify(path.filter.value)}]` : '';
	return `${prefix}${path.attribute}${filter}${path.subAttribute ? `.${path.subAttribute}` : ''}`;
}

/** What stands at the path in a resource; of several values with the same type, the primary or else the first. */
export function readPath(resource: unknown, path: ScimPath): unknown {
	const owner = path.urn ? property(resource, path.urn) : resource;
	const value = property(owner, path.attribute);
	if (path.filter) {
		const element = findElement(value, path.filter).element;
		return path.subAttribute ? property(element, path.subAttribute) : element;
	}
	return path.subAttribute ? property(value, path.subAttribute) : value;
}

/**
 * The element of a multi-valued attribute that a filter means. Some systems store no types: there the primary or first
 * element without one stands for "work". `matches` counts the elements that the filter itself would hit; `all` are
 * those that a clearing means.
 */
export function findElement(
	values: unknown,
	filter: { attribute: string; value: string },
): { element?: Record<string, unknown>; matches: number; all: Record<string, unknown>[] } {
	const elements = Array.isArray(values) ? values.filter(isRecord) : [];
	const wanted = filter.value.toLowerCase();
	const typeOf = (element: Record<string, unknown>): string => {
		const type = property(element, filter.attribute);
		return typeof type === 'string' ? type.toLowerCase() : '';
	};
	const matching = elements.filter((element) => typeOf(element) === wanted);
	const untyped = wanted === 'work' ? elements.filter((element) => typeOf(element) === '') : [];
	const candidates = matching.length > 0 ? matching : untyped;
	const element = candidates.find(({ primary }) => primary === true) ?? candidates[0];
	return { element, matches: matching.length, all: matching.length > 0 || !element ? matching : [element] };
}

/** SCIM attribute names are case-insensitive (RFC 7643 2.1), and some systems answer in a casing of their own. */
export function property(owner: unknown, name: string): unknown {
	if (!isRecord(owner)) return undefined;
	const key = keyOf(owner, name);
	return key === undefined ? undefined : owner[key];
}

/** The key under which a record holds an attribute, in the record's own casing. */
export function keyOf(owner: Record<string, unknown>, name: string): string | undefined {
	if (Object.hasOwn(owner, name)) return name;
	const lower = name.toLowerCase();
	return Object.keys(owner).find((candidate) => candidate.toLowerCase() === lower);
}
