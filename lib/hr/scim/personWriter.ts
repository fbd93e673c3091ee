import { failure } from '../../base/failure';
import { isEmpty, isRecord } from '../../base/json';
import { hasStatus } from '../../http/client';
import type { HttpClient } from '../../http/client';
import { isHeaderValue } from '../../http/headerValue';
import { sameValue } from '../../sync/compare';
import type { Employee } from '../../sync/model';
import { parseEmployee } from './employees';
import { property, readPath } from './path';
import type { ScimProfile } from './profile';
import { assign } from './resource';
import type { Assignment, Resource, VendorKeys } from './resource';
import { resourceAfter, updateRequest, withVersion } from './update';
import { userUrl, versionOf } from './write';
import type { SendWrite, UserWrite, WriteAnswer } from './write';

const NOT_FOUND = 404;
const PRECONDITION_FAILED = 412;

export interface PersonWriterOptions {
	http: HttpClient;
	profile: ScimProfile;
	keys: VendorKeys;
	/** Bounds how many requests about single people are under way at once. */
	bounded: <T>(work: () => Promise<T>) => Promise<T>;
	send: SendWrite;
	/** To be told of every employee as it was written. */
	learn: (employees: Employee[]) => void;
}

export interface PersonWriter {
	/** Asks for the person alone. @throws SyncError `answeredOther` when somebody else is answered */
	readAgain: (employee: Employee) => Promise<Employee>;
	/**
	 * Makes a write, once more on the newest version when the employee was changed meanwhile. One that sends back more than what
	 * changes is made on the person as read alone, since a list may hide a part. Whoever leaves by it is left alone when
	 * somebody was quicker: the other hand may know that the person has come back.
	 */
	write: (employee: Employee, assignments: Assignment[], leaves?: boolean) => Promise<void>;
	remove: (employee: Employee) => Promise<void>;
	/** To be told of a creation: what it answered whole need not be read again. */
	created: (employee: Employee, written: Resource, answer: WriteAnswer) => void;
}

/** Writes people one by one, each on what is known of the person. */
export function createPersonWriter(options: PersonWriterOptions): PersonWriter {
	const { http, profile, keys, bounded, send, learn } = options;
	/** What is known of an employee since it was read or written: a second write starts from what the first one left. */
	const latest = new WeakMap<Employee, { resource: Resource; isWhole: boolean }>();
	/** Whether the server compares versions in a way that can be met: one that refuses its own newest one does not. */
	let comparesVersions = true;

	const resourceOf = (employee: Employee): unknown => latest.get(employee)?.resource ?? employee.raw;
	/** One that no header can hold is a server's mistake. */
	const givenVersion = (resource: unknown): string | undefined => {
		const version = profile.etag === 'auto' ? versionOf(resource) : undefined;
		return version !== undefined && isHeaderValue(version) ? version : undefined;
	};
	const versionToSend = (resource: unknown): string | undefined =>
		comparesVersions ? givenVersion(resource) : undefined;

	const readAgain = async (employee: Employee): Promise<Employee> => {
		const { hrId } = employee;
		const { body, headers } = await bounded(async () => await http.request({ method: 'GET', url: userUrl(hrId) }));
		const now = parseEmployee(body, profile.activeDefault);
		if (now.hrId !== hrId) throw failure({ kind: 'answeredOther', hrId });
		latest.set(employee, { resource: withVersion(body as Resource, versionOf(body) ?? headers.etag), isWhole: true });
		return now;
	};

	const remember = (employee: Employee, written: Resource, answer: WriteAnswer): void => {
		const resource = resourceAfter(written, answer);
		const isWhole = latest.get(employee)?.isWhole === true || showsAll(answer.body, written);
		latest.set(employee, { resource, isWhole });
		learn([{ ...employee, raw: resource }]);
	};

	/** Without a version, nobody could tell whether what was read before is still so. */
	const isKnownWhole = (employee: Employee): boolean =>
		latest.get(employee)?.isWhole === true && versionToSend(resourceOf(employee)) !== undefined;

	/**
	 * After a refused precondition. When the version is still the one that was sent, nobody has changed anything: the server
	 * compares otherwise (such as a weak version strongly, which never fits), and no version is sent any more.
	 */
	const foundUnchanged = (employee: Employee, sent: string | undefined): boolean => {
		if (sent === undefined || givenVersion(resourceOf(employee)) !== sent) return false;
		comparesVersions = false;
		return true;
	};

	const sendOn = async (
		{ hrId }: Employee,
		{ method, body, repeatable }: Pick<UserWrite, 'method' | 'body' | 'repeatable'>,
		version: string | undefined,
	): Promise<WriteAnswer> => await send({ method, body, repeatable, url: userUrl(hrId), version });

	const write = async (employee: Employee, assignments: Assignment[], leaves = false): Promise<void> => {
		let isFresh = false;
		for (let attempt = 1; ; attempt++) {
			let resource = resourceOf(employee);
			let update = updateRequest(resource, assignments, profile, keys);
			if (update?.holdsMore && !isFresh && !isKnownWhole(employee)) {
				const known = givenVersion(resource);
				const now = await readAgain(employee);
				resource = resourceOf(employee);
				if (leaves && known !== undefined && givenVersion(resource) !== known) {
					if (hasAll(now.raw, assignments)) return;
					throw failure({ kind: 'changedMeanwhile' });
				}
				update = updateRequest(resource, assignments, profile, keys);
			}
			if (!update) return;
			const version = versionToSend(resource);
			try {
				const answer = await sendOn(employee, update, version);
				remember(employee, assign(resource, assignments, keys), answer);
				return;
			} catch (error) {
				if (!hasStatus(error, PRECONDITION_FAILED) || (attempt > 1 && version === undefined)) throw error;
				const now = await readAgain(employee);
				isFresh = true;
				// The change may have been ours, whose answer was lost.
				if (leaves && hasAll(now.raw, assignments)) return;
				if (foundUnchanged(employee, version)) continue;
				if (leaves) throw failure({ kind: 'changedMeanwhile' });
				if (attempt > 1) throw error;
			}
		}
	};

	const remove = async (employee: Employee): Promise<void> => {
		const sendOnce = async (): Promise<void> => {
			const version = versionToSend(resourceOf(employee));
			try {
				await sendOn(employee, { method: 'DELETE', repeatable: true }, version);
			} catch (error) {
				if (!hasStatus(error, PRECONDITION_FAILED)) throw error;
				if (version !== undefined) await readAgain(employee);
				if (!foundUnchanged(employee, version)) throw failure({ kind: 'changedMeanwhile' });
				await sendOnce();
			}
		};
		try {
			await sendOnce();
		} catch (error) {
			// Gone already, which is what was wanted.
			if (!hasStatus(error, NOT_FOUND)) throw error;
		}
	};

	return { readAgain, write, remove, created: remember };
}

function hasAll(raw: unknown, assignments: Assignment[]): boolean {
	return assignments.every(({ path, value }) => sameValue(path.attribute, readPath(raw, path), value));
}

/** Whether a write has answered the whole person (RFC 7644 3.5.1, 3.5.2) and not a part, which some servers do. */
function showsAll(answered: unknown, written: Resource): boolean {
	if (!isRecord(answered) || isEmpty(property(answered, 'id'))) return false;
	return Object.entries(written).every(
		([name, value]) => value === null || name.toLowerCase() === 'meta' || property(answered, name) !== undefined,
	);
}
