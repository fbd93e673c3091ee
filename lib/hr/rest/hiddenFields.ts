import { isEmpty, isRecord } from '../../base/json';
import { EXTERNAL_ID } from '../../sync/model';
import { stepsOf } from './fieldAt';
import { fieldOf } from './fields';
import type { PersonRecord } from './fields';
import type { RestProfile } from './profile/profile';

/**
 * What a list shows of people. A field that it shows of nobody is either empty and left out, and then it has to be
 * written, or hidden, and then it would be written again every night: only the profile knows.
 */
export interface Shown {
	/** Starts anew with what a list gave. */
	listed: (records: Iterable<PersonRecord>) => void;
	/** Whether a value can't be compared, since the list hides it. */
	hides: (attribute: string, wanted: unknown) => boolean;
	/** The attributes with values that the list shows of nobody. */
	unseen: () => string[];
}

/** The link to Entra is written all the same: without it, people are not found again. And who is active has to be seen. */
const ALWAYS_COMPARED = new Set([EXTERNAL_ID, 'active']);

export function createShown(profile: RestProfile): Shown {
	let people: PersonRecord[] = [];
	const ofNobody = new Map<string, boolean>();
	const unseen = new Set<string>();

	const isShownOfNobody = (attribute: string): boolean => {
		const field = fieldOf(profile, attribute);
		if (field === undefined || people.length === 0) return false;
		const steps = stepsOf(field);
		return !people.some((record) => shows(record, steps));
	};

	return {
		listed(records) {
			people = [...records];
			ofNobody.clear();
			unseen.clear();
		},
		hides(attribute, wanted) {
			if (ALWAYS_COMPARED.has(attribute)) return false;
			const isUnseen = ofNobody.get(attribute) ?? isShownOfNobody(attribute);
			ofNobody.set(attribute, isUnseen);
			if (isUnseen && !isEmpty(wanted)) unseen.add(attribute);
			return isUnseen && profile.listShowsSomeFields === true;
		},
		unseen: () => [...unseen],
	};
}

/** Null or a list on the way shows that there is nothing in it. */
function shows(record: PersonRecord, steps: readonly string[]): boolean {
	let value: unknown = record;
	for (const step of steps) {
		if (value === null || Array.isArray(value)) return true;
		if (!isRecord(value) || !Object.hasOwn(value, step)) return false;
		value = value[step];
	}
	return true;
}
