import { latestOf } from '../../sync/leavers/times';
import type { PersonRecord } from './fields';

/** What APIs call the times of a record itself: `created_at`, `createdDateTime`, `date_created`, `lastChanged`. */
const NAMES: Readonly<Record<string, RegExp>> = {
	'meta.created':
		/^(?:date[_-]?created|(?:record[_-]?)?(?:created|creation)(?:[_-]?(?:at|on|date|time|date[_-]?time))?)$/i,
	'meta.lastModified':
		/^(?:date[_-]?(?:updated|modified|changed)|(?:last[_-]?)?(?:updated|modified|changed)(?:[_-]?(?:at|on|date|time|date[_-]?time))?)$/i,
};

/** Whether an attribute is a time of the record, by its name in SCIM (RFC 7643 3.1), which no field of an API has. */
export function isTimeOfRecord(attribute: string): boolean {
	return Object.hasOwn(NAMES, attribute);
}

/** When a record was made, or last changed: the latest of the fields that say so; undefined where none does. */
export function timeOfRecord(record: PersonRecord, attribute: string): unknown {
	let latest: { value: unknown; at: number } | undefined;
	for (const [name, value] of Object.entries(record)) {
		if (NAMES[attribute]?.test(name) !== true) continue;
		const at = latestOf(value);
		// `created: true` and `modified: "admin"` are no times.
		if (Number.isFinite(at) && !(latest && latest.at >= at)) latest = { value, at };
	}
	return latest?.value;
}
