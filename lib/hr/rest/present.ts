import { failure } from '../../base/failure';
import { isRecord } from '../../base/json';
import type { Employee } from '../../sync/model';
import { idIn } from './employees';
import { getIn, stepsOf } from './fieldAt';
import type { PersonRecord } from './fields';
import { askFor } from './find';
import type { RestOptions } from './find';
import { listRecords } from './list';
import { urlOf } from './profile/template';

/** Records as they are now, out of a list that is read anew. */
export interface PresentRecords {
	/** Undefined when the record is not in the list. */
	of: (id: string) => Promise<PersonRecord | undefined>;
	/** To be told of each write: a list that was read before doesn't have it. */
	changed: (id: string, record: PersonRecord) => void;
}

type Records = ReadonlyMap<string, PersonRecord>;

/** So long a list serves further writes; or as long as it took to read, so that no more than half of the time goes into it. */
const SHARED_MS = 30_000;

/** Reads the list when a record is asked for, once for all who ask at about the same time. */
export function createPresentRecords(list: () => Promise<Records>): PresentRecords {
	let reading: { records: Promise<Records>; until: number } | undefined;
	let written = new Map<string, PersonRecord>();

	const read = async (): Promise<Records> => {
		const began = performance.now();
		const started = { records: list(), until: Number.POSITIVE_INFINITY };
		reading = started;
		written = new Map();
		try {
			const records = await started.records;
			const ended = performance.now();
			started.until = ended + Math.max(SHARED_MS, ended - began);
			return records;
		} catch (error) {
			// A failed list is nobody's answer but of those who wait for it.
			if (reading === started) reading = undefined;
			throw error;
		}
	};

	return {
		async of(id) {
			const shared = reading && performance.now() < reading.until ? reading : undefined;
			const records = shared ? await shared.records : await read();
			const record = written.get(id) ?? records.get(id);
			// Whoever was only created since is in a newer one.
			if (record || !shared) return record;
			return (await read()).get(id);
		},
		changed: (id, record) => written.set(id, record),
	};
}

/** People as they are now. */
export interface PresentPeople {
	of: (employee: Employee) => Promise<PersonRecord>;
	changed: (employee: Employee, record: PersonRecord) => void;
}

/**
 * Reads people as they are now, for writes that send back more than what changes. What the list gave that the plan was
 * made of may be old by then, and hide fields: by a request for the person, or by asking for the id, or else out of the list,
 * read anew.
 */
export function createPresentPeople(options: RestOptions): PresentPeople {
	const { http, profile } = options;
	const listed = createPresentRecords(async () => await listRecords(options));
	/** An API that doesn't find people by their id is asked once. */
	let findsById = true;

	const find = async (hrId: string): Promise<PersonRecord | undefined> => {
		if (!findsById) return undefined;
		const found = await askFor(options, profile.id, hrId);
		const record = found?.find((one) => idIn(profile, one) === hrId);
		findsById = record !== undefined;
		return record;
	};

	return {
		async of({ hrId }) {
			const { get } = profile;
			if (!get) {
				const record = (await find(hrId)) ?? (await listed.of(hrId));
				if (record) return record;
				throw failure({ kind: 'notReadAgain', hrId });
			}
			const url = urlOf(get, { id: hrId });
			const { body } = await http.request({ method: get.method, url, repeatable: true });
			const record = getIn(body, stepsOf(get.item));
			if (isRecord(record) && idIn(profile, record) === hrId) return record;
			throw failure({ kind: 'answeredOther', hrId });
		},
		changed: ({ hrId }, record) => listed.changed(hrId, record),
	};
}
