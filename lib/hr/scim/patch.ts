import type { AttributeValue, AttributeValues, Change } from '../../sync/rows';
import { isEmpty } from '../../sync/compare';
import { isRecord } from '../../sync/rows';
import { CORE_USER, ENTERPRISE_USER, findElement, formatPath, parsePath, property } from './path';
import type { ScimPath } from './path';

export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const MANAGER_PATH = `${ENTERPRISE_USER}:manager`;

export interface PatchOperation {
	op: 'add' | 'replace' | 'remove';
	path?: string;
	value?: unknown;
}

/**
 * The operations that make the changes and touch nothing else: every one has a path, except for extensions whose
 * attribute names no path can hold. Values of a multi-valued attribute that the mapping doesn't name stay.
 */
export function patchOperations(resource: unknown, changes: Change[], manager?: string | null): PatchOperation[] {
	const operations: PatchOperation[] = [];
	const added = new Map<string, { path: ScimPath; element: Record<string, unknown> }>();
	for (const { attribute, to } of changes) {
		const path = parsePath(attribute);
		const value = to as AttributeValue;
		if (path.filter) changeElement(resource, { ...path, filter: path.filter }, value, operations, added);
		else if (path.urn && path.urn !== ENTERPRISE_USER)
			operations.push(changeLiteralKey(path.urn, path.attribute, value));
		else
			operations.push(
				isEmpty(value) ? { op: 'remove', path: formatPath(path) } : { op: 'replace', path: formatPath(path), value },
			);
	}
	for (const { path, element } of added.values()) {
		operations.push({ op: 'add', path: path.urn ? `${path.urn}:${path.attribute}` : path.attribute, value: [element] });
	}
	if (manager === null) operations.push({ op: 'remove', path: MANAGER_PATH });
	if (typeof manager === 'string') operations.push({ op: 'replace', path: MANAGER_PATH, value: { value: manager } });
	return operations;
}

type FilteredPath = ScimPath & Required<Pick<ScimPath, 'filter'>>;

function changeElement(
	resource: unknown,
	path: FilteredPath,
	value: AttributeValue,
	operations: PatchOperation[],
	added: Map<string, { path: ScimPath; element: Record<string, unknown> }>,
): void {
	const { filter } = path;
	const owner = path.urn ? property(resource, path.urn) : resource;
	const { element, matches } = findElement(property(owner, path.attribute), filter);
	if (!element) {
		if (isEmpty(value)) return;
		const key = `${path.attribute} ${filter.attribute} ${filter.value}`;
		const entry = added.get(key) ?? { path, element: { [filter.attribute]: filter.value } };
		entry.element[path.subAttribute ?? 'value'] = value;
		added.set(key, entry);
		return;
	}
	if (isEmpty(value) && matches > 0) {
		// All that the mapping's path names: clearing one of two would clear the other the night after.
		operations.push({
			op: 'remove',
			path: formatPath(path.subAttribute === 'value' ? { ...path, subAttribute: undefined } : path),
		});
		return;
	}
	const exact = matches === 1 ? path : exactPath(path, owner, element);
	if (exact && !isEmpty(value)) operations.push({ op: 'replace', path: formatPath(exact), value });
	else operations.push(replaceElements(path, owner, element, value));
}

/** The path of one element by its own value, where that tells it from the others. */
function exactPath(path: FilteredPath, owner: unknown, element: Record<string, unknown>): ScimPath | undefined {
	const elements = property(owner, path.attribute) as unknown[];
	const same = elements.filter((other) => isRecord(other) && other.value === element.value);
	if (typeof element.value !== 'string' || same.length !== 1) return undefined;
	return { ...path, filter: { attribute: 'value', value: element.value } };
}

/** Where no filter names the one element, the attribute is written whole, its other elements as they were. */
function replaceElements(
	path: FilteredPath,
	owner: unknown,
	element: Record<string, unknown>,
	value: AttributeValue,
): PatchOperation {
	const { [path.subAttribute ?? 'value']: _, ...rest } = element;
	const changed = isEmpty(value) ? rest : { ...rest, [path.subAttribute ?? 'value']: value };
	const elements = property(owner, path.attribute) as unknown[];
	return {
		op: 'replace',
		path: path.urn ? `${path.urn}:${path.attribute}` : path.attribute,
		value: elements
			.map((other) => (other === element ? changed : other))
			.filter((other) => !(isEmpty(value) && other === changed && path.subAttribute === 'value')),
	};
}

function changeLiteralKey(urn: string, attribute: string, value: AttributeValue): PatchOperation {
	return { op: 'replace', value: { [urn]: { [attribute]: isEmpty(value) ? null : value } } };
}

/** A new resource out of the mapped values. Empty values are left out. */
export function buildResource(values: AttributeValues, managerHrId?: string): Record<string, unknown> {
	const schemas = new Set([CORE_USER]);
	const resource: Record<string, unknown> = {};
	for (const [attribute, value] of Object.entries(values)) {
		if (isEmpty(value)) continue;
		const path = parsePath(attribute);
		if (path.urn) schemas.add(path.urn);
		place(path.urn ? child(resource, path.urn) : resource, path, value);
	}
	if (managerHrId !== undefined) {
		schemas.add(ENTERPRISE_USER);
		child(resource, ENTERPRISE_USER).manager = { value: managerHrId };
	}
	return { schemas: [...schemas], ...resource };
}

function place(owner: Record<string, unknown>, path: ScimPath, value: AttributeValue): void {
	const { filter } = path;
	if (filter) {
		const elements = (owner[path.attribute] ??= []) as Record<string, unknown>[];
		let element = elements.find((candidate) => candidate[filter.attribute] === filter.value);
		if (!element) {
			element = { [filter.attribute]: filter.value };
			// The first address is the main one; systems that need one to be marked refuse the person otherwise.
			if (path.attribute === 'emails' && elements.length === 0) element.primary = true;
			elements.push(element);
		}
		element[path.subAttribute ?? 'value'] = value;
	} else if (path.subAttribute) child(owner, path.attribute)[path.subAttribute] = value;
	else owner[path.attribute] = value;
}

function child(owner: Record<string, unknown>, name: string): Record<string, unknown> {
	return (owner[name] ??= {}) as Record<string, unknown>;
}
