import { mergeWith, trim } from 'lodash';

import { SyncError } from '../../base/errors';
import { isEmpty, isRecord, itemsIn } from '../../base/json';
import { parseRestProfile } from '../rest/profile/parseProfile';
import type { RestProfile } from '../rest/profile/profile';
import type { RestSystem } from '../systems/types';

type Settings = Record<string, unknown>;

/**
 * What is known of a system, with what the node's form says otherwise.
 * @throws SyncError that names what is missing or wrong
 */
export function restProfileOf(system: RestSystem, usersPath: unknown, form: unknown, invite: boolean): RestProfile {
	const groups = isRecord(form) ? form : {};
	const group = (name: string): Settings => filled(groups[name]);
	const people = pathGiven(usersPath) ?? system.usersPath;
	if (people === '' && [group('list').path, group('create').path, group('update').path].some(isEmpty)) {
		throw new SyncError(
			`It is not known where the API of ${system.name} has its people`,
			'Enter the path from its API documentation under "Path of the People", such as users.',
		);
	}
	const paths = {
		list: { path: people },
		create: { path: people },
		update: { path: `${people}/{id}` },
		// Only known to be possible once somebody says so.
		...(Object.keys(group('delete')).length > 0 && {
			delete: { path: people === '' ? group('update').path : `${people}/{id}` },
		}),
	};
	const known = [paths, system.rest, invite && { create: { constants: system.invited } }];
	const set = {
		list: listOf(group('list')),
		find: findOf(group('find'), people),
		create: { ...group('create'), ...jsonAt(group('create'), 'constants', 'Create > Always Send') },
		update: group('update'),
		...(Object.keys(group('get')).length > 0 && { get: group('get') }),
		...stepOf('deactivate', group('deactivate')),
		...stepOf('reactivate', group('reactivate')),
		...stepOf('delete', group('delete')),
		...statusOf(group('status'), system, Object.keys(group('deactivate')).length > 0),
		...personOf(group('person'), system),
		...limitOf(group('rateLimit')),
	};
	const profile = [...known, set].reduce<Settings>((whole, part) => mergeWith(whole, part, someWhole), {});
	return parseRestProfile({ ...profile, ...getOf(profile, people), ...managerOf(profile, system) });
}

/** Where managers are named by e-mail, it is the e-mail as this system calls it. */
function managerOf({ manager, aliases }: Settings, { attributes, userName }: RestSystem): Settings {
	if (!isRecord(manager) || manager.style !== 'email') return {};
	const email = [...attributes, userName].find(({ type }) => type === 'email')?.path;
	const field = email !== undefined && isRecord(aliases) && Object.hasOwn(aliases, email) ? aliases[email] : email;
	return { manager: { matches: field, ...manager } };
}

/** The whole person is read before it is sent: where nothing else is known, at the usual place. */
function getOf({ get, create, update }: Settings, people: string): Settings {
	const reads = get !== undefined || (isRecord(update) && update.sends === 'whole');
	if (!reads || !isRecord(update)) return {};
	const path = people === '' ? update.path : `${people}/{id}`;
	return { get: { method: 'GET', path, item: isRecord(create) ? create.item : '', ...(isRecord(get) && get) } };
}

/** A list, a query and a body that are set take the place of the known ones. */
function someWhole(_: unknown, set: unknown, key: string): unknown {
	return Array.isArray(set) || (set !== undefined && WHOLE.has(key)) ? set : undefined;
}

const WHOLE = new Set(['query', 'body']);

function limitOf({ requests, seconds }: Settings): Settings {
	return Number(requests) > 0 ? { rateLimit: { requests, seconds } } : {};
}

/** A path as people enter it, without slashes around it; undefined when it is empty. */
export function pathGiven(path: unknown): string | undefined {
	return isEmpty(path) ? undefined : trim(String(path).trim(), '/');
}

/** Settings that were filled in. */
export function filled(settings: unknown): Settings {
	return isRecord(settings) ? Object.fromEntries(Object.entries(settings).filter(([, value]) => !isEmpty(value))) : {};
}

