import { inUrl } from '../../base/json';
import { HttpError } from '../../http/client';
import type { HttpClient } from '../../http/client';
import { matchKey } from '../../sync/compare';
import type { Employee } from '../../sync/model';
import { parseList } from './employees';
import { canonicalPath, formatPath, isWireName, parsePath, readPath } from './path';
import type { ScimProfile } from './profile';

export interface FindOptions {
	http: HttpClient;
	profile: ScimProfile;
	list: () => Promise<Employee[]>;
	/** Counts the writes that began and ended: a list is only as good as nothing was written since. */
	writes: () => number;
}

interface Reading {
	employees: Promise<Employee[]>;
	/** What the count of writes was when the reading began. */
	writes: number;
}

/** A server that doesn't know the filter, or doesn't filter at all. */
const NO_FILTER = new Set([400, 501]);

/**
 * Finds employees by an attribute, with a filter where the server can, or else in the whole list. One list serves all
 * who ask until something is written: after a lost creation an older list would not have the person.
 */
export function createFinder(options: FindOptions): (attribute: string, value: string) => Promise<Employee[]> {
	const { filterBy } = options.profile;
	const filterable = filterBy && new Set(filterBy.map(canonicalPath));
	let reading: Reading | undefined;

	const inList = async (attribute: string, value: string): Promise<Employee[]> => {
		if (reading?.writes !== options.writes()) {
			const started: Reading = { employees: options.list(), writes: options.writes() };
			reading = started;
			// A failed list is nobody's answer but of those who wait for it.
			started.employees.catch(() => {
				if (reading === started) reading = undefined;
			});
		}
		return (await reading.employees).filter((employee) => isAt(employee, attribute, value));
	};

	return async (attribute, value) => {
		const path = parsePath(attribute);
		if (!isWireName(path) || (filterable && !filterable.has(canonicalPath(attribute)))) {
			return await inList(attribute, value);
		}
		const found = await filtered(options, attribute, value);
		// A server that leaves the filter out of account would hide the person among others.
		if (found?.every((employee) => isAt(employee, attribute, value))) return found;
		return await inList(attribute, value);
	};
}

async function filtered(
	{ http, profile }: FindOptions,
	attribute: string,
	value: string,
): Promise<Employee[] | undefined> {
	const filter = inUrl(filterFor(attribute, value));
	try {
		const { body } = await http.request({ method: 'GET', url: `Users?filter=${filter}&startIndex=1&count=10` });
		return parseList(body, profile.activeDefault).resources;
	} catch (error) {
		if (error instanceof HttpError && NO_FILTER.has(error.status ?? 0)) return undefined;
		throw error;
	}
}

function isAt(employee: Employee, attribute: string, value: string): boolean {
	return matchKey(readPath(employee.raw, parsePath(attribute))) === matchKey(value);
}

/** RFC 7644 3.4.2.2: a value of a multi-valued attribute is filtered within its brackets. */
function filterFor(attribute: string, value: string): string {
	const { filter, subAttribute, ...path } = parsePath(attribute);
	const literal = JSON.stringify(value);
	if (!filter) return `${formatPath({ ...path, subAttribute })} eq ${literal}`;
	const inner = `${filter.attribute} eq ${JSON.stringify(filter.value)} and ${subAttribute ?? 'value'} eq ${literal}`;
	return `${formatPath(path)}[${inner}]`;
}
