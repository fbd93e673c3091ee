import { isEmpty, isRecord, plainText, toBoolean } from '../../base/json';
import type { AttributeValues, Change } from '../../sync/model';
import { canonicalPath, CORE_USER, ENTERPRISE_USER, findElement, keyOf, parsePath, property } from './path';
import type { ScimPath } from './path';

export type Resource = Record<string, unknown>;

/** What an attribute shall be; an empty value clears it. The value of a manager may be an object. */
export interface Assignment {
	path: ScimPath;
	value: unknown;
}

/** The maker's casing of enterprise attributes, by their names in lower case. */
export type VendorKeys = ReadonlyMap<string, string>;

export function vendorKeys(keys: Record<string, string>): VendorKeys {
	return new Map(Object.entries(keys).map(([name, key]) => [name.toLowerCase(), key]));
}

/** What mapped values are written as. `active` has to be a boolean, however the mapping came by it. */
export function assignmentsOf(values: AttributeValues): Assignment[] {
	return Object.entries(values).map(([attribute, value]) => ({
		path: parsePath(attribute),
		value: isActive(attribute) ? (toBoolean(value) ?? value) : value,
	}));
}

export function assignmentsOfChanges(changes: Change[]): Assignment[] {
	return assignmentsOf(Object.fromEntries(changes.map(({ attribute, to }) => [attribute, to])) as AttributeValues);
}

export function isActive(attribute: string): boolean {
	return canonicalPath(attribute) === 'active';
}

/** A new resource. Empty values are left out. */
export function buildResource(assignments: Assignment[], keys: VendorKeys = new Map()): Resource {
	const wanted = assignments.filter(({ value }) => !isEmpty(value));
	const resource = assign({ schemas: [CORE_USER] }, wanted, keys);
	return { ...resource, schemas: schemasFor(resource, wanted) };
}

/** The resource as it is after the assignments; what was cleared is null. The given one is left as it is. */
export function assign(resource: unknown, assignments: Assignment[], keys: VendorKeys = new Map()): Resource {
	const result = isRecord(resource) ? copy(resource) : {};
	for (const { path, value } of assignments) {
		const owner = path.urn ? recordAt(result, path.urn) : result;
		const key = keyFor(owner, path, keys);
		const target = isEmpty(value) ? null : value;
		if (path.filter) {
			const elements = assignElement(owner[key], path as FilteredPath, target);
			if (elements) owner[key] = elements;
		} else if (path.subAttribute) {
			const complex = isRecord(owner[key]) ? owner[key] : {};
			owner[key] = { ...complex, [keyOf(complex, path.subAttribute) ?? path.subAttribute]: target };
		} else owner[key] = target;
	}
	return result;
}

type FilteredPath = ScimPath & Required<Pick<ScimPath, 'filter'>>;

/** The elements of a multi-valued attribute with one of them changed; undefined when there is nothing to clear. */
function assignElement(current: unknown, path: FilteredPath, value: unknown): unknown[] | undefined {
	const { filter, attribute, subAttribute = 'value' } = path;
	const elements: unknown[] = Array.isArray(current) ? current : [];
	const { element, all } = findElement(elements, filter);
	if (!element) {
		if (value === null) return undefined;
		const added: Resource = { [filter.attribute]: filter.value, [subAttribute]: value };
		// The first address is the main one; systems that need one to be marked refuse the person otherwise.
		if (attribute.toLowerCase() === 'emails' && elements.length === 0) added.primary = true;
		return [...elements, added];
	}
	const key = keyOf(element, subAttribute) ?? subAttribute;
	if (value !== null) return elements.map((one) => (one === element ? { ...element, [key]: value } : one));
	// All that the path names: clearing one of two would clear the other the night after.
	const named = new Set<unknown>(all);
	if (subAttribute === 'value') return elements.filter((one) => !named.has(one));
	return elements.map((one) => (named.has(one) ? without(one as Resource, subAttribute) : one));
}

