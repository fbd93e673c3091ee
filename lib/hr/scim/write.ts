import { isEmpty } from '../../base/json';
import type { HttpClient } from '../../http/client';
import { encodeSegment } from '../idInUrl';
import { property } from './path';

/** One write of one person. */
export interface UserWrite {
	method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** `Users` or `Users/{id}`. */
	url: string;
	body?: unknown;
	/** The version that the person must still have, as a header can hold it. */
	version?: string | undefined;
	/** May be sent again when it isn't known whether it was carried out. */
	repeatable: boolean;
}

export interface WriteAnswer {
	/** The resource, where the server gave it. */
	body: unknown;
	/** Id of the resource as the address says that the server gave. */
	locatedId?: string;
	/** Its version, where the server says it beside the resource. */
	version?: string;
}

/** Carries a write out, alone or together with others. @throws HttpError of this one write */
export type SendWrite = (write: UserWrite) => Promise<WriteAnswer>;

/** Each write in a request of its own. A creation is tried once; whoever asked for it decides what a lost answer means. */
export function createSingleWriter(http: HttpClient, mediaType: string): SendWrite {
	return async ({ method, url, body, version, repeatable }) => {
		const { body: answer, headers } = await http.request({
			method,
			url,
			...(body !== undefined && { body, contentType: mediaType }),
			...(version !== undefined && { headers: { 'If-Match': version } }),
			repeatable,
			...(method === 'POST' && { maxTries: 1 }),
		});
		return { body: answer, locatedId: idInLocation(headers.location), version: headers.etag };
	};
}

/** The id in an address such as https://hr.example.com/scim/v2/Users/42. */
export function idInLocation(location: unknown): string | undefined {
	const [, id] =
		typeof location === 'string' ? (/\/(?:Users|Groups)\/([^/?#]+)\/?(?:[?#].*)?$/i.exec(location) ?? []) : [];
	if (id === undefined) return undefined;
	try {
		return decodeURIComponent(id);
	} catch {
		return id;
	}
}

/** The version that a resource came with. */
export function versionOf(resource: unknown): string | undefined {
	const version = property(property(resource, 'meta'), 'version');
	return typeof version === 'string' && !isEmpty(version) ? version : undefined;
}

export function userUrl(hrId: string): string {
	return `Users/${encodeSegment(hrId)}`;
}
