import { SyncError } from '../../errors';
import type { HttpClient } from '../../http/client';
import { toBoolean } from '../../sync/compare';
import type { Employee } from '../../sync/match';
import { property } from './path';

export interface ListOptions {
	http: HttpClient;
	/** `count` asked for; the server may give fewer. */
	pageSize: number;
	/** Whether a person without `active` is active. */
	activeDefault: boolean;
	/** Called after each page of a list. */
	onProgress?: (read: number, total: number) => void;
}

const ATTEMPTS_TO_LIST = 3;

/** Reads all pages; starts again when the directory changed meanwhile, and gives up rather than return a part. */
export async function listEmployees(options: ListOptions): Promise<Employee[]> {
	let found = '';
	for (let attempt = 1; attempt <= ATTEMPTS_TO_LIST; attempt++) {
		const result = await listOnce(options);
		if (Array.isArray(result)) return result;
		found = result;
	}
	throw new SyncError(
		`The HR system's list of employees is not complete: ${found}`,
		'Nothing was written. Run the sync again; if it stays so, ask the maker of the HR system why its list of users ends early.',
	);
}

/** The employees, or a sentence that says why the list can't be whole. */
async function listOnce({ http, pageSize, activeDefault, onProgress }: ListOptions): Promise<Employee[] | string> {
	const employees = new Map<string, Employee>();
	let startIndex = 1;
	let total: number | undefined;
	for (;;) {
		const { body } = await http.request({ method: 'GET', url: `Users?startIndex=${startIndex}&count=${pageSize}` });
		const page = parseList(body, activeDefault);
		if (total !== undefined && page.total !== total)
			return `it went from ${total} to ${page.total} people while it was read`;
		total = page.total;
		for (const employee of page.resources) employees.set(employee.hrId, employee);
		startIndex += page.resources.length;
		onProgress?.(employees.size, total);
		if (startIndex > total || page.resources.length === 0) break;
	}
	return employees.size === total ? [...employees.values()] : `it says ${total} people and gave ${employees.size}`;
}

/** @throws SyncError when it is no list of users */
export function parseList(body: unknown, activeDefault: boolean): { total: number; resources: Employee[] } {
	const total = Number(property(body, 'totalResults') ?? Number.NaN);
	const resources = property(body, 'Resources') ?? [];
	if (!Number.isInteger(total) || !Array.isArray(resources)) {
		throw new SyncError(
			'The HR system answered with something that is not a SCIM list of users',
			'Check the base URL of the SCIM credential: it usually ends in /scim/v2.',
		);
	}
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

/** The id of a resource as the server gave it; undefined when it gave none. */
export function idOf(resource: unknown): string | undefined {
	const id = property(resource, 'id');
	return (typeof id === 'string' && id !== '') || typeof id === 'number' ? String(id) : undefined;
}
