import { SyncError } from '../base/errors';
import { matchKey } from '../sync/compare';
import { nameKey } from '../sync/employeeNames';
import type { MappedRow } from '../sync/model';
import { peopleIn } from '../sync/peopleList';
import type { ListedPerson } from '../sync/peopleList';

/**
 * Reads who gets an employee although that one seems to be somebody else.
 * @throws SyncError for what means more than one person: it would give away the records of others
 */
export function knownPeopleIn(text: string): ListedPerson[] {
	const listed = peopleIn(text, 'the list of known people');
	const pattern = listed.find(({ readings }) => readings.flat().some((name) => name.includes('*')));
	if (!pattern) return listed;
	throw new SyncError(
		`The list of known people can't be read: "${pattern.text}" may mean several people`,
		'Under "Known to Be the Same Person", write one user name, e-mail address or object ID for each person, without * in it. Nothing was written by this step.',
	);
}

/**
 * Whether somebody is named in a list: by object ID, user name, address or whole name. An entry means one person here, so
 * what may be two names is none: `Ann Miller` isn't every Ann.
 */
export function knownAmong(listed: readonly ListedPerson[]): (row: MappedRow) => boolean {
	const names = listed.flatMap(namesOf);
	const known = new Set(names.map(matchKey));
	// An apostrophe may tell two addresses apart, but hardly two names.
	const knownNames = new Set(names.map(nameKey));
	return ({ employee, entra: { id, userPrincipalName, displayName } }) => {
		if (known.size === 0) return false;
		const addresses = Object.values(employee).filter((value) => typeof value === 'string' && value.includes('@'));
		return (
			[id, userPrincipalName, employee.userName, ...addresses].some((name) => known.has(matchKey(name) ?? '')) ||
			[displayName, employee.displayName].some((name) => knownNames.has(nameKey(name) ?? ''))
		);
	};
}

/** Beside an address, a single word is a department or a given name, not a user name. */
function namesOf({ readings }: ListedPerson): string[] {
	const names = readings.flatMap((reading) => (reading.length === 1 ? reading : []));
	const hasAddress = names.some((name) => name.includes('@'));
	return hasAddress ? names.filter((name) => /[@\s]/.test(name)) : names;
}
