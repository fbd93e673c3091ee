import fc from 'fast-check';

import { SyncError } from '../../lib/base/errors';
import { restProfileOf } from '../../lib/hr/connect/restForm';
import { systemOf, SYSTEMS } from '../../lib/hr/systems';
import type { RestSystem } from '../../lib/hr/systems/types';

const REST_SYSTEMS = SYSTEMS.filter((system): system is RestSystem => system.protocol === 'rest');
const rest = systemOf('rest') as RestSystem;
const peopleGoal = systemOf('peopleGoal') as RestSystem;

it('makes a whole profile out of each system and a path', () => {
	for (const system of REST_SYSTEMS) {
		const profile = restProfileOf(system, '/api/people/', {}, false);
		expect(profile.create.path).toBe('api/people');
		expect(profile.update.path).toBe('api/people/{id}');
		expect(profile.list.path).toBe(system.rest.list?.path ?? 'api/people');
	}
});

it('asks for the path where nobody knows it', () => {
	expect(() => restProfileOf(peopleGoal, ' ', {}, false)).toThrow(
		'It is not known where the API of PeopleGoal has its people',
	);
	expect(restProfileOf(systemOf('tribalHabits') as RestSystem, '', {}, false).list.path).toBe('users');
});

it('invites new people only when asked', () => {
	expect(restProfileOf(peopleGoal, 'users', {}, false).create.constants).toEqual({ invited: false });
	expect(restProfileOf(peopleGoal, 'users', {}, true).create.constants).toEqual({ invited: true });
});

it.each([
	['{ "source": "entra" }', { invited: false, source: 'entra' }, { invited: true, source: 'entra' }],
	['{ "invited": "no" }', { invited: 'no' }, { invited: 'no' }],
	['{ "invited": null, "mail": 0 }', { invited: null, mail: 0 }, { invited: null, mail: 0 }],
])('adds to what new people usually get, and puts itself above it: %s', (constants, usual, invited) => {
	const form = { create: { constants } };
	expect(restProfileOf(peopleGoal, 'users', form, false).create.constants).toEqual(usual);
	expect(restProfileOf(peopleGoal, 'users', form, true).create.constants).toEqual(invited);
});

it('takes what the form says in the place of what is known, and leaves the rest', () => {
	const profile = restProfileOf(
		peopleGoal,
		'users',
		{
			list: { query: '?p={page}&n={size}&active=all', items: 'people', total: '', size: '50', method: '' },
			create: { envelope: '', id: 'header:Location', constants: '{ "invited": true, "source": "entra" }' },
			update: { method: 'PUT', sends: 'whole' },
			status: { field: 'enabled', active: 'true', inactive: '0' },
			person: {
				createOnly: 'email, start_date',
				dateFields: 'start_date',
				dateFormat: 'dd/MM/yyyy',
				userName: 'login',
			},
			deactivate: { path: 'users/{id}/leave', body: '{ "on": "{today}" }' },
			rateLimit: { requests: 30, seconds: 1 },
		},
		false,
	);
	expect(profile).toMatchObject({
		list: {
			method: 'GET',
			path: 'users',
			query: { p: '{page}', n: '{size}', active: 'all' },
			items: 'people',
			total: 'meta.total',
			paging: { style: 'page', first: 1, size: 50, totalPages: 'meta.total_pages' },
		},
		create: {
			method: 'POST',
			envelope: 'user',
			id: 'header:Location',
			constants: { invited: true, source: 'entra' },
		},
		update: { method: 'PUT', path: 'users/{id}', sends: 'whole' },
		status: { field: 'enabled', active: true, inactive: [0] },
		createOnly: ['email', 'start_date'],
		dates: { fields: ['start_date'], format: 'dd/MM/yyyy' },
		aliases: { userName: 'login', 'name.givenName': 'first_name' },
		deactivate: { method: 'POST', path: 'users/{id}/leave', body: { on: '{today}' } },
		rateLimit: { requests: 30, seconds: 1 },
	});
	expect(profile.list.query).not.toHaveProperty('page');
});

it.each<[string, unknown[]]>([
	['gone, terminated', ['gone', 'terminated']],
	['false,0, left early', [false, 0, 'left early']],
])('takes several values for people who left: %s', (inactive, values) => {
	expect(restProfileOf(peopleGoal, 'users', { status: { inactive } }, false).status).toEqual({
		field: 'status',
		active: 'active',
		inactive: values,
	});
});

it('takes what only some APIs need', () => {
	const form = {
		list: { hasMore: 'meta.more' },
		person: {
			managerField: 'reports_to',
			managerMatches: 'number',
			managerReadFrom: 'boss.number',
			listFields: 'skills',
			listAs: 'array',
			listShowsSomeFields: 'true',
		},
	};
	expect(restProfileOf(peopleGoal, 'users', form, false)).toMatchObject({
		list: { hasMore: 'meta.more' },
		manager: { field: 'reports_to', style: 'id', matches: 'number', readFrom: 'boss.number' },
		lists: { fields: ['skills'], separator: ';', as: 'array' },
		listShowsSomeFields: true,
	});
});

