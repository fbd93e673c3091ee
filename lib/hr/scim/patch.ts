import { isEmpty, isRecord } from '../../base/json';
import { ENTERPRISE_USER, findElement, formatPath, isWireName, keyOf, property } from './path';
import type { ScimPath } from './path';
import { assign } from './resource';
import type { Assignment } from './resource';

export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

export interface PatchOperation {
	op: 'add' | 'replace' | 'remove';
	path?: string;
	value?: unknown;
}

type FilteredPath = ScimPath & Required<Pick<ScimPath, 'filter'>>;
type ElementAssignment = Assignment & { path: FilteredPath };

/**
 * The operations that make the assignments and touch nothing else: every one has a path, except for extensions whose
 * attribute names no path can hold. Values of a multi-valued attribute that no assignment names stay.
 * @param literalKeys whether such names are put into a value, as RFC 7644 asks for, or into a path all the same
 */
export function patchOperations(
	resource: unknown,
	assignments: Assignment[],
	literalKeys: 'value' | 'path' = 'value',
): PatchOperation[] {
	const operations: PatchOperation[] = [];
	const literals = new Map<string, Record<string, unknown>>();
	const elements = new Map<string, ElementAssignment[]>();
	for (const { path, value } of assignments) {
		if (path.filter) {
			const attribute = attributeOf(path).toLowerCase();
			elements.set(attribute, [...(elements.get(attribute) ?? []), { path: path as FilteredPath, value }]);
		} else if (path.urn && path.urn !== ENTERPRISE_USER && !isWireName(path) && literalKeys === 'value') {
			const extension = property(resource, path.urn);
			const key = (isRecord(extension) && keyOf(extension, path.attribute)) || path.attribute;
			const values = literals.get(path.urn) ?? {};
			literals.set(path.urn, { ...values, [key]: isEmpty(value) ? null : value });
		} else if (isEmpty(value)) operations.push({ op: 'remove', path: formatPath(path) });
		else operations.push({ op: 'replace', path: formatPath(path), value });
	}
	for (const [urn, values] of literals) operations.push({ op: 'replace', value: { [urn]: values } });
	for (const group of elements.values()) operations.push(...elementOperations(resource, group));
	return operations;
}

/** Whether an operation writes a whole attribute of which the assignments are about a part: it has to be as it is now. */
export function replacesMore(operations: PatchOperation[], assignments: Assignment[]): boolean {
	const filtered = new Set(assignments.flatMap(({ path }) => (path.filter ? [attributeOf(path)] : [])));
	return operations.some(({ op, path }) => op !== 'add' && path !== undefined && filtered.has(path));
}

/** Making an operation twice leaves what making it once does. */
export function isRepeatable(operations: PatchOperation[]): boolean {
	return operations.every(({ op }) => op !== 'add');
}

/** The operations for one multi-valued attribute: those that exist by their filters, new ones in one piece each. */
function elementOperations(resource: unknown, group: ElementAssignment[]): PatchOperation[] {
	const operations: PatchOperation[] = [];
	const added = new Map<string, { path: ScimPath; element: Record<string, unknown> }>();
	for (const { path, value } of group) {
		const { filter } = path;
		const current = elementsAt(resource, path);
		const { element, matches } = findElement(current, filter);
		if (!element) {
			if (isEmpty(value)) continue;
			const key = `${filter.attribute} ${filter.value}`.toLowerCase();
			const entry = added.get(key) ?? { path, element: { [filter.attribute]: filter.value } };
			entry.element[path.subAttribute ?? 'value'] = value;
			added.set(key, entry);
		} else if (isEmpty(value)) {
			const whole = (path.subAttribute ?? 'value') === 'value';
			if (matches === 0 || (whole && group.length > 1)) return [replaceAll(resource, group)];
			// All that the mapping's path names: clearing one of two would clear the other the night after.
			operations.push({ op: 'remove', path: formatPath(whole ? { ...path, subAttribute: undefined } : path) });
		} else if (matches === 1) operations.push({ op: 'replace', path: formatPath(path), value });
		else {
			const exact = group.length === 1 ? exactPath(path, current, element) : undefined;
			if (!exact) return [replaceAll(resource, group)];
			operations.push({ op: 'replace', path: formatPath(exact), value });
		}
	}
	for (const { path, element } of added.values()) {
		operations.push({ op: 'add', path: attributeOf(path), value: [element] });
	}
	return operations;
}

/** The path of one element by its own value, where that tells it from the others. */
function exactPath(path: FilteredPath, elements: unknown[], element: Record<string, unknown>): ScimPath | undefined {
	const same = elements.filter((other) => isRecord(other) && other.value === element.value);
	if (typeof element.value !== 'string' || same.length !== 1) return undefined;
	return { ...path, filter: { attribute: 'value', value: element.value } };
}

/** Where no filters name the very elements, the attribute is written whole, its other elements as they were. */
function replaceAll(resource: unknown, group: ElementAssignment[]): PatchOperation {
	const [{ path }] = group as [ElementAssignment];
	const value = elementsAt(assign(resource, group), path);
	return value.length > 0
		? { op: 'replace', path: attributeOf(path), value }
		: { op: 'remove', path: attributeOf(path) };
}

function elementsAt(resource: unknown, path: FilteredPath): unknown[] {
	const elements = property(path.urn ? property(resource, path.urn) : resource, path.attribute);
	return Array.isArray(elements) ? elements : [];
}

function attributeOf({ urn, attribute }: ScimPath): string {
	return urn ? `${urn}:${attribute}` : attribute;
}
