import fc from 'fast-check';
import { filter, parse } from 'scim2-parse-filter';

import { canonicalPath, parsePath, readPath } from '../../../../lib/hr/scim/path';
import { assignmentsOf, buildResource, vendorKeys } from '../../../../lib/hr/scim/resource';
import { idOfShown, shownAttribute } from '../../../../lib/hr/systems/paths';
import { VALUE_TYPES } from '../../../../lib/sync/mapping/values';

/** Paths that a SCIM filter can name too (RFC 7644 3.4.2.2). */
const names = fc.constantFrom('nickName', 'name.givenName', 'title', 'x-badge', 'costCentre.code');
const values = fc.constantFrom('emails', 'phoneNumbers', 'addresses', 'ims');
const types = fc.constantFrom('work', 'home', 'mobile', 'other 2', 'ä');
const subAttributes = fc.constantFrom('value', 'locality', 'formatted');
const extensions = fc.constantFrom(
	'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department',
	'urn:ietf:params:scim:schemas:extension:example:2.0:User:badge',
);
const filtered = fc.tuple(values, types, subAttributes);
const texts = fc.string({ minLength: 1 }).filter((text) => text.trim() !== '');

/** The library's parser stumbles over escaped characters. */
const unescaped = texts.filter((text) => JSON.stringify(text) === `"${text}"`);

const resourceWith = (path: string, value: string): unknown =>
	buildResource(assignmentsOf({ [canonicalPath(path)]: value }), vendorKeys({}));

it('puts a value where a SCIM library finds it by the same path', () => {
	fc.assert(
		fc.property(fc.oneof(names, extensions), unescaped, (path, value) => {
			const found = filter(parse(`${path} eq ${JSON.stringify(value)}`));
			expect({ path, found: found(resourceWith(path, value)) }).toEqual({ path, found: true });
			expect(found(resourceWith(path, `${value}x`))).toBe(false);
		}),
	);
	fc.assert(
		fc.property(filtered, unescaped, ([attribute, type, subAttribute], value) => {
			const path = `${attribute}[type eq "${type}"].${subAttribute}`;
			const found = filter(parse(`${attribute}[type eq "${type}" and ${subAttribute} eq ${JSON.stringify(value)}]`));
			expect({ path, found: found(resourceWith(path, value)) }).toEqual({ path, found: true });
			const other = `${attribute}[type eq "${type}x"].${subAttribute}`;
			expect(found(resourceWith(other, value))).toBe(false);
		}),
	);
});

it('reads back what it has put at any path, one that only its own extension can have included', () => {
	const literal = fc
		.string({ minLength: 1, unit: fc.constantFrom('a', 'B', ' ', '.', ':', '[', '"', '-', 'é', '_') })
		.filter((name) => name.trim() === name && name !== '')
		.map((name) => `urn:ietf:params:scim:schemas:extension:peakon:2.0:User:${name}`);
	fc.assert(
		fc.property(fc.oneof(names, extensions, literal), texts, (path, value) => {
			expect(readPath(resourceWith(path, value), parsePath(path))).toBe(value);
		}),
	);
});

it('makes an id for a form out of any attribute, and the attribute out of the id', () => {
	const attributes = fc.record({ path: fc.string({ unit: 'binary' }), type: fc.constantFrom(...VALUE_TYPES) });
	fc.assert(
		fc.property(attributes, fc.boolean(), (attribute, once) => {
			const shown = { ...attribute, ...(once && { createOnly: true }) };
			const id = idOfShown(shown);
			expect(id).toMatch(/^shown_[A-Za-z0-9_]*$/);
			expect(shownAttribute(id)).toEqual(shown);
		}),
	);
});
