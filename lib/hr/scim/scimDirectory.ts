import { omitBy } from 'lodash';

import { atMost } from '../../base/async';
import { failure } from '../../base/failure';
import { contentOf, isEmpty, isRecord, plainText, toBoolean } from '../../base/json';
import { HttpError } from '../../http/client';
import type { HttpClient } from '../../http/client';
import { EXTERNAL_ID } from '../../sync/model';
import type { AttributeValues, Change, Employee } from '../../sync/model';
import type { Directory } from '../directory';
import { createLookAgain } from '../lookAgain';
import { createBulkWriter } from './bulk';
import { idOf, listEmployees, parseEmployee, parseList } from './employees';
import { createFinder } from './find';
import { createManagers } from './managers';
import { parsePath, property, readPath } from './path';
import { createPersonWriter } from './personWriter';
import { DEFAULT_SCIM_PROFILE } from './profile';
import type { ScimProfile } from './profile';
import { assignmentsOf, assignmentsOfChanges, buildResource, isActive, vendorKeys } from './resource';
import type { Assignment, Resource } from './resource';
import { readServiceProvider } from './serviceProvider';
import type { BulkLimits, ServiceProvider } from './serviceProvider';
import { resourceAfter } from './update';
import { createSingleWriter, versionOf } from './write';
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

const USUAL_AT_ONCE = 5;

/** An HR system that speaks SCIM 2.0 (RFC 7643, RFC 7644), in the way that its profile says. */
export function createScimDirectory(options: ScimOptions): ScimDirectory {
	const { http, profile = DEFAULT_SCIM_PROFILE } = options;
	const { activeDefault } = profile;
	const keys = vendorKeys(profile.keys);
	const managers = createManagers(http, profile);
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

	const writer = createPersonWriter({ http, profile, keys, bounded, send, learn: managers.learn });
	const { remove } = writer;
	const writeEmployee = writer.write;

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
			if (id !== undefined) writer.created(created, { ...written, id }, answer);
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
		again: createLookAgain(writer.readAgain, list),
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
