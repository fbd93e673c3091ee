import fc from 'fast-check';

import { SyncError } from '../../../../lib/base/errors';
import { patchOperations } from '../../../../lib/hr/scim/patch';
import { canonicalPath, ENTERPRISE_USER, formatPath, parsePath, readPath } from '../../../../lib/hr/scim/path';
import { assignmentsOf, assignmentsOfChanges, buildResource } from '../../../../lib/hr/scim/resource';

const PEAKON = 'urn:ietf:params:scim:schemas:extension:peakon:2.0:User';

describe('attribute paths', () => {
	it.each([
		['userName', { userName: 'x' }],
		['name.givenName', { name: { givenName: 'x' } }],
		[
			'emails[type eq "work"].value',
			{
				emails: [
					{ type: 'home', value: 'no' },
					{ type: 'Work', value: 'x' },
				],
			},
		],
		[
			'emails[type eq "work"].value',
			{
				emails: [
					{ type: 'work', value: 'no' },
					{ type: 'work', primary: true, value: 'x' },
				],
			},
		],
		['emails[type eq "work"].value', { emails: [{ value: 'x' }] }],
		['urn:ietf:params:scim:schemas:core:2.0:User:userName', { userName: 'x' }],
		[`${ENTERPRISE_USER}:department`, { [ENTERPRISE_USER]: { Department: 'x' } }],
		[`${ENTERPRISE_USER}:manager.value`, { [ENTERPRISE_USER]: { manager: { value: 'x' } } }],
		[`${PEAKON}:Job Title`, { [PEAKON]: { 'Job Title': 'x' } }],
		[`${PEAKON}:Dept. no`, { [PEAKON]: { 'Dept. no': 'x' } }],
		[`${PEAKON}:Salary: base`, { [PEAKON]: { 'Salary: base': 'x' } }],
		[`${PEAKON}:e.g. [x] "y"`, { [PEAKON]: { 'e.g. [x] "y"': 'x' } }],
		['urn:acme:User:Grade: a', { 'urn:acme:User': { 'Grade: a': 'x' } }],
		['urn:acme:person:grade', { 'urn:acme:person': { grade: 'x' } }],
	])('%s is read', (path, resource) => {
		expect(readPath(resource, parsePath(path))).toBe('x');
	});

	it.each([
		'',
		' ',
		'a b',
		'name.',
		'.x',
		'emails[',
		'emails[type eq work].value',
		'urn:x:',
		'__proto__',
		'constructor.prototype',
		'name.__proto__',
		`${PEAKON}:__proto__`,
		`${PEAKON}:prototype`,
		PEAKON,
		`${PEAKON}:`,
	])('%j is refused with a sentence', (path) => {
		expect(() => parsePath(path)).toThrow(SyncError);
	});

	it('never throws anything but our own error, and never touches Object.prototype', () => {
		fc.assert(
			fc.property(fc.string(), fc.jsonValue(), (path, resource) => {
				try {
					const parsed = parsePath(path);
					readPath(resource, parsed);
					expect(parsePath(formatPath(parsed))).toEqual(parsed);
				} catch (error) {
					expect(error).toBeInstanceOf(SyncError);
				}
				expect(Object.keys(Object.prototype)).toEqual([]);
			}),
		);
	});

	it('are the same when they are written out and read again', () => {
		const text = fc.oneof(fc.string({ minLength: 1 }), fc.string({ unit: 'grapheme', minLength: 1 }));
		const key = fc.oneof(text, fc.stringMatching(/^[\w .:[\]"'\\-]{1,20}$/));
		const path = fc.oneof(
			key.map((name) => `${PEAKON}:${name}`),
			key.map((name) => `urn:acme:thing:${name}`),
			key.map((name) => `${ENTERPRISE_USER}:${name}`),
			fc.tuple(text, fc.constantFrom('', '.value', '.locality')).map(([type, part]) => {
				return `addresses[type eq ${JSON.stringify(type)}]${part}`;
			}),
		);
		fc.assert(
			fc.property(path, (written) => {
				let parsed;
				try {
					parsed = parsePath(written);
				} catch {
					return;
				}
				expect(parsePath(formatPath(parsed))).toEqual(parsed);
				const canonical = canonicalPath(written);
				expect(canonicalPath(canonical)).toBe(canonical);
			}),
			{ numRuns: 500 },
		);
	});
});

describe('what was built reads back', () => {
	const paths = [
		'userName',
		'name.givenName',
		'emails[type eq "work"].value',
		'emails[type eq "home"].value',
		'addresses[type eq "work"].locality',
		`${ENTERPRISE_USER}:department`,
		`${PEAKON}:Job Title`,
	];

	it('for every path and text', () => {
		fc.assert(
			fc.property(fc.uniqueArray(fc.constantFrom(...paths)), fc.string({ minLength: 1 }), (chosen, text) => {
				const values = Object.fromEntries(chosen.map((path, i) => [path, `${text}!${i}`]));
				const resource = buildResource(assignmentsOf(values));
				for (const path of chosen) expect(readPath(resource, parsePath(path))).toBe(values[path]);
			}),
		);
	});
});

describe('patches', () => {
	it('touch only what changed, each by its path', () => {
		const resource = {
			emails: [
				{ type: 'home', value: 'h' },
				{ type: 'work', value: 'w' },
			],
			title: 'Old',
		};
		expect(
			patchOperations(
				resource,
				assignmentsOfChanges([
					{ attribute: 'title', from: 'Old', to: 'New' },
					{ attribute: 'emails[type eq "work"].value', from: 'w', to: 'new' },
					{ attribute: 'name.givenName', from: 'x', to: null },
				]),
			),
		).toEqual([
			{ op: 'replace', path: 'title', value: 'New' },
			{ op: 'remove', path: 'name.givenName' },
			{ op: 'replace', path: 'emails[type eq "work"].value', value: 'new' },
		]);
	});

	it('add a new element with all its parts at once', () => {
		expect(
			patchOperations(
				{},
				assignmentsOfChanges([
					{ attribute: 'addresses[type eq "work"].locality', from: null, to: 'Oslo' },
					{ attribute: 'addresses[type eq "work"].country', from: null, to: 'NO' },
				]),
			),
		).toEqual([{ op: 'add', path: 'addresses', value: [{ type: 'work', locality: 'Oslo', country: 'NO' }] }]);
	});

	it('name the very element when a type is there twice or not at all', () => {
		const twice = {
			emails: [
				{ type: 'work', value: 'a' },
				{ type: 'work', value: 'b', primary: true },
			],
		};
		const change = assignmentsOfChanges([{ attribute: 'emails[type eq "work"].value', from: 'b', to: 'c' }]);
		expect(patchOperations(twice, change)).toEqual([{ op: 'replace', path: 'emails[value eq "b"].value', value: 'c' }]);
		expect(patchOperations({ emails: [{ value: 'b' }] }, change)).toEqual([
			{ op: 'replace', path: 'emails[value eq "b"].value', value: 'c' },
		]);
	});

	it('write the attribute whole where one of two alike is changed together with another', () => {
		const emails = [
			{ type: 'work', value: 'a', primary: true },
			{ type: 'work', value: 'b' },
			{ type: 'home', value: 'h' },
		];
		const assignments = assignmentsOf({
			'emails[type eq "work"].value': 'c',
			'emails[type eq "home"].value': null,
		});
		expect(patchOperations({ emails }, assignments)).toEqual([
			{
				op: 'replace',
				path: 'emails',
				value: [
					{ type: 'work', value: 'c', primary: true },
					{ type: 'work', value: 'b' },
				],
			},
		]);
	});

	it('name attributes of extensions by path, and by their key where no path can', () => {
		const resource = { [PEAKON]: { 'Job title': 'Lead', Level: '3' } };
		const assignments = assignmentsOf({
			[`${PEAKON}:Level`]: '4',
			[`${PEAKON}:Job Title`]: 'Head',
			[`${PEAKON}:e.g. [x]`]: null,
		});
		expect(patchOperations(resource, assignments)).toEqual([
			{ op: 'replace', path: `${PEAKON}:Level`, value: '4' },
			{ op: 'replace', value: { [PEAKON]: { 'Job title': 'Head', 'e.g. [x]': null } } },
		]);
		expect(patchOperations(resource, assignments, 'path')).toEqual([
			{ op: 'replace', path: `${PEAKON}:Level`, value: '4' },
			{ op: 'replace', path: `${PEAKON}:Job Title`, value: 'Head' },
			{ op: 'remove', path: `${PEAKON}:e.g. [x]` },
		]);
	});

	it('send active as a boolean, however it is spelled', () => {
		expect(patchOperations({}, assignmentsOf({ Active: 'False' }))).toEqual([
			{ op: 'replace', path: 'Active', value: false },
		]);
	});
});
