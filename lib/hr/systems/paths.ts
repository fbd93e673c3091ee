import { SyncError } from '../../errors';
import { canonicalPath } from '../scim/path';
import type { HrSystem, TargetAttribute } from './types';

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The path that a name means in a system: any spelling of a SCIM path, or the name of a REST API's field as it stands.
 * @throws SyncError when nothing can be written under that name
 */
export function pathIn(system: HrSystem, name: string): string {
	if (system.protocol === 'scim') return canonicalPath(name);
	const path = name.trim();
	const steps = path.split('.');
	if (steps.some((step) => step === '' || FORBIDDEN.has(step))) {
		throw new SyncError(
			`"${name}" is not the name of a field`,
			'Write it as the API of the HR system does, such as first_name or address.city.',
		);
	}
	return path;
}

/** What the system's file knows of the attribute at a path. */
export function attributeAt(system: HrSystem, path: string): TargetAttribute | undefined {
	return [system.userName, ...system.attributes].find((attribute) => attribute.path === path);
}

/**
 * Attributes that a system shows itself have no plain id in its file: their path is the id, in the letters that the
 * names of form fields may have.
 */
export function idOfPath(path: string): string {
	return `path_${Array.from(path, (letter) => (/[A-Za-z0-9]/.test(letter) ? letter : `_${letter.codePointAt(0)?.toString(16) ?? ''}_`)).join('')}`;
}

/** The path that idOfPath made the id of; undefined for any other id. */
export function pathOfId(id: string): string | undefined {
	if (!id.startsWith('path_')) return undefined;
	return id.slice('path_'.length).replace(/_([0-9a-f]{1,6})_/g, (whole, code: string) => {
		const point = Number.parseInt(code, 16);
		return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
	});
}
