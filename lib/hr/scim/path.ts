import { SyncError } from '../../errors';
import { isRecord } from '../../sync/rows';

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

const parsed = new Map<string, ScimPath>();

/** @throws SyncError when the text is no attribute path. Results are kept: mappings use few different paths. */
export function parsePath(text: string): ScimPath {
	let path = parsed.get(text);
	if (!path) {
		path = parse(text.trim());
		if (parsed.size < 1000) parsed.set(text, path);
	}
	return path;
}

function parse(text: string): ScimPath {
	const path = /^urn:/i.test(text) ? parseUrn(text) : parseLocal(text);
	const names = [path?.attribute, path?.subAttribute, path?.filter?.attribute];
	if (!path || names.some((name) => name !== undefined && FORBIDDEN.has(name.toLowerCase()))) {
		throw new SyncError(
			`"${text}" is not a SCIM attribute`,
			'Write it like userName, name.givenName, emails[type eq "work"].value or urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department.',
		);
	}
	if (!path.urn && !path.filter && MULTI_VALUED.has(path.attribute.toLowerCase())) {
		throw new SyncError(
			`"${text}" does not say which of several values is meant`,
			`Write it with a type, such as ${path.attribute}[type eq "work"].${path.subAttribute ?? 'value'}.`,
		);
	}
	return path;
}

/** One spelling for all spellings of a path, so that an attribute is known whichever way it was written. */
export function canonicalPath(text: string): string {
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
	const colon = text.lastIndexOf(':');
	const attribute = text.slice(colon + 1);
	return attribute === '' ? undefined : { urn: text.slice(0, colon), attribute };
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
			filter: { attribute: filterAttribute, value: value.replace(/\\(.)/g, '$1') },
			...(subAttribute !== undefined && { subAttribute }),
		};
	}
	const plain = PLAIN.exec(text);
	if (!plain) return undefined;
	const [, attribute, subAttribute] = plain as unknown as [string, string, string?];
	return { attribute, ...(subAttribute !== undefined && { subAttribute }) };
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
 * element without one stands for "work". `matches` counts the elements that the filter itself would hit.
 */
export function findElement(
	values: unknown,
	filter: { attribute: string; value: string },
): { element?: Record<string, unknown>; matches: number } {
	const elements = Array.isArray(values) ? values.filter(isRecord) : [];
	const wanted = filter.value.toLowerCase();
	const keyOf = (element: Record<string, unknown>): string => textOf(property(element, filter.attribute)).toLowerCase();
	const matching = elements.filter((element) => keyOf(element) === wanted);
	const untyped = wanted === 'work' ? elements.filter((element) => keyOf(element) === '') : [];
	const candidates = matching.length > 0 ? matching : untyped;
	return { element: candidates.find(({ primary }) => primary === true) ?? candidates[0], matches: matching.length };
}

/** SCIM attribute names are case-insensitive (RFC 7643 2.1), and some systems answer in a casing of their own. */
export function property(owner: unknown, name: string): unknown {
	if (!isRecord(owner)) return undefined;
	if (Object.hasOwn(owner, name)) return owner[name];
	const lower = name.toLowerCase();
	const key = Object.keys(owner).find((candidate) => candidate.toLowerCase() === lower);
	return key === undefined ? undefined : owner[key];
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}
