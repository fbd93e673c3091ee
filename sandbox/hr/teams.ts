import type { Team } from './dialect.ts';
import { isObject } from './person.ts';

/** Teams as the control API shows them, out of what was posted. Throws a sentence about the first that is none. */
export function teamsIn(posted: unknown): Team[] {
	if (!Array.isArray(posted)) throw new Error('Send an array of teams.');
	return posted.map((team: unknown, index) => {
		const { id, displayName, externalId, members } = isObject(team) ? team : {};
		const named = typeof id === 'string' && id !== '' && typeof displayName === 'string' && displayName !== '';
		const linked = externalId === undefined || typeof externalId === 'string';
		if (!named || !linked || !Array.isArray(members) || !members.every((one) => typeof one === 'string')) {
			throw new Error(`Team ${index} is not an object with an id, a displayName and the ids of its members.`);
		}
		return { id, displayName, ...(externalId === undefined ? {} : { externalId }), members };
	});
}

/** Throws a sentence about the first member who is nobody. */
export function checkMembers(teams: readonly Team[], people: { has: (id: string) => boolean }): void {
	for (const { displayName, members } of teams) {
		const nobody = members.find((id) => !people.has(id));
		if (nobody !== undefined) throw new Error(`${nobody} of the team "${displayName}" is not the id of an employee.`);
	}
}
