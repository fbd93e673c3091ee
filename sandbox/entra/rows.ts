import type { Directory, DirectoryObject } from './directory.ts';
import { GraphError, unsupportedQuery } from './errors.ts';
import type { Expand } from './query.ts';
import { type EntityType, checkSelect, defaultsOf, isExtension, typeOf } from './schema.ts';
import { type Right, type Settings, may } from './settings.ts';

export type Row = Record<string, unknown>;

const EXTENSION_ATTRIBUTES = Array.from({ length: 15 }, (_, index) => `extensionAttribute${index + 1}`);

/** Properties that need a right of their own, without which Graph refuses the request. */
const GUARDED: Record<string, Right> = {
	customSecurityAttributes: 'securityAttributes',
	signInActivity: 'signInActivity',
};

/** How objects are shown. */
export interface View {
	select: readonly string[] | undefined;
	/** Whether a row says what type it is, as rows of a mixed collection do. */
	typed: boolean;
	expand: Expand | undefined;
}

/**
 * Turns an object into what Graph sends. An object of a type that the app may not read keeps its id and its type; all
 * else is null.
 */
export function toRow(object: DirectoryObject, view: View, directory: Directory, settings: Settings): Row {
	const readable = may(settings, object.type);
	const row: Row = {};
	if (view.typed || !readable) row['@odata.type'] = `#microsoft.graph.${object.type}`;
	if (!readable) row.id = object.id;
	for (const name of view.select ?? defaultsOf(object.type)) {
		if (name === 'id') row.id = object.id;
		else if (!readable) row[name] = null;
		else if (name !== 'employeeLeaveDateTime' || may(settings, 'leaveDate')) addValue(row, object, name);
		else row[name] = null;
	}
	if (view.expand && readable) addManager(row, object, view.expand, view.expand.levels ?? 1, directory, settings);
	return row;
}

/** @throws GraphError 403 for a property that needs a permission of its own */
export function checkGuarded(select: readonly string[] | undefined, settings: Settings): void {
	for (const name of select ?? []) {
		const right = GUARDED[name];
		if (right && !may(settings, right)) throw denied();
	}
}

/**
 * Refuses what Graph can't expand.
 *
 * @param single whether one user is read; only then `$levels` works, as an advanced query
 */
export function checkExpand(expand: Expand, entity: EntityType, single: boolean, advanced: boolean): void {
	if (entity !== 'user' || expand.property !== 'manager') {
		throw unsupportedQuery(`'${expand.property}' can't be expanded on type 'microsoft.graph.${entity}'.`);
	}
	if (expand.levels !== undefined && !(single && advanced)) {
		throw unsupportedQuery(
			'$levels works for a single user, with $count=true and the header ConsistencyLevel: eventual.',
		);
	}
	if (advanced && expand.levels === undefined) throw unsupportedQuery("$expand isn't supported with advanced queries.");
	checkSelect(expand.select ?? [], ['user', 'orgContact'], false);
}

/** The refusal of an app that lacks a permission. */
export function denied(): GraphError {
	return new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
}

export function demand(settings: Settings, right: Right): void {
	if (!may(settings, right)) throw denied();
}

function addValue(row: Row, object: DirectoryObject, name: string): void {
	const type = typeOf(object.type, name);
	const value = object.properties[name] ?? null;
	// What the object's own type doesn't have, and extensions without a value, are left out.
	if (type === undefined || (isExtension(name) && value === null)) return;
	if (name === 'onPremisesExtensionAttributes') {
		row[name] = { ...Object.fromEntries(EXTENSION_ATTRIBUTES.map((key) => [key, null])), ...(value ?? {}) };
	} else {
		row[name] = value ?? (type.startsWith('Collection(') ? [] : null);
	}
}

/** Adds the manager, and theirs, up to so many levels; a person without one gets no `manager` at all. */
function addManager(
	row: Row,
	object: DirectoryObject,
	expand: Expand,
	levels: number,
	directory: Directory,
	settings: Settings,
): void {
	const seen = new Set([object.id]);
	let [below, managerId] = [row, object.managerId];
	for (let level = 0; level < levels && managerId && !seen.has(managerId); level++) {
		const manager = directory.get(managerId);
		if (!manager) return;
		seen.add(managerId);
		const above = toRow(manager, { select: expand.select, typed: true, expand: undefined }, directory, settings);
		below.manager = above;
		[below, managerId] = [above, manager.managerId];
	}
}
