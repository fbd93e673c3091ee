import { isEmpty, toBoolean } from '../base/json';
import { MANAGER } from '../sync/model';
import type { Change, ResultRow } from '../sync/model';
import { shownAttribute, shownValue } from './oneLine';

/** How attributes and people are called by whoever reads a row. */
export interface Naming {
	/** The label of Map Attributes; undefined for an attribute that has none. */
	label: (attribute: string) => string | undefined;
	/** The name of the employee with an HR id; undefined for one who isn't known. */
	person: (hrId: string) => string | undefined;
}

const MOST_CHANGES = 8;
const NOTHING = 'none';

/** RFC 7643 4.1.1: never returned, and not for a table that others look at. */
const PASSWORD = 'password';

/**
 * What happens to a person, in one line: `Job title: Clerk -> Lead; Manager: none -> Ann Miller`. Undefined where nothing
 * does.
 */
export function whatHappens({ action, changes }: ResultRow, naming: Naming): string | undefined {
	if (changes.length === 0) return undefined;
	const shown = changes.slice(0, MOST_CHANGES).map((change) => changeInWords(change, action === 'created', naming));
	const more = changes.length - shown.length;
	return [...shown, ...(more > 0 ? [`${more} more`] : [])].join('; ');
}

function changeInWords({ attribute, from, to }: Change, isNew: boolean, naming: Naming): string {
	const label = attribute === MANAGER ? 'Manager' : (naming.label(attribute) ?? shownAttribute(attribute));
	const value = (one: unknown): string => valueInWords(one, attribute, naming);
	return isNew ? `${label}: ${value(to)}` : `${label}: ${value(from)} -> ${value(to)}`;
}

function valueInWords(value: unknown, attribute: string, { person }: Naming): string {
	if (attribute === PASSWORD) return isEmpty(value) ? NOTHING : '…';
	if (attribute === MANAGER && typeof value === 'string') return shownValue(person(value) ?? value, NOTHING);
	const truth = typeof value === 'boolean' ? toBoolean(value) : undefined;
	return truth === undefined ? shownValue(value, NOTHING) : truth ? 'yes' : 'no';
}
