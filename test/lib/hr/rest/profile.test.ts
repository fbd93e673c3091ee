import { notSynced } from '../../../../lib/hr/rest/abilities';
import { parseRestProfile } from '../../../../lib/hr/rest/profile/parseProfile';
import type { RestProfile } from '../../../../lib/hr/rest/profile/profile';
import { profileOf, STYLES } from './restServer';

const everything: RestProfile = {
	...profileOf('page'),
	get: { method: 'GET', path: 'users/{id}', item: '' },
	update: { method: 'PUT', path: 'users/{id}', sends: 'whole' },
	find: { method: 'GET', path: 'users', query: { email: '{value}' }, items: '', fields: ['email'] },
	deactivate: { method: 'POST', path: 'users/{id}/leave', body: { on: '{today}', quiet: true, by: null } },
	reactivate: { method: 'DELETE', path: 'users/{id}/leave' },
	delete: { method: 'DELETE', path: 'users/{id}' },
	leavers: 'deactivate',
	status: { field: 'state', active: 'here', inactive: ['gone', null] },
	createOnly: ['login'],
	readOnly: ['meta'],
	listShowsActiveOnly: false,
	listShowsSomeFields: true,
	dates: { fields: ['start'], format: 'iso' },
	lists: { fields: ['teams'], separator: ' ', as: 'array' },
	clearing: 'leave',
	rateLimit: { requests: 300, seconds: 60 },
};

it.each([...STYLES.map((style) => profileOf(style, { status: undefined })), everything])(
	'a profile is read as it stands, also after it was JSON (%#)',
	(profile) => {
		const plain = JSON.parse(JSON.stringify(profile)) as RestProfile;
		expect(parseRestProfile(plain)).toEqual(plain);
	},
);

it('takes numbers as forms give them, and leaves out what was left empty', () => {
	const { aliases, manager, ...rest } = profileOf('page');
	const form = {
		...rest,
		id: ' id ',
		externalId: '',
		leavers: '',
		get: null,
		list: { ...rest.list, hasMore: ' ', paging: { style: 'page', first: '0', size: ' 25 ', totalPages: '' } },
	};
	const parsed = parseRestProfile(form);
	expect(parsed).toMatchObject({ id: 'id', list: { paging: { first: 0, size: 25 } } });
	expect(Object.keys(parsed).sort()).toEqual(['create', 'id', 'list', 'status', 'update']);
	expect(parsed.list.paging).toEqual({ style: 'page', first: 0, size: 25 });
});

/** The profile with another value at a dotted path; undefined takes it out. */
function changed(path: string, value: unknown): unknown {
	const copy = JSON.parse(JSON.stringify(everything)) as Record<string, unknown>;
	const steps = path.split('.');
	const last = steps.pop()!;
	let owner = copy;
	for (const step of steps) owner = owner[step] as Record<string, unknown>;
	if (value === undefined) Reflect.deleteProperty(owner, last);
	else owner[last] = value;
	return copy;
}

