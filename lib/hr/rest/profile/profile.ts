/**
 * What a REST API of an HR system looks like, as plain JSON: it stands in a system's file or is filled in by a person.
 *
 * - A *path* of an operation stands behind the credential's base URL: `users/{id}`.
 * - A *place* is a dotted path in an answer or a record: `data.users`, `users.0`; '' is the whole of it.
 * - A *field* is a field of a person's record as the API calls it, with dots for nested ones.
 * - A *template* holds placeholders in braces. A query parameter whose placeholder has no value is left out.
 */
export interface RestProfile {
	/** Place of the id in a person's record. */
	id: string;
	list: RestList;
	/**
	 * One person. An update that sends more than what changed (the whole record, or the whole of a nested object) starts from it:
	 * a list may hide fields, which would be lost. Without it, the person is asked for by `find`, or the list is read again.
	 */
	get?: RestOperation & { item: string };
	/** People by a value. Without it, the list is read and searched. */
	find?: RestFind;
	create: RestCreate;
	update: RestUpdate;
	/** Where the API has requests of its own for this. Without them the status field is written by an update. */
	deactivate?: RestStep;
	reactivate?: RestStep;
	/** How somebody is deleted for good. Without it, nobody is. */
	delete?: RestStep;
	/** What deactivating somebody does. Default: `deactivate` where there is a way to, else `keep`. Never `delete` unless it says so. */
	leavers?: 'deactivate' | 'delete' | 'keep';
	status?: RestStatus;
	/** Leavers are not in the list, so nobody has to be seen to be inactive. */
	listShowsActiveOnly?: boolean;
	/**
	 * The list hides fields: those that it shows of nobody are only written when people are created. Default: what it
	 * shows of nobody is empty.
	 */
	listShowsSomeFields?: boolean;
	/** Field that keeps the Entra object id. */
	externalId?: string;
	manager?: RestManager;
	/** Fields that can't be changed once the person exists; updates leave them out. */
	createOnly?: string[];
	/** Fields that an update of the whole record must not send back. */
	readOnly?: string[];
	dates?: { fields: string[]; format: DateFormat };
	/** Fields with several values: texts with the separator in between, which the API has as such or as JSON arrays. */
	lists?: { fields: string[]; separator: string; as?: 'text' | 'array' };
	/** What clears a field: null (the default), an empty text, or nothing does, so that it keeps its value. */
	clearing?: 'null' | 'empty' | 'leave';
	/** Names that the sync knows people by (`userName`, `displayName`, `name.givenName`, `name.familyName`, `meta.created`) as fields. */
	aliases?: Record<string, string>;
	rateLimit?: { requests: number; seconds: number };
}

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type RestMethod = (typeof METHODS)[number];
export type Scalar = string | number | boolean | null;

export const DATE_FORMATS = ['yyyy-MM-dd', 'dd/MM/yyyy', 'MM/dd/yyyy', 'iso'] as const;
/** `iso` is a date and time, such as 2024-03-01T00:00:00Z. */
export type DateFormat = (typeof DATE_FORMATS)[number];

export interface RestOperation {
	method: RestMethod;
	/** Template; {id} is the person's id. */
	path: string;
	/** Name to template. */
	query?: Record<string, string>;
}

/** Placeholders of the path and the query: {page} {size} {offset} {cursor}. */
export interface RestList extends RestOperation {
	/** Place of the people in the answer. */
	items: string;
	/** Place of the number of all people in the answer. */
	total?: string;
	/** Place of a boolean that says whether there are further pages. */
	hasMore?: string;
	paging: RestPaging;
}

export type RestPaging =
	| { style: 'none' }
	/** {page} counts from `first`. `totalPages`: place of the number of pages in the answer. */
	| { style: 'page'; first: number; size: number; totalPages?: string }
	/** {offset} is how many people were read; with startIndex one more. */
	| { style: 'offset' | 'startIndex'; size: number }
	/** `next`: place of what to send as {cursor} for the next page; nothing there after the last one. */
	| { style: 'cursor'; next: string; size?: number }
	/** `next`: place of the next page's address. */
	| { style: 'nextLink'; next: string; size?: number }
	/** A header Link with rel="next" (RFC 8288). */
	| { style: 'linkHeader'; size?: number };

/** Placeholders: {attribute} (the field's name; also in the names of the query) and {value}. */
export interface RestFind extends RestOperation {
	items: string;
	/** The fields that can be asked for; default all. The list is searched for others. */
	fields?: string[];
}

export interface RestWrite extends RestOperation {
	/** Place of the person in the body. */
	envelope?: string;
}

export interface RestCreate extends RestWrite {
	/** Place of the person in the answer. */
	item: string;
	/** Place of the id in that person, or `header:Location` for the last part of that address. Default: as in the list. */
	id?: string;
	/** Fields that every new person gets, such as `invited: false`; those with null are not sent. */
	constants?: Record<string, Scalar>;
}

export interface RestUpdate extends RestWrite {
	/** Only what changed, or the present record with the changes in it. Of a nested object in which a part changes, all is sent. */
	sends: 'changed' | 'whole';
}

/** {id}, which has to stand somewhere, and {today} in the profile's date format, also in the texts of the body. */
export interface RestStep extends RestWrite {
	body?: Record<string, Scalar>;
}

export interface RestStatus {
	field: string;
	/** What is written for active people. Whoever has no inactive value is active. */
	active: Scalar;
	/** Of several, the first one is written. */
	inactive: Scalar | Scalar[];
}

export interface RestManager {
	field: string;
	/** What the field holds of the manager. */
	style: 'id' | 'email' | 'userName';
	/** Field of the manager's own record that it is the value of. Default: the id, `email`, or what `userName` is an alias of. */
	matches?: string;
	/** Where it is read, if not in `field`. */
	readFrom?: string;
}

export function leaversOf({ leavers, deactivate, status }: RestProfile): 'deactivate' | 'delete' | 'keep' {
	return leavers ?? (deactivate || status ? 'deactivate' : 'keep');
}

/** Teams and who is in them. In paths {id} is the team's id. */
export interface RestTeams {
	/** Place of the id in a team's record. */
	id: string;
	/** Field of its name. */
	name: string;
	/** Field that keeps the id of the Entra group. */
	externalId?: string;
	list: RestList;
	/** Where the members are read: in the team's record, or in a list of their own with {id} in its path. */
	members: { field: string } | { list: RestList };
	/** Place of the HR id in a member; '' where a member is nothing but its id. */
	member: string;
	/** `item`: place of the team in the answer. */
	create: RestWrite & { item: string };
	/** Renames it. Without it, teams keep their names. */
	update?: RestWrite;
	/** How people come in and go out: by requests for that, or with the list of all that shall be members. */
	change: { add: RestTeamMembers; remove: RestTeamMembers } | { set: RestTeamMembers };
	/** What HR ids are sent as. */
	ids: 'text' | 'number';
	/** Members in one request, at most. */
	chunk: number;
}

/** A request about members. With {member} in its path it is sent for each of them, without a body. */
export interface RestTeamMembers extends RestOperation {
	/** Place of the ids in the body, such as `user_ids`; '' where the body is the list itself. */
	field: string;
	envelope?: string;
}
