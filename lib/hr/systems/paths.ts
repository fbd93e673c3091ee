import type { Cause } from '../../base/cause';
import { failure } from '../../base/failure';
import { oneOf } from '../../base/json';
import { VALUE_TYPES } from '../../sync/mapping/values';
import type { ValueType } from '../../sync/mapping/values';
import { canonicalPath, ENTERPRISE_USER, parsePath } from '../scim/path';
import type { HrSystem, TargetAttribute } from './types';

/** RFC 7643 3.1 and 4.1.2: read-only, or no value of a person. */
const SERVERS_OWN = new Set(['id', 'meta', 'schemas', 'groups']);
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The path that a name means in a system: any spelling of a SCIM path, or the name of a REST API's field as it stands.
 * @throws SyncError when nothing can be written under that name
 */
export function pathIn(system: HrSystem, name: string): string {
	if (system.protocol === 'scim') return canonicalPath(name);
	const path = name.trim();
	const steps = path.split('.');
	if (isScimOnly(path) || steps.some((step) => step === '' || FORBIDDEN.has(step))) {
		throw failure({ kind: 'noFieldName', name });
	}
	return path;
}

/**
 * Why nothing can be written at a path by a mapping; undefined where it can.
 * @param path as pathIn gives it
 */
export function whyNotWritten(system: HrSystem, path: string): Cause | undefined {
	if (system.protocol === 'rest') return path === 'id' ? { kind: 'hrGivesId' } : undefined;
	const { urn, attribute, filter, subAttribute } = parsePath(path);
	if (filter && subAttribute === undefined) return { kind: 'whichPart', example: `${path}.value` };
	if (urn !== undefined) {
		const isManager = urn === ENTERPRISE_USER && attribute === 'manager';
		return isManager ? { kind: 'managersElsewhere' } : undefined;
	}
	if (attribute === 'name' && subAttribute === undefined) return { kind: 'whichPart', example: 'name.givenName' };
	return SERVERS_OWN.has(attribute.toLowerCase()) ? { kind: 'hrSetsIt' } : undefined;
}

/**
 * The path that a person means who writes the id of a known attribute, or any spelling of a path.
 * @throws SyncError when nothing can be written under that name
 */
export function pathNamed(system: HrSystem, name: string): string {
	const known = [system.userName, ...system.attributes].find(({ id }) => id === name);
	return known?.path ?? pathIn(system, name);
}

/** What the system's file knows of the attribute at a path. */
export function attributeAt(system: HrSystem, path: string): TargetAttribute | undefined {
	return [system.userName, ...system.attributes].find((attribute) => attribute.path === path);
}

/** What a form keeps of an attribute that the system showed itself, and that stands in no file. */
export interface ShownAttribute {
	path: string;
	type: ValueType;
	createOnly?: boolean;
}

/**
 * The id of such an attribute in a form: it holds all that is known, since a workflow keeps no more, in the letters that
 * the names of form fields may have.
 */
export function idOfShown({ path, type, createOnly }: ShownAttribute): string {
	const letters = Array.from(path, (letter) =>
		/[A-Za-z0-9]/.test(letter) ? letter : `_${letter.codePointAt(0)?.toString(16) ?? ''}_`,
	);
	return `shown_${type}_${createOnly ? 'once' : 'always'}_${letters.join('')}`;
}

/** What idOfShown made the id of; undefined for any other id. */
export function shownAttribute(id: string): ShownAttribute | undefined {
	const [, typeName, writes, encoded = ''] = /^shown_([A-Za-z]+)_(once|always)_(.*)$/s.exec(id) ?? [];
	const type = oneOf(VALUE_TYPES, typeName);
	if (type === undefined) return undefined;
	const path = encoded.replace(/_([0-9a-f]{1,6})_/g, (whole, code: string) => {
		const point = Number.parseInt(code, 16);
		return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
	});
	return { path, type, ...(writes === 'once' && { createOnly: true }) };
}

/** Names that are no fields of a REST API: they were meant for another system. */
function isScimOnly(name: string): boolean {
	const inBrackets = name.slice(name.indexOf('[') + 1, name.lastIndexOf(']'));
	return /^urn:/i.test(name) || (name.includes('[') && /\beq\b/i.test(inBrackets));
}
