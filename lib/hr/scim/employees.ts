import { SyncError } from '../../base/errors';
import { toBoolean } from '../../base/json';
import type { HttpClient } from '../../http/client';
import type { Employee } from '../../sync/model';
import { idText } from '../idText';
import { listWholly, parsePage } from './list';
import { property } from './path';

export interface ListOptions {
	http: HttpClient;
	/** `count` asked for; the server may give fewer. */
	pageSize: number;
	/** How many to ask for behind the first page, where that isn't all. */
	pageSizeBehind?: () => Promise<number>;
	/** How many pages to read at the same time. */
	atOnce?: number;
	/** Whether a person without `active` is active. */
	activeDefault: boolean;
	/** Called after each page of a list. */
	onProgress?: (read: number, total: number) => void;
}

/** Every employee. @throws SyncError when the list is not whole */
export async function listEmployees({ activeDefault, ...list }: ListOptions): Promise<Employee[]> {
	return await listWholly({
		...list,
		url: 'Users',
		of: 'employees',
		parse: (resource) => parseEmployee(resource, activeDefault),
		idOf: ({ hrId }) => hrId,
	});
}

/** @throws SyncError when it is no list of users */
export function parseList(body: unknown, activeDefault: boolean): { total: number; resources: Employee[] } {
	const { total, resources } = parsePage(body, 'employees');
	return { total, resources: resources.map((resource) => parseEmployee(resource, activeDefault)) };
}

/** @throws SyncError when the resource has no id */
export function parseEmployee(resource: unknown, activeDefault: boolean): Employee {
	const hrId = idOf(resource);
	if (hrId === undefined) {
		throw new SyncError(
			'The HR system answered with a user that has no id',
			'Check the base URL of the SCIM credential, and ask the maker of the HR system whether it speaks SCIM 2.0.',
		);
	}
	return { hrId, active: toBoolean(property(resource, 'active')) ?? activeDefault, raw: resource };
}

/** The id of a resource as the server gave it; undefined when it gave none. @throws SyncError for one that can't be told */
export function idOf(resource: unknown): string | undefined {
	return idText(property(resource, 'id'));
}
