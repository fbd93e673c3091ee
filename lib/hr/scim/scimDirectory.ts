import { omitBy } from 'lodash';

import { atMost } from '../../base/async';
import { failure } from '../../base/failure';
import { contentOf, isEmpty, isRecord, plainText, toBoolean } from '../../base/json';
import { hasStatus, HttpError } from '../../http/client';
import type { HttpClient } from '../../http/client';
import { isHeaderValue } from '../../http/headerValue';
import { sameValue } from '../../sync/compare';
import { EXTERNAL_ID } from '../../sync/model';
import type { AttributeValues, Change, Employee } from '../../sync/model';
import type { Directory } from '../directory';
import { createBulkWriter } from './bulk';
import { idOf, listEmployees, parseEmployee, parseList } from './employees';
import { createFinder } from './find';
import { createManagers } from './managers';
import { parsePath, property, readPath } from './path';
import { DEFAULT_SCIM_PROFILE } from './profile';
import type { ScimProfile } from './profile';
import { assign, assignmentsOf, assignmentsOfChanges, buildResource, isActive, vendorKeys } from './resource';
import type { Assignment, Resource } from './resource';
import { readServiceProvider } from './serviceProvider';
import type { BulkLimits, ServiceProvider } from './serviceProvider';
import { resourceAfter, updateRequest, withVersion } from './update';
import { createSingleWriter, userUrl, versionOf } from './write';
import type { UserWrite, WriteAnswer } from './write';

export interface ScimOptions {
	http: HttpClient;
	/** `count` asked for; the server may give fewer. */
	pageSize: number;
	/** Behind the first page, as many as the server says that a page holds, when that is more, but never more than this. */
	pageSizeUpTo?: number;
	/** Called after each page of a list. */
	onProgress?: (read: number, total: number) => void;
	/** Requests under way at once: pages of a list, and those about single people where many had to go in one; default 5. */
	atOnce?: number;
	/** What the system does its own way; default: SCIM as the RFCs have it. */
	profile?: ScimProfile;
}

export interface ScimDirectory extends Directory {
	/**
	 * How many writes the system takes in one request; undefined when it takes each alone. Writes that are asked for at
	 * the same time go together, so as many at once are worth asking for.
	 */
	writesAtOnce: () => Promise<number | undefined>;
}

const NOT_FOUND = 404;
const PRECONDITION_FAILED = 412;
const USUAL_AT_ONCE = 5;