it.each<[string, unknown, string]>([
	['id', undefined, '"id" is missing'],
	['id', 'meta.__proto__', '"id" is "meta.__proto__"'],
	['list', undefined, '"list" is missing'],
	['list', 'users', '"list" is not an object'],
	['get', undefined, '"get" is missing, and updates send the whole person'],
	['listShowsActiveOnly', 'maybe', '"listShowsActiveOnly" is "maybe"'],
	['list.path', ' ', '"list.path" is missing'],
	['list.method', 'FETCH', '"list.method" is "FETCH", and not one of GET, POST, PUT, PATCH, DELETE'],
	['list.items', undefined, '"list.items" is missing'],
	['list.total', 5, '"list.total" is not a text'],
	['list.paging', undefined, '"list.paging" is missing'],
	['list.paging.style', 'scroll', '"list.paging.style" is "scroll"'],
	['list.paging.size', 0, '"list.paging.size" is 0, and not a whole number from 1 up'],
	['list.paging.size', undefined, '"list.paging.size" is missing'],
	['list.paging.first', 1.5, '"list.paging.first" is 1.5'],
	['list.paging', { style: 'cursor' }, '"list.paging.next" is missing'],
	['list.query', { size: '{size}' }, '"list.query" does not send {page}'],
	['list.query', { page: '{page}', x: '{nope}' }, 'the placeholder {nope}'],
	['list.query', { page: ['{page}'] }, '"list.query.page" is not a text'],
	['find.query', {}, '"find.query" does not send {value}'],
	['create.item', undefined, '"create.item" is missing'],
	['create.path', 'users/{id}', 'the placeholder {id}, and there is none here'],
	['create.constants', { roles: ['a'] }, '"create.constants.roles" is not a single value'],
	['update.path', 'users', '"update.path" has no {id}'],
	['update.sends', undefined, '"update.sends" is missing'],
	['delete.path', '', '"delete.path" is missing'],
	['delete.path', 'users', '"delete.path" has no {id}, so it would mean everybody'],
	['deactivate.path', 'users/leave', '"deactivate.path" has no {id}'],
	['delete', { method: 'POST', path: 'bin', body: { person: '{id}' } }, ''],
	['delete', { method: 'POST', path: 'bin', query: { person: '{id}' } }, ''],
	['delete', undefined, ''],
	['leavers', 'fire', '"leavers" is "fire"'],
	['status.field', undefined, '"status.field" is missing'],
	['status.active', undefined, '"status.active" is missing'],
	['status.inactive', undefined, '"status.inactive" is missing'],
	['status.inactive', 'here', '"status.inactive" is the same as status.active'],
	['manager.style', 'phone', '"manager.style" is "phone"'],
	['dates.format', 'dd.MM.yyyy', '"dates.format" is "dd.MM.yyyy"'],
	['createOnly', 'login', '"createOnly" is not a list of texts'],
	['rateLimit.seconds', undefined, '"rateLimit.seconds" is missing'],
	['rateLimit.requests', 'many', '"rateLimit.requests" is "many"'],
])('names what is wrong: %s = %j', (path, value, words) => {
	if (words === '') expect(() => parseRestProfile(changed(path, value))).not.toThrow();
	else expect(() => parseRestProfile(changed(path, value))).toThrow(words);
});

it.each([undefined, null, 'profile', []])('is refused when it is %j', (data) => {
	expect(() => parseRestProfile(data)).toThrow('"the profile"');
});

it('deletes leavers only with a request for it', () => {
	const { delete: _, ...rest } = everything;
	expect(() => parseRestProfile({ ...rest, leavers: 'delete' })).toThrow('"delete" is missing');
	const { status, deactivate, ...without } = rest;
	expect(() => parseRestProfile({ ...without, leavers: 'deactivate' })).toThrow('needs a status field');
});

it('deactivates only where it can be seen who is active', () => {
	const { status, ...unseen } = everything;
	expect(() => parseRestProfile(unseen)).toThrow('not how to see who is active there');
	expect(parseRestProfile({ ...unseen, listShowsActiveOnly: 'true' }).listShowsActiveOnly).toBe(true);
	expect(() => parseRestProfile({ ...unseen, leavers: 'keep' })).not.toThrow();
});

it('says what an API cannot keep, so that it is not compared', () => {
	expect(notSynced(everything)).toEqual({ never: [], onlyOnCreate: ['login'], manager: false, noManager: true });
	const { status, externalId, manager, ...least } = profileOf();
	expect(notSynced(least)).toEqual({
		never: ['externalId', 'active'],
		onlyOnCreate: [],
		manager: true,
		noManager: false,
	});
});

it('knows what may only be set on creation under each of its names', () => {
	const profile: RestProfile = { ...everything, aliases: { userName: 'login', 'name.familyName': 'surname' } };
	const only = (...createOnly: string[]): string[] => notSynced({ ...profile, createOnly }).onlyOnCreate;
	expect(only('login', 'surname')).toEqual(['login', 'userName', 'surname', 'name.familyName']);
	expect(only('X-Grade', 'entra_id', 'email')).toEqual(['X-Grade', 'entra_id', 'externalId', 'email']);
});