it.each([
	['rest', 'email'],
	['bambooHr', 'workEmail'],
	['personio', 'email'],
])('names managers by the e-mail that the system has: %s', (id, field) => {
	const person = { managerField: 'boss', managerStyle: 'email' };
	const matches = (more: object): unknown =>
		restProfileOf(systemOf(id) as RestSystem, 'users', { person: { ...person, ...more } }, false).manager?.matches;
	expect(matches({})).toBe(field);
	expect(matches({ managerMatches: 'mail' })).toBe('mail');
	expect(matches({ managerStyle: 'id' })).toBeUndefined();
});

it('reads a person before all of the person is sent', () => {
	const whole = { update: { method: 'PUT', sends: 'whole' }, create: { item: 'user' } };
	const get = { method: 'GET', path: 'users/{id}', item: 'user' };
	expect(restProfileOf(rest, 'users', whole, false).get).toEqual(get);
	const form = { ...whole, get: { path: 'user/{id}' }, person: { readOnly: 'created_at, age' } };
	expect(restProfileOf(rest, 'users', form, false)).toMatchObject({
		get: { ...get, path: 'user/{id}' },
		readOnly: ['created_at', 'age'],
	});
	const paths = {
		list: { path: 'all' },
		create: { path: 'new', item: '' },
		update: { path: 'one/{id}', sends: 'whole' },
	};
	expect(restProfileOf(rest, '', paths, false).get).toEqual({ ...get, path: 'one/{id}', item: '' });
	expect(restProfileOf(rest, 'users', {}, false)).not.toHaveProperty('get');
});

it('deactivates where nobody knew how, once the form says how', () => {
	const bambooHr = systemOf('bambooHr') as RestSystem;
	expect(restProfileOf(bambooHr, '', {}, false).leavers).toBe('keep');
	const deactivate = { path: 'employees/{id}/leave' };
	expect(() => restProfileOf(bambooHr, '', { deactivate }, false)).toThrow('how to see who is active');
	const form = { deactivate, status: { listShowsActiveOnly: 'true' } };
	expect(restProfileOf(bambooHr, '', form, false)).toMatchObject({ leavers: 'deactivate', listShowsActiveOnly: true });
	const status = { status: { field: 'status', active: 'Active', inactive: 'Inactive' } };
	expect(restProfileOf(bambooHr, '', status, false).leavers).toBe('deactivate');
	expect(restProfileOf(bambooHr, '', { status: { leavers: 'keep', ...status.status } }, false).leavers).toBe('keep');
});

it('deletes people once the form says so, which says nothing about leavers', () => {
	const deletes = (form: object, path = 'users'): unknown => restProfileOf(rest, path, form, false).delete;
	for (const form of [{}, { delete: {} }, { delete: { method: '', path: ' ' } }]) expect(deletes(form)).toBeUndefined();
	expect(deletes({ delete: { method: 'DELETE' } })).toEqual({ method: 'DELETE', path: 'users/{id}' });
	expect(deletes({ delete: { path: 'user/{id}' } })).toEqual({ method: 'DELETE', path: 'user/{id}' });
	const bin = { method: 'POST', path: 'bin', body: '{ "person": "{id}" }' };
	expect(deletes({ delete: bin })).toEqual({ ...bin, body: { person: '{id}' } });
	const paths = { list: { path: 'all' }, create: { path: 'new' }, update: { path: 'one/{id}' } };
	expect(deletes({ ...paths, delete: { method: 'DELETE' } }, '')).toEqual({ method: 'DELETE', path: 'one/{id}' });
	const { leavers } = restProfileOf(systemOf('bambooHr') as RestSystem, '', { delete: { method: 'DELETE' } }, false);
	expect(leavers).toBe('keep');
});

it.each([
	[{ create: { constants: 'invited' } }, '"Create > Always Send" is not a JSON object'],
	[{ list: { style: 'cursor' } }, 'list.paging.next'],
	[{ list: { style: 'page', query: 'all=1', size: '10' } }, 'only the first page'],
	[{ status: { leavers: 'delete' } }, 'delete'],
	[{ delete: { path: 'users' } }, 'has no {id}'],
])('says what is wrong in the form: %j', (form, words) => {
	expect(() => restProfileOf(rest, 'users', form, false)).toThrow(words);
});

it('makes a profile or says what is wrong, whatever the form holds', () => {
	const groups = ['list', 'find', 'create', 'update', 'deactivate', 'delete', 'status', 'person', 'rateLimit'];
	const settings = fc.dictionary(
		fc.constantFrom('path', 'query', 'items', 'method', 'body', 'size', 'fields', 'requests', '__proto__'),
		fc.jsonValue(),
	);
	fc.assert(
		fc.property(
			fc.dictionary(fc.constantFrom(...groups), settings),
			fc.constantFrom(...REST_SYSTEMS),
			(form, system) => {
				try {
					restProfileOf(system, 'users', form, false);
				} catch (error) {
					expect(error).toBeInstanceOf(SyncError);
				}
				expect(Object.prototype).not.toHaveProperty('path');
			},
		),
	);
});