/** An HR system that speaks SCIM 2.0 (RFC 7643, RFC 7644), in the way that its profile says. */
export function createScimDirectory(options: ScimOptions): ScimDirectory {
	const { http, profile = DEFAULT_SCIM_PROFILE } = options;
	const { activeDefault } = profile;
	const keys = vendorKeys(profile.keys);
	const managers = createManagers(http, profile);
	/** What is known of an employee since it was written: a second write starts from what the first one left. */
	const latest = new WeakMap<Employee, Resource>();
	let writes = 0;

	let asked: Promise<ServiceProvider> | undefined;
	const provider = async (): Promise<ServiceProvider> => await (asked ??= readServiceProvider(http));
	const bulkLimits = async (): Promise<BulkLimits | undefined> =>
		profile.bulk === 'never' ? undefined : (await provider()).bulk;
	const readPageSizeBehind = async (): Promise<number> => {
		const { pageSize, pageSizeUpTo = 0 } = options;
		if (pageSizeUpTo <= pageSize) return pageSize;
		try {
			return Math.max(pageSize, Math.min((await provider()).maxResults ?? 0, pageSizeUpTo));
		} catch (error) {
			// The list can be read without it.
			if (error instanceof HttpError && error.kind !== 'cancelled') return pageSize;
			throw error;
		}
	};
	// Without Bulk whoever asks decides how many are asked for at once.
	const bounded = profile.bulk === 'never' ? atMost(Number.POSITIVE_INFINITY) : atMost(options.atOnce ?? USUAL_AT_ONCE);
	const writeOne = createSingleWriter(http, profile.mediaType);
	const single: typeof writeOne = async (write) => await bounded(async () => await writeOne(write));
	const sendWrite =
		profile.bulk === 'never'
			? single
			: createBulkWriter({ http, mediaType: profile.mediaType, single, limits: bulkLimits });
	const send = async (write: UserWrite): Promise<WriteAnswer> => {
		writes++;
		try {
			return await sendWrite(write);
		} finally {
			writes++;
		}
	};

	const list = async (): Promise<Employee[]> => {
		const { pageSize, atOnce, onProgress } = options;
		const paging = { pageSize, pageSizeBehind: readPageSizeBehind, atOnce, onProgress };
		const employees = await listEmployees({ http, activeDefault, ...paging });
		managers.learn(employees);
		return employees;
	};
	const find = createFinder({ http, profile, list, writes: () => writes });

	const resourceOf = (employee: Employee): unknown => latest.get(employee) ?? employee.raw;
	const remember = (employee: Employee, written: Resource, answer: WriteAnswer): void => {
		const resource = resourceAfter(written, answer);
		latest.set(employee, resource);
		managers.learn([{ ...employee, raw: resource }]);
	};
	const readAgain = async (employee: Employee): Promise<Employee> => {
		const { body, headers } = await bounded(
			async () => await http.request({ method: 'GET', url: userUrl(employee.hrId) }),
		);
		const now = parseEmployee(body, activeDefault);
		latest.set(employee, withVersion(body as Resource, versionOf(body) ?? headers.etag));
		return now;
	};

	/** A version that the server compares; one that no header can hold is a server's mistake. */
	const versionIn = (resource: unknown): string | undefined => {
		const version = profile.etag === 'auto' ? versionOf(resource) : undefined;
		return version !== undefined && isHeaderValue(version) ? version : undefined;
	};

	/**
	 * Makes a write, once more on the newest version when the employee was changed meanwhile. Where there is no version to
	 * tell, and the write sends back more than what changes, it is made on what is read just before. Whoever leaves by it is
	 * left alone when somebody was quicker: the other hand may know that the person has come back.
	 */
	const writeEmployee = async (employee: Employee, assignments: Assignment[], leaves = false): Promise<void> => {
		for (let attempt = 1; ; attempt++) {
			let resource = resourceOf(employee);
			let update = updateRequest(resource, assignments, profile, keys);
			if (update?.holdsMore && versionIn(resource) === undefined) {
				await readAgain(employee);
				resource = resourceOf(employee);
				update = updateRequest(resource, assignments, profile, keys);
			}
			if (!update) return;
			try {
				const answer = await sendOn(resource, employee, update);
				remember(employee, assign(resource, assignments, keys), answer);
				return;
			} catch (error) {
				if (attempt > 1 || !hasStatus(error, PRECONDITION_FAILED)) throw error;
				if (!leaves) await readAgain(employee);
				else if (await hasLeft(employee, assignments)) return;
				else throw failure({ kind: 'changedMeanwhile' });
			}
		}
	};

	const sendOn = async (
		resource: unknown,
		{ hrId }: Employee,
		{ method, body, repeatable }: Omit<UserWrite, 'url'>,
	): Promise<WriteAnswer> => {
		return await send({ method, body, repeatable, url: userUrl(hrId), version: versionIn(resource) });
	};

	/** The change may have been ours, whose answer was lost. */
	const hasLeft = async (employee: Employee, assignments: Assignment[]): Promise<boolean> => {
		const { raw } = await readAgain(employee);
		return assignments.every(({ path, value }) => sameValue(path.attribute, readPath(raw, path), value));
	};

	const remove = async (employee: Employee): Promise<void> => {
		try {
			await sendOn(resourceOf(employee), employee, { method: 'DELETE', repeatable: true });
		} catch (error) {
			if (hasStatus(error, PRECONDITION_FAILED)) throw failure({ kind: 'changedMeanwhile' });
			// Gone already, which is what was wanted.
			if (!hasStatus(error, NOT_FOUND)) throw error;
		}
	};

	const deactivate = async (employee: Employee): Promise<void> => {
		if (profile.deactivation === 'none') {
			throw failure({ kind: 'notDeactivated', employee: directory.describe(employee) });
		}
		if (profile.deactivation === 'delete') await remove(employee);
		else await writeEmployee(employee, [{ path: parsePath('active'), value: false }], true);
	};

	/** For a server that answers a creation without saying whom it created. */
	const findCreated = async (written: Resource): Promise<Employee> => {
		for (const attribute of ['userName', 'externalId']) {
			const value = property(written, attribute);
			if (isEmpty(value)) continue;
			const [employee, ...others] = await find(attribute, plainText(value));
			if (employee && others.length === 0) return employee;
		}
		throw failure({ kind: 'createdWithoutId', what: 'person' });
	};

	const directory: ScimDirectory = {
		account: http.account,
		list,
		pages: async () => {
			const { body } = await http.request({ method: 'GET', url: 'Users?startIndex=1&count=1' });
			return Math.ceil(parseList(body, activeDefault).total / options.pageSize);
		},
		async find(attribute, value) {
			const found = await bounded(async () => await find(attribute, value));
			managers.learn(found);
			return found;
		},
		async create(values, managerHrId) {
			const assignments = [...createdValues(values), ...(await managers.assignments(managerHrId))];
			const written = buildResource(assignments, keys);
			const answer = await send({ method: 'POST', url: 'Users', body: written, repeatable: false });
			const id = idOf(answer.body) ?? answer.locatedId;
			const created =
				id === undefined
					? await findCreated(written)
					: parseEmployee(resourceAfter({ ...written, id }, answer), activeDefault);
			managers.learn([created]);
			return created;
		},
		async update(employee, changes, manager) {
			const leaves = changes.some(({ attribute, to }) => isActive(attribute) && toBoolean(to) === false);
			if (leaves && profile.deactivation !== 'active') {
				await deactivate(employee);
				return;
			}
			const assignments = [...assignmentsOfChanges(changes), ...(await managers.assignments(manager))];
			await writeEmployee(employee, assignments, leaves || changes.some(takesLink));
		},
		deactivate,
		...(profile.deletion === 'delete' && { remove }),
		again: async (employee) => {
			try {
				return await readAgain(employee);
			} catch (error) {
				if (hasStatus(error, NOT_FOUND)) return undefined;
				throw error;
			}
		},
		isUnchanged: ({ raw: before }, { raw: now }) => {
			const versions = [before, now].map(versionOf);
			if (profile.etag === 'auto' && !versions.includes(undefined)) return versions[0] === versions[1];
			return contentOf(withoutMeta(before)) === contentOf(withoutMeta(now));
		},
		skewMs: () => http.skewMs?.(),
		read: (employee, attribute) => readPath(employee.raw, parsePath(attribute)),
		readManager: (employee) => managers.read(employee.raw),
		describe(employee) {
			const userName = property(employee.raw, 'userName');
			return `${isEmpty(userName) ? 'without user name' : plainText(userName)} (HR id ${employee.hrId})`;
		},
		writesAtOnce: async () => (await bulkLimits())?.maxOperations,
	};
	return directory;
}

/** Whoever is let go of loses the link to Entra. */
function takesLink({ attribute, to }: Change): boolean {
	return attribute === EXTERNAL_ID && isEmpty(to);
}

/** Some servers say of everybody that the last change was just now. */
function withoutMeta(resource: unknown): unknown {
	return isRecord(resource) ? omitBy(resource, (_, name) => name.toLowerCase() === 'meta') : resource;
}

/** Some systems take people who come without `active` for inactive. */
function createdValues(values: AttributeValues): Assignment[] {
	const assignments = assignmentsOf(values);
	if (Object.entries(values).some(([attribute, value]) => isActive(attribute) && !isEmpty(value))) return assignments;
	return [...assignments, { path: parsePath('active'), value: true }];
}
