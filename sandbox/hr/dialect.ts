import type { RequestHandler, Response } from 'express';

import type { Person } from './person.ts';
import type { Settings } from './settings.ts';

/** How an API writes its errors and its lists: what the faults need to know to stay in its form. */
export interface ApiForm {
	/** Sends an error; `code` says in one word what is wrong, where the API has such words. */
	error: (response: Response, status: number, detail: string, code?: string) => void;
	/** The member of a list's answer that holds the items. */
	items: string;
	/** Where a page starts, from 1: what the query says, and how long this page is. */
	startOf: (query: URLSearchParams, settings: Settings) => number;
	/** Counts in the answer that go with the items on the page. */
	counts: readonly string[];
}

/** A group or team as the control API shows it, whatever the HR system calls it. */
export interface Team {
	id: string;
	displayName: string;
	externalId?: string;
	/** Ids of people. */
	members: string[];
}

/** Somebody as the control API shows them: a SCIM User, whatever the HR system speaks, and what that system answers. */
export interface Seen {
	person: Person;
	raw: unknown;
}

/** What a control API for tests can ask of a running HR system. */
export interface HrApi {
	/** Answers what comes under the base path, after it was counted, logged, parsed, and spared by faults. */
	handler: RequestHandler;
	/** Answers what comes elsewhere, such as for access tokens; not counted. */
	aside?: RequestHandler;
	/** What a client needs besides the base URL and the token. */
	credentials: (url: string) => Record<string, string>;
	people: () => Seen[];
	/** Takes people as the API shows them, all or none. Throws a sentence. Returns how many there are then. */
	seed: (people: unknown[]) => number;
	clearPeople: () => void;
	teams: () => Team[];
	/** Takes teams as `teams` shows them, all or none. Throws a sentence. Returns how many there are then. */
	seedTeams: (teams: Team[]) => number;
	clearTeams: () => void;
}

export interface Opening {
	/** The file that the people are kept in; others beside it begin with the same name. */
	state: string;
	token: string;
	settings: Settings;
}

/** One HR system: its API with all its peculiarities. */
export interface HrDialect {
	name: string;
	/** Path of the API on the server. */
	basePath: string;
	form: ApiForm;
	settings: Settings;
	open: (opening: Opening) => HrApi;
}
