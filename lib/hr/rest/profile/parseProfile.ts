import { SyncError } from '../../../base/errors';
import {
	compact,
	field,
	flag,
	isScalar,
	missing,
	choice,
	optional,
	place,
	recordOf,
	required,
	scalarRecord,
	separatorOf,
	text,
	textRecord,
	texts,
	whole,
	wrong,
} from './parseFields';
import type { Fields } from './parseFields';
import { parseList, parseOperation } from './parseOperation';
import { DATE_FORMATS, leaversOf } from './profile';
import type { RestFind, RestManager, RestProfile, RestStatus, RestStep, RestUpdate } from './profile';
import { placeholdersOf } from './template';

/**
 * Reads a profile that a person may have filled in. Texts that are left empty count as not given, except for places,
 * where '' means the whole answer.
 *
 * @throws SyncError that names the field
 */
export function parseRestProfile(data: unknown): RestProfile {
	const fields = recordOf(data, 'the profile');
	const profile = compact<RestProfile>({
		id: required(fields, 'id', ''),
		list: parseList(recordOf(fields.list, 'list'), 'list'),
		get: optional(fields, 'get', (get) => ({
			...parseOperation(get, 'get', ['id'], ['id']),
			item: place(get, 'item', 'get'),
		})),
		find: optional(fields, 'find', parseFind),
		create: parseCreate(recordOf(fields.create, 'create')),
		update: parseUpdate(recordOf(fields.update, 'update')),
		deactivate: optional(fields, 'deactivate', (step) => parseStep(step, 'deactivate')),
		reactivate: optional(fields, 'reactivate', (step) => parseStep(step, 'reactivate')),
		delete: optional(fields, 'delete', (step) => parseStep(step, 'delete')),
		...parsePerson(fields),
	});
	checkWhole(profile);
	checkDeactivation(profile);
	return profile;
}

/** A list may hide fields, which an update of the whole record would wipe. */
function checkWhole({ update, get }: RestProfile): void {
	if (update.sends === 'whole' && !get) throw wrong('get', 'is missing, and updates send the whole person');
}

/** Who is active has to be seen: else leavers were deactivated again every night, and nobody ever reactivated. */
function checkDeactivation(profile: RestProfile): void {
	if (!profile.deactivate || profile.status || profile.listShowsActiveOnly || leaversOf(profile) !== 'deactivate') {
		return;
	}
	throw new SyncError(
		'It is known how people are deactivated in the HR system, but not how to see who is active there',
		'Enter the field that says who is active, and its values, under API Settings > Status ("status" in the description of the API); or set "The List Shows Active People Only" there, if it does.',
	);
}

/** What is about the person's record rather than about requests. */
function parsePerson(fields: Fields): Partial<RestProfile> {
	const parsed: Partial<RestProfile> = {
		leavers: choice(fields, 'leavers', '', ['deactivate', 'delete', 'keep']),
		status: optional(fields, 'status', parseStatus),
		listShowsActiveOnly: flag(fields, 'listShowsActiveOnly', ''),
		listShowsSomeFields: flag(fields, 'listShowsSomeFields', ''),
		externalId: field(fields, 'externalId', ''),
		manager: optional(fields, 'manager', parseManager),
		createOnly: texts(fields, 'createOnly', ''),
		readOnly: texts(fields, 'readOnly', ''),
		dates: optional(fields, 'dates', (dates) => ({
			fields: texts(dates, 'fields', 'dates') ?? [],
			format: choice(dates, 'format', 'dates', DATE_FORMATS) ?? 'yyyy-MM-dd',
		})),
		lists: optional(fields, 'lists', (lists) => ({
			fields: texts(lists, 'fields', 'lists') ?? [],
			separator: separatorOf(lists),
			as: choice(lists, 'as', 'lists', ['text', 'array']) ?? 'text',
		})),
		clearing: choice(fields, 'clearing', '', ['null', 'empty', 'leave']),
		aliases: textRecord(fields, 'aliases', ''),
		rateLimit: optional(fields, 'rateLimit', (limit) => ({
			requests: whole(limit, 'requests', 'rateLimit', 1) ?? missing('rateLimit.requests'),
			seconds: whole(limit, 'seconds', 'rateLimit', 1) ?? missing('rateLimit.seconds'),
		})),
	};
	const { leavers } = parsed;
	if (leavers === 'deactivate' && !parsed.status && fields.deactivate === undefined) {
		throw wrong('leavers', 'is "deactivate", which needs a status field or a request to deactivate', 'status');
	}
	if (leavers === 'delete' && fields.delete === undefined) throw wrong('delete', 'is missing, and leavers are deleted');
	return parsed;
}

function parseFind(find: Fields): RestFind {
	const placeholders = ['attribute', 'value'];
	const parsed = {
		...parseOperation(find, 'find', placeholders, []),
		items: place(find, 'items', 'find'),
		fields: texts(find, 'fields', 'find'),
	};
	const sent = [parsed.path, ...Object.values(parsed.query ?? {})].flatMap(placeholdersOf);
	if (!sent.includes('value')) throw wrong('find.query', 'does not send {value}, so nobody can be found');
	return compact<RestFind>(parsed);
}

function parseCreate(create: Fields): RestProfile['create'] {
	return compact<RestProfile['create']>({
		...parseOperation(create, 'create', [], []),
		envelope: field(create, 'envelope', 'create'),
		item: place(create, 'item', 'create'),
		id: text(create, 'id', 'create'),
		constants: scalarRecord(create, 'constants', 'create'),
	});
}

function parseUpdate(update: Fields): RestUpdate {
	return compact<RestUpdate>({
		...parseOperation(update, 'update', ['id'], ['id']),
		envelope: field(update, 'envelope', 'update'),
		sends: choice(update, 'sends', 'update', ['changed', 'whole']) ?? missing('update.sends'),
	});
}

function parseStep(step: Fields, name: string): RestStep {
	const body = scalarRecord(step, 'body', name);
	const inBody = Object.values(body ?? {}).flatMap((value) => (typeof value === 'string' ? placeholdersOf(value) : []));
	return compact<RestStep>({
		...parseOperation(step, name, ['id', 'today'], inBody.includes('id') ? [] : ['id']),
		envelope: field(step, 'envelope', name),
		body,
	});
}

function parseStatus(status: Fields): RestStatus {
	const { active, inactive } = status;
	if (!isScalar(active)) throw wrong('status.active', 'is missing');
	const values: unknown[] = Array.isArray(inactive) ? inactive : [inactive];
	if (values.length === 0 || !values.every(isScalar)) throw wrong('status.inactive', 'is missing');
	if (values.some((value) => String(value) === String(active))) {
		throw wrong('status.inactive', 'is the same as status.active');
	}
	return { field: required(status, 'field', 'status'), active, inactive: values };
}

function parseManager(manager: Fields): RestManager {
	return compact<RestManager>({
		field: required(manager, 'field', 'manager'),
		style: choice(manager, 'style', 'manager', ['id', 'email', 'userName']) ?? missing('manager.style'),
		matches: field(manager, 'matches', 'manager'),
		readFrom: field(manager, 'readFrom', 'manager'),
	});
}
