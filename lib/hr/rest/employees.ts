import { SyncError } from '../../base/errors';
import { isEmpty, isRecord, plainText } from '../../base/json';
import { matchKey } from '../../sync/compare';
import type { Employee } from '../../sync/model';
import { NotSentError } from '../directory';
import { idText } from '../idText';
import { getIn, stepsOf } from './fieldAt';
import { isActive } from './fields';
import type { PersonRecord } from './fields';
import type { RestProfile } from './profile/profile';

/** What an employee's `raw` is here: the API's record, and the people among whom the manager is. */
export interface RestRaw {
	record: PersonRecord;
	people: People;
}

/** The people of an HR system by what their records refer to each other by. */
export interface People {
	employee: (hrId: string, record: PersonRecord) => Employee;
	/** Keeps the record up to date after a write. */
	changed: (employee: Employee, record: PersonRecord) => void;
	/** Forgets somebody who was deleted. */
	removed: (hrId: string) => void;
	/** HR id of the person that a manager field refers to. Whoever is unknown is called by the reference itself. */
	idOf: (reference: unknown) => string | undefined;
	/** @throws NotSentError when the manager can't be referred to */
	referenceTo: (hrId: string) => unknown;
}

export function createPeople(profile: RestProfile): People {
	const records = new Map<string, PersonRecord>();
	const ids = new Map<string, Set<string>>();
	const own = ownReference(profile);
	const keyOf = (record: PersonRecord) => matchKey(getIn(record, own));

	const remove = (hrId: string): void => {
		const before = records.get(hrId);
		const key = before && keyOf(before);
		if (key !== undefined) ids.get(key)?.delete(hrId);
		records.delete(hrId);
	};
	const put = (hrId: string, record: PersonRecord): void => {
		remove(hrId);
		const key = keyOf(record);
		if (key !== undefined) ids.set(key, (ids.get(key) ?? new Set()).add(hrId));
		records.set(hrId, record);
	};

	const people: People = {
		employee: (hrId, record) => {
			put(hrId, record);
			return { hrId, active: isActive(profile, record), raw: { record, people } satisfies RestRaw };
		},
		changed: (employee, record) => {
			put(employee.hrId, record);
			rawOf(employee).record = record;
		},
		removed: remove,
		idOf: (reference) => {
			if (isEmpty(reference)) return undefined;
			const found = [...(ids.get(matchKey(reference) ?? '') ?? [])];
			return found.length === 1 ? found[0] : plainText(reference);
		},
		referenceTo: (hrId) => {
			const record = records.get(hrId);
			const reference = record && getIn(record, own);
			if (!isEmpty(reference)) return checkUnique(reference, ids.get(matchKey(reference) ?? '')?.size ?? 0);
			if (profile.manager?.style === 'id') return hrId;
			throw new NotSentError({ kind: 'managerNameless', hrId, field: own.join('.') });
		},
	};
	return people;
}

export function rawOf({ raw }: Employee): RestRaw {
	if (!isRecord(raw) || !isRecord(raw.record)) throw new TypeError('This employee is not from a REST directory');
	return raw as unknown as RestRaw;
}

/** Where a person's own record holds what the manager field of others does. */
function ownReference(profile: RestProfile): string[] {
	const { manager, aliases = {}, id } = profile;
	if (manager?.matches !== undefined) return stepsOf(manager.matches);
	if (manager?.style === 'email') return ['email'];
	if (manager?.style === 'userName') return stepsOf(aliases.userName ?? 'userName');
	return stepsOf(id);
}

function checkUnique(reference: unknown, people: number): unknown {
	if (people <= 1) return reference;
	throw new NotSentError({ kind: 'managerAmbiguous', count: people, reference: plainText(reference) });
}

/** The id in a record, or in what an answer holds. @throws SyncError when there is none, or none that can be told */
export function idIn(profile: Pick<RestProfile, 'id'>, record: PersonRecord, one = 'person'): string {
	const id = idText(getIn(record, stepsOf(profile.id)));
	if (id !== undefined) return id;
	throw new SyncError(
		`The HR system gave a ${one} without an id (there is nothing under "${profile.id}")`,
		`The ${one} has the fields ${Object.keys(record).slice(0, 12).join(', ') || '(none)'}. Correct the field of the id in the description of the HR system's API.`,
	);
}
