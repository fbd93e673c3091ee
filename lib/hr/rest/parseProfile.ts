import {
	compact,
	field,
	isScalar,
	missing,
	oneOf,
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
import { DATE_FORMATS, METHODS } from './profile';
import type {
	RestFind,
	RestList,
	RestManager,
	RestOperation,
	RestPaging,
	RestProfile,
	RestStatus,
	RestStep,
	RestUpdate,
} from './profile';
import { placeholdersOf } from './template';

const PAGING_STYLES = ['none', 'page', 'offset', 'startIndex', 'cursor', 'nextLink', 'linkHeader'] as const;

/** What a list has to send for its paging to get anywhere. */
const NEEDED: Partial<Record<RestPaging['style'], string>> = {
	page: 'page',
	offset: 'offset',
	startIndex: 'offset',
	cursor: 'cursor',
};

/**
 * Reads a profile that a person may have filled in. Texts that are left empty count as not given, except for places,
 * where '' means the whole answer.
 *
 * @throws SyncError that names the field
 */
export function parseRestProfile(data: unknown): RestProfile {
	const fields = recordOf(data, 'the profile');
	return compact<RestProfile>({
		id: required(fields, 'id', ''),
		list: parseList(recordOf(fields.list, 'list')),
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
}

/** What is about the person's record rather than about requests. */
function parsePerson(fields: Fields): Partial<RestProfile> {
	const parsed: Partial<RestProfile> = {
		leavers: oneOf(fields, 'leavers', '', ['deactivate', 'delete', 'keep']),
		status: optional(fields, 'status', parseStatus),
		externalId: field(fields, 'externalId', ''),
		manager: optional(fields, 'manager', parseManager),
		createOnly: texts(fields, 'createOnly', ''),
		readOnly: texts(fields, 'readOnly', ''),
		dates: optional(fields, 'dates', (dates) => ({
			fields: texts(dates, 'fields', 'dates') ?? [],
			format: oneOf(dates, 'format', 'dates', DATE_FORMATS) ?? 'yyyy-MM-dd',
		})),
		lists: optional(fields, 'lists', (lists) => ({
			fields: texts(lists, 'fields', 'lists') ?? [],
			separator: separatorOf(lists),
			as: oneOf(lists, 'as', 'lists', ['text', 'array']) ?? 'text',
		})),
		customFields: optional(fields, 'customFields', (custom) => ({
			prefix: required(custom, 'prefix', 'customFields'),
			known: texts(custom, 'known', 'customFields') ?? missing('customFields.known'),
		})),
		clearing: oneOf(fields, 'clearing', '', ['null', 'empty', 'leave']),
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

function parseList(list: Fields): RestList {
	const paging = parsePaging(recordOf(list.paging, 'list.paging'));
	const parsed: RestList = compact<RestList>({
		...parseOperation(list, 'list', ['page', 'size', 'offset', 'cursor'], []),
		items: place(list, 'items', 'list'),
		total: field(list, 'total', 'list'),
		hasMore: field(list, 'hasMore', 'list'),
		paging,
	});
	const needed = NEEDED[paging.style];
	const sent = [parsed.path, ...Object.values(parsed.query ?? {})].flatMap(placeholdersOf);
	if (needed !== undefined && !sent.includes(needed)) {
		throw wrong('list.query', `does not send {${needed}}, so only the first page could be read`);
	}
	return parsed;
}

function parsePaging(paging: Fields): RestPaging {
	const at = 'list.paging';
	const style = oneOf(paging, 'style', at, PAGING_STYLES) ?? missing(`${at}.style`);
	const size = whole(paging, 'size', at, 1);
	switch (style) {
		case 'none':
			return { style };
		case 'page':
			return compact<RestPaging>({
				style,
				first: whole(paging, 'first', at, 0) ?? 1,
				size: size ?? missing(`${at}.size`),
				totalPages: field(paging, 'totalPages', at),
			});
		case 'offset':
		case 'startIndex':
			return { style, size: size ?? missing(`${at}.size`) };
		case 'cursor':
		case 'nextLink':
			return compact<RestPaging>({ style, next: required(paging, 'next', at), size });
		case 'linkHeader':
			return compact<RestPaging>({ style, size });
	}
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
		sends: oneOf(update, 'sends', 'update', ['changed', 'whole']) ?? missing('update.sends'),
		nested: oneOf(update, 'nested', 'update', ['siblings', 'alone']),
	});
}

function parseStep(step: Fields, name: string): RestStep {
	return compact<RestStep>({
		...parseOperation(step, name, ['id', 'today'], []),
		envelope: field(step, 'envelope', name),
		body: scalarRecord(step, 'body', name),
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
		style: oneOf(manager, 'style', 'manager', ['id', 'email', 'userName']) ?? missing('manager.style'),
		matches: field(manager, 'matches', 'manager'),
		readFrom: field(manager, 'readFrom', 'manager'),
	});
}

function parseOperation(fields: Fields, at: string, allowed: string[], inPath: string[]): RestOperation {
	const operation = compact<RestOperation>({
		method: oneOf(fields, 'method', at, METHODS) ?? missing(`${at}.method`),
		path: required(fields, 'path', at),
		query: textRecord(fields, 'query', at),
	});
	const templates = [operation.path, ...Object.entries(operation.query ?? {}).flat()];
	const unknown = templates.flatMap(placeholdersOf).find((name) => !allowed.includes(name));
	if (unknown !== undefined) {
		const known =
			allowed.length === 0 ? 'there is none here' : `possible are ${allowed.map((name) => `{${name}}`).join(', ')}`;
		throw wrong(`${at}.path`, `or its query holds the placeholder {${unknown}}, and ${known}`);
	}
	const absent = inPath.find((name) => !templates.flatMap(placeholdersOf).includes(name));
	if (absent !== undefined) throw wrong(`${at}.path`, `has no {${absent}}, so it would mean everybody`);
	return operation;
}