/** A list as the form describes it. */
export function listOf({ query, style, size, first, totalPages, next, ...rest }: Settings): Settings {
	const paging = filled({ style, size: numberOf(size), first: numberOf(first), totalPages, next });
	return { ...rest, ...(query !== undefined && { query: queryOf(query) }), paging };
}

function findOf({ query, fields, ...rest }: Settings, people: string): Settings | undefined {
	if (query === undefined && Object.keys(rest).length === 0) return undefined;
	return {
		method: 'GET',
		path: people,
		items: '',
		...rest,
		...(query !== undefined && { query: queryOf(query) }),
		...(fields !== undefined && { fields: itemsIn(fields) }),
	};
}

/** `page={page}&size=100`, as it stands behind a question mark. */
function queryOf(text: unknown): Record<string, string> {
	const pairs = String(text)
		.replace(/^\?/, '')
		.split('&')
		.filter((pair) => pair.trim() !== '');
	return Object.fromEntries(
		pairs.map((pair) => {
			const at = pair.indexOf('=');
			return at < 0 ? [pair.trim(), ''] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
		}),
	);
}

function stepOf(name: string, step: Settings): Settings {
	if (Object.keys(step).length === 0) return {};
	return {
		[name]: { method: name === 'delete' ? 'DELETE' : 'POST', ...step, ...jsonAt(step, 'body', `${name} > Body`) },
	};
}

function statusOf(form: Settings, system: RestSystem, hasStep: boolean): Settings {
	const { field, active, inactive, listShowsActiveOnly } = form;
	const values = typeof inactive === 'string' ? itemsIn(inactive).map(scalarOf) : inactive;
	const status = filled({ field, active: scalarOf(active), inactive: values });
	const isSet = Object.keys(status).length > 0;
	// A way to deactivate people is there to be used, also where none was known.
	const nowPossible = system.rest.leavers === 'keep' && (isSet || hasStep) ? 'deactivate' : undefined;
	return filled({ leavers: form.leavers ?? nowPossible, listShowsActiveOnly, ...(isSet && { status }) });
}

function personOf(person: Settings, system: RestSystem): Settings {
	const { id, userName, externalId, managerField, managerStyle, createOnly, readOnly, clearing, listShowsSomeFields } =
		person;
	const manager = filled({
		field: managerField,
		style: managerStyle,
		matches: person.managerMatches,
		readFrom: person.managerReadFrom,
	});
	const dates = filled({ fields: namesAt(person, 'dateFields'), format: person.dateFormat });
	const lists = filled({ fields: namesAt(person, 'listFields'), separator: person.listSeparator, as: person.listAs });
	const knownDates = system.attributes.filter(({ type }) => type === 'date').map(({ path }) => path);
	return filled({
		id,
		externalId,
		clearing,
		listShowsSomeFields,
		...(createOnly !== undefined && { createOnly: itemsIn(createOnly) }),
		...(readOnly !== undefined && { readOnly: itemsIn(readOnly) }),
		...(userName !== undefined && { aliases: { userName } }),
		...(Object.keys(manager).length > 0 && { manager: { style: system.rest.manager?.style ?? 'id', ...manager } }),
		...(Object.keys(dates).length > 0 && { dates: { fields: knownDates, ...dates } }),
		...(Object.keys(lists).length > 0 && { lists }),
	});
}

function namesAt(settings: Settings, name: string): string[] | undefined {
	return settings[name] === undefined ? undefined : itemsIn(settings[name]);
}

/** true, false and numbers are meant as such. */
function scalarOf(value: unknown): unknown {
	if (typeof value !== 'string') return value;
	if (/^(true|false)$/i.test(value.trim())) return value.trim().toLowerCase() === 'true';
	return /^-?\d+$/.test(value.trim()) ? Number(value) : value;
}

function numberOf(value: unknown): unknown {
	return isEmpty(value) ? undefined : Number(value);
}

function jsonAt(settings: Settings, name: string, label: string): Settings {
	const value = settings[name];
	if (value === undefined) return {};
	try {
		const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : value;
		if (isRecord(parsed)) return { [name]: parsed };
	} catch {
		// The message below is for both.
	}
	throw new SyncError(`"${label}" is not a JSON object`, 'Write it like { "invited": false }.');
}
