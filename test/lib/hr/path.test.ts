import fc from 'fast-check';

import { SyncError } from '../../../lib/errors';
import { buildResource, patchOperations } from '../../../lib/hr/scim/patch';
import { ENTERPRISE_USER, formatPath, parsePath, readPath } from '../../../lib/hr/scim/path';

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
				const resource = buildResource(values);
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
			patchOperations(resource, [
				{ attribute: 'title', from: 'Old', to: 'New' },
				{ attribute: 'emails[type eq "work"].value', from: 'w', to: 'new' },
				{ attribute: 'name.givenName', from: 'x', to: null },
			]),
		).toEqual([
			{ op: 'replace', path: 'title', value: 'New' },
			{ op: 'replace', path: 'emails[type eq "work"].value', value: 'new' },
			{ op: 'remove', path: 'name.givenName' },
		]);
	});

	it('add a new element with all its parts at once', () => {
		expect(
			patchOperations({}, [
				{ attribute: 'addresses[type eq "work"].locality', from: null, to: 'Oslo' },
				{ attribute: 'addresses[type eq "work"].country', from: null, to: 'NO' },
			]),
		).toEqual([{ op: 'add', path: 'addresses', value: [{ type: 'work', locality: 'Oslo', country: 'NO' }] }]);
	});

	it('name the very element when a type is there twice or not at all', () => {
		const twice = {
			emails: [
				{ type: 'work', value: 'a' },
				{ type: 'work', value: 'b', primary: true },
			],
		};
		const change = [{ attribute: 'emails[type eq "work"].value', from: 'b', to: 'c' }];
		expect(patchOperations(twice, change)).toEqual([{ op: 'replace', path: 'emails[value eq "b"].value', value: 'c' }]);
		expect(patchOperations({ emails: [{ value: 'b' }] }, change)).toEqual([
			{ op: 'replace', path: 'emails[value eq "b"].value', value: 'c' },
		]);
	});

	it('set and clear the manager', () => {
		expect(patchOperations({}, [], 'boss')).toEqual([
			{ op: 'replace', path: `${ENTERPRISE_USER}:manager`, value: { value: 'boss' } },
		]);
		expect(patchOperations({}, [], null)).toEqual([{ op: 'remove', path: `${ENTERPRISE_USER}:manager` }]);
	});
});
