import { SyncError } from '../../errors';
import type { HttpClient } from '../../http/client';
import type { Employee } from '../../sync/match';
import { isEmpty, toBoolean } from '../../sync/compare';
import { isRecord } from '../../sync/rows';
import type { Directory } from '../directory';
import { buildResource, PATCH_OP, patchOperations } from './patch';
import { ENTERPRISE_USER, formatPath, parsePath, property, readPath } from './path';

export interface ScimOptions {
	http: HttpClient;
	/** `count` asked for; the server may give fewer. */
	pageSize: number;
	/** Called after each page of a list. */
	onProgress?: (read: number, total: number) => void;
}

const SCIM_JSON = 'application/scim+json';
const ATTEMPTS_TO_LIST = 3;

/** An HR system that speaks SCIM 2.0 (RFC 7643, RFC 7644). */
export function createScimDirectory(options: ScimOptions): Directory {
	const { http } = options;
	const directory: Directory = {
		list: () => list(options),
		async find(attribute, value) {
			const filter = encodeURIComponent(filterFor(attribute, value));
			const { body } = await http.request({ method: 'GET', url: `Users?filter=${filter}&startIndex=1&count=10` });
			return parseList(body).resources;
		},
		async create(values, managerHrId) {
			const { body } = await http.request({
				method: 'POST',
				url: 'Users',
				body: buildResource(values, managerHrId),
				contentType: SCIM_JSON,
				maxTries: 1,
			});
			return parseEmployee(body);
		},
		async update(employee, changes, manager) {
			const Operations = patchOperations(employee.raw, changes, manager);
			if (Operations.length === 0) return;
			await http.request({
				method: 'PATCH',
				url: userUrl(employee),
				body: { schemas: [PATCH_OP], Operations },
				contentType: SCIM_JSON,
				// Adding twice what was added already leaves it there twice.
				repeatable: Operations.every(({ op }) => op !== 'add'),
			});
		},
		deactivate: (employee) => directory.update(employee, [{ attribute: 'active', from: true, to: false }]),
		read: (employee, attribute) => readPath(employee.raw, parsePath(attribute)),
		readManager(employee) {
			const manager = property(property(employee.raw, ENTERPRISE_USER), 'manager');
			const value = isRecord(manager) ? property(manager, 'value') : manager;
			return isEmpty(value) ? undefined : String(value);
		},
		describe(employee) {
			const userName = property(employee.raw, 'userName');
			return `${isEmpty(userName) ? 'without user name' : String(userName)} (HR id ${employee.hrId})`;
		},
	};
	return directory;
}

/** RFC 7644 3.4.2.2: a value of a multi-valued attribute is filtered within its brackets. */
function filterFor(attribute: string, value: string): string {
	const { filter, subAttribute, ...path } = parsePath(attribute);
	const literal = JSON.stringify(value);
	if (!filter) return `${formatPath({ ...path, subAttribute })} eq ${literal}`;
	const inner = `${filter.attribute} eq ${JSON.stringify(filter.value)} and ${subAttribute ?? 'value'} eq ${literal}`;
	return `${formatPath(path)}[${inner}]`;
}

function userUrl(employee: Employee): string {
	return `Users/${encodeURIComponent(employee.hrId)}`;
}

/** Reads all pages; starts again when the directory changed meanwhile, and gives up rather than return a part. */
async function list(options: ScimOptions): Promise<Employee[]> {
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
async function listOnce({ http, pageSize, onProgress }: ScimOptions): Promise<Employee[] | string> {
	const employees = new Map<string, Employee>();
	let startIndex = 1;
	let total: number | undefined;
	for (;;) {
		const { body } = await http.request({ method: 'GET', url: `Users?startIndex=${startIndex}&count=${pageSize}` });
		const page = parseList(body);
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

function parseList(body: unknown): { total: number; resources: Employee[] } {
	const total = Number(property(body, 'totalResults') ?? Number.NaN);
	const resources = property(body, 'Resources') ?? [];
	if (!Number.isInteger(total) || !Array.isArray(resources)) {
		throw new SyncError(
			'The HR system answered with something that is not a SCIM list of users',
			'Check the base URL of the SCIM credential: it usually ends in /scim/v2.',
		);
	}
	return { total, resources: resources.map(parseEmployee) };
}

function parseEmployee(resource: unknown): Employee {
	const id = property(resource, 'id');
	if (typeof id !== 'string' && typeof id !== 'number') {
		throw new SyncError(
			'The HR system answered with a user that has no id',
			'Check the base URL of the SCIM credential, and ask the maker of the HR system whether it speaks SCIM 2.0.',
		);
	}
	// A server that leaves `active` out means an ordinary, active user (RFC 7643 4.1.1 leaves it to the provider).
	return { hrId: String(id), active: toBoolean(property(resource, 'active')) ?? true, raw: resource };
}
