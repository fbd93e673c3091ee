import { random, shuffle } from '../../../sandbox/entra/random.ts';
import type { EntraReady } from '../../../sandbox/start/servers.ts';
import { ask } from '../inStep.ts';
import type { Employee, Member } from '../inStep.ts';

/** So few that a night is short, and so many that nobody is looked up one by one. */
export const MEMBERS = 64;

/** Pages so small that a list has several. Fifteen people are asked for their managers at once. */
export const GRAPH_PAGE = 15;
export const HR_PAGE = 14;

/** Everything together stays within the limits of the template: five people may be deactivated. */
const JOINING_AND_LEAVING = 4;
const SWAPPING_MANAGERS = 3;
const RETURNING = 3;

/** Somebody in Entra, with every name that a report may call them by. */
export type Person = Member & { userPrincipalName: string };

export async function peopleOf(entra: EntraReady): Promise<Person[]> {
	return await ask<Person[]>(`${entra.url}/_sim/people`);
}

/** A day in the company: people join, leave, change titles and managers, and one is locked out. */
export async function liveOneDay(entra: EntraReady): Promise<void> {
	const post = async <T>(path: string, body: object): Promise<T> =>
		await ask<T>(`${entra.url}/_sim/${path}`, 'POST', body);
	const { added, changed } = await post<{ added: string[]; changed: string[] }>('mutate', {
		count: JOINING_AND_LEAVING,
	});
	const [one, other] = added as [string, string];
	await post(`people/${one}`, { managerId: other });
	await post(`people/${other}`, { managerId: one });

	const people = await peopleOf(entra);
	const leading = new Set(people.map(({ managerId }) => managerId));
	const touched = new Set([...added, ...changed]);
	const ordinary = people.filter(
		({ id, inGroup, accountEnabled, mail, managerId }) =>
			inGroup && accountEnabled && mail !== null && managerId !== null && !leading.has(id) && !touched.has(id),
	);
	shuffle(ordinary, random(1));
	for (let pair = 0; pair < SWAPPING_MANAGERS; pair++) {
		const [left, right] = ordinary.splice(0, 2) as [Person, Person];
		const others = people.filter(({ id }) => leading.has(id) && id !== left.managerId && id !== right.managerId);
		await post(`people/${left.id}`, { managerId: others[pair]!.id });
		await post(`people/${right.id}`, { managerId: others[pair + 1]!.id });
	}
	await post(`people/${ordinary[0]!.id}`, { accountEnabled: false });
}

/** The HR system as a night finds it: some who are in the group had left before, and come back tonight. */
export function withReturners<Each extends Employee>(employees: Each[], members: Person[]): Each[] {
	const staying = new Set(
		members.filter(({ accountEnabled, mail }) => accountEnabled && mail !== null).map(({ id }) => id),
	);
	const returning = new Set(employees.filter(({ externalId = '' }) => staying.has(externalId)).slice(-RETURNING));
	return employees.map((employee) => (returning.has(employee) ? { ...employee, active: false } : employee));
}
