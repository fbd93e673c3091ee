import { randomUUID } from 'node:crypto';

import { EMPLOYEES_ID } from '../../../sandbox/entra/tenant.ts';
import type { Team } from '../../../sandbox/hr/dialect.ts';
import type { EntraReady } from '../../../sandbox/start/servers.ts';
import { ask } from '../inStep.ts';
import type { Employee } from '../inStep.ts';
import { GRAPH_PAGE, HR_PAGE, peopleOf } from './night.ts';

/** What the names of the groups begin with that become teams. */
export const TEAM_PREFIX = 'Team ';

/** So many that the HR system's list has two pages with those made by hand; after the day Graph's list has two as well. */
const FOUNDED = HR_PAGE;
const CREATED = 3;
/** Teams that somebody has made by hand, without members, before the group was there. */
const AWAITED = 2;
/** So many that the list of a group's members has two pages, however many leave. */
const MEMBERS = GRAPH_PAGE + 5;
const FIRST_ID_BY_HAND = 1_000_000;
const RENAMED = 2;
const REGROUPED = 4;
/** How many come and go in each of the groups that change. */
const COMING_AND_GOING = 2;

interface Group {
	id: string;
	displayName: string;
	direct: string[];
}

const groupName = (number: number): string => `${TEAM_PREFIX}${String(number).padStart(2, '0')}`;

/** Groups as the first night finds them. */
export async function foundTeams(entra: EntraReady): Promise<void> {
	for (let number = 1; number <= FOUNDED; number++) await makeGroup(entra, number);
}

/** A day: groups are made, renamed, and change members; that people leave changes more of them. */
export async function changeTeams(entra: EntraReady): Promise<void> {
	const groups = (await ask<Group[]>(`${entra.url}/_sim/groups`)).filter(({ displayName }) =>
		displayName.startsWith(TEAM_PREFIX),
	);
	for (const { id, displayName } of groups.slice(0, RENAMED)) {
		await ask(`${entra.url}/_sim/groups/${id}`, 'POST', { displayName: `${displayName} and friends` });
	}
	const candidates = await idsOfCandidates(entra);
	// One of them is renamed as well.
	for (const { id, direct } of groups.slice(RENAMED - 1, RENAMED - 1 + REGROUPED)) {
		const add = candidates.filter((one) => !direct.includes(one)).slice(-COMING_AND_GOING);
		const remove = direct.filter((one) => candidates.includes(one)).slice(0, COMING_AND_GOING);
		await ask(`${entra.url}/_sim/groups/${id}/members`, 'POST', { add, remove });
	}
	for (let number = FOUNDED + 1; number <= FOUNDED + AWAITED + CREATED; number++) await makeGroup(entra, number);
}

/** The teams as a night finds them: those of the first night, and others that somebody has made by hand. */
export function withTeamsByHand(teams: Team[], employees: Employee[]): Team[] {
	const members = employees.slice(0, COMING_AND_GOING).map(({ id }) => id);
	const byHand = [
		{ displayName: 'Book club', members },
		{ displayName: 'A team whose group is gone', externalId: randomUUID(), members },
		{ displayName: 'A team of another group', externalId: EMPLOYEES_ID, members },
		...Array.from({ length: AWAITED }, (_, index) => ({ displayName: groupName(FOUNDED + 1 + index), members: [] })),
	];
	// Some systems take numbers only.
	return [...teams, ...byHand.map((team, index) => ({ ...team, id: String(FIRST_ID_BY_HAND + index) }))];
}

/** Each group holds others, and everybody is in several. */
async function makeGroup(entra: EntraReady, number: number): Promise<void> {
	const candidates = await idsOfCandidates(entra);
	const first = (number * 7) % candidates.length;
	const members = [...candidates, ...candidates].slice(first, first + MEMBERS);
	await ask(`${entra.url}/_sim/groups`, 'POST', { displayName: groupName(number), members });
}

async function idsOfCandidates(entra: EntraReady): Promise<string[]> {
	const people = await peopleOf(entra);
	return people
		.filter(({ inGroup, accountEnabled, mail }) => inGroup && accountEnabled && mail !== null)
		.map(({ id }) => id);
}