/**
 * The whole resource as PUT takes it, without what only the server sets. What was cleared is said to be (null, or an
 * empty list): what is left out, a server may leave as it is (RFC 7644 3.5.1). Only where it refuses null, that is left out.
 */
export function wholeBody(merged: Resource, assignments: Assignment[], clearing: 'null' | 'omit'): Resource {
	const kept = Object.entries(withoutServersOwn(merged));
	const body = Object.fromEntries(
		kept.map(([name, value]) => [name, isExtension(name) ? extensionBody(value) : value]),
	);
	return { ...(clearing === 'omit' ? withoutNothing(body) : body), schemas: schemasFor(merged, assignments) };
}

/** Without nulls and empty lists, also inside of complex attributes and extensions. */
function withoutNothing(record: Resource): Resource {
	const assigned = Object.entries(record).filter(
		([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0),
	);
	return Object.fromEntries(assigned.map(([name, value]) => [name, isRecord(value) ? withoutNothing(value) : value]));
}

/**
 * The assigned attributes alone. Cleared ones are null, or an empty list. Of a complex attribute or an extension in which a
 * part changes, all of it, which a server can't take for a wish to remove the rest.
 */
export function partialBody(merged: Resource, assignments: Assignment[]): Resource {
	const body: Resource = {};
	for (const { path } of assignments) {
		const name = path.urn ?? path.attribute;
		const key = keyOf(merged, name) ?? name;
		if (path.urn) body[key] = extensionBody(merged[key]);
		else body[key] = merged[key] ?? (path.filter ? [] : null);
	}
	return body;
}

/** The schemas of a resource, with those of the extensions that are written. */
export function schemasFor(resource: Resource, assignments: Assignment[]): string[] {
	const known = property(resource, 'schemas');
	const schemas = new Set(Array.isArray(known) && known.length > 0 ? known.map(plainText) : [CORE_USER]);
	const has = (urn: string): boolean => [...schemas].some((one) => one.toLowerCase() === urn.toLowerCase());
	for (const { path, value } of assignments) {
		if (path.urn && !isEmpty(value) && !has(path.urn)) schemas.add(path.urn);
	}
	return [...schemas];
}

function keyFor(owner: Resource, { urn, attribute }: ScimPath, keys: VendorKeys): string {
	const existing = keyOf(owner, attribute);
	const vendor = urn === ENTERPRISE_USER ? keys.get(attribute.toLowerCase()) : undefined;
	if (vendor === undefined || vendor === existing) return existing ?? attribute;
	if (existing !== undefined) {
		owner[vendor] = owner[existing];
		Reflect.deleteProperty(owner, existing);
	}
	return vendor;
}

/** The record under a name, put there when there is none. */
function recordAt(owner: Resource, name: string): Resource {
	const key = keyOf(owner, name) ?? name;
	const present = owner[key];
	if (isRecord(present)) return present;
	const made: Resource = {};
	owner[key] = made;
	return made;
}

function isExtension(name: string): boolean {
	return /^urn:/i.test(name);
}

function extensionBody(extension: unknown): unknown {
	if (!isRecord(extension)) return extension;
	return Object.fromEntries(Object.entries(extension).map(([name, value]) => [name, withoutShownParts(name, value)]));
}

/** What a server adds to a manager's id for show is not sent back. */
function withoutShownParts(name: string, value: unknown): unknown {
	if (name.toLowerCase() !== 'manager' || !isRecord(value) || isEmpty(property(value, 'value'))) return value;
	return without(without(value, '$ref'), 'displayName');
}

/** What only the server sets is not sent back. */
export function withoutServersOwn(resource: Resource): Resource {
	return without(without(resource, 'meta'), 'groups');
}

function without(record: Resource, name: string): Resource {
	const lower = name.toLowerCase();
	return Object.fromEntries(Object.entries(record).filter(([key]) => key.toLowerCase() !== lower));
}

/** Resources are JSON. */
function copy(resource: Resource): Resource {
	return JSON.parse(JSON.stringify(resource)) as Resource;
}
