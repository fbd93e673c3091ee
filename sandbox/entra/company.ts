import { app, makeApps } from './apps.ts';
import type { DirectoryObject } from './directory.ts';
import { DEPARTMENTS } from './names.ts';
import { makePerson, type Place } from './people.ts';
import { guid, random, shuffle } from './random.ts';
import { COMPANY, DOMAIN, EMPLOYEES_ID, EMPLOYEES_NAME } from './tenant.ts';
import { addTrouble } from './trouble.ts';

/** How many people a manager leads. */
const SPAN = 8;
/** Users of the tenant that no employee group holds. */
export const OUTSIDERS = 4;
const PLATFORM_TEAM = 'Engineering Platform';
/** Assigned to the survey application. The first holds another group, and the second a person who is assigned too. */
const ASSIGNED_GROUPS: readonly string[] = ['Engineering', 'Sales'];

/**
 * Generates the company: the same one every time for the same number of people.
 *
 * @param count how many users the group "All Employees" holds, directly or through nested groups
 */
export function makeCompany(count: number): DirectoryObject[] {
	const taken = new Set<string>();
	const ids = Array.from({ length: count + OUTSIDERS }, (_, index) => guid(`user ${index}`));
	const people = Array.from({ length: count }, (_, index) => {
		const manager = managerIndex(index);
		return makePerson(index, placeOf(index, count), manager === null ? null : (ids[manager] ?? null), taken);
	});
	const outsiders = Array.from({ length: OUTSIDERS }, (_, index) =>
		makePerson(
			count + index,
			{ department: departmentOf(count + index), rank: index === 0 ? 'lead' : 'member' },
			null,
			taken,
		),
	);
	const others = makeOthers();
	const leaves = people.filter((_, index) => index > 0 && !leadsAnyone(index, count));
	addTrouble(shuffle(leaves, random(20)), outsiders[0] as DirectoryObject, others.contact, count);
	const groups = makeGroups(people, outsiders, Object.values(others));
	const apps = makeApps({
		people: [people[0], people[1], outsiders[0]].filter((person) => person !== undefined),
		groups: groups.filter(({ properties }) => ASSIGNED_GROUPS.includes(String(properties.displayName))),
		external: outsiders.slice(1, 2),
		onlyDefault: outsiders.slice(3),
		client: others.servicePrincipal,
	});
	return [...people, ...outsiders, ...Object.values(others), ...groups, ...apps];
}

/** Person 0 leads the heads of the departments; within a department everybody leads the next eight. */
function managerIndex(index: number): number | null {
	if (index === 0) return null;
	const position = positionOf(index);
	if (position === 0) return 0;
	return Math.floor((position - 1) / SPAN) * DEPARTMENTS.length + departmentNumber(index) + 1;
}

function leadsAnyone(index: number, count: number): boolean {
	if (index === 0) return count > 1;
	return (positionOf(index) * SPAN + 1) * DEPARTMENTS.length + departmentNumber(index) + 1 < count;
}

function placeOf(index: number, count: number): Place {
	const department = departmentOf(index);
	if (index === 0) return { department, rank: 'ceo' };
	if (positionOf(index) === 0) return { department, rank: 'head' };
	return { department, rank: leadsAnyone(index, count) ? 'lead' : 'member' };
}

function positionOf(index: number): number {
	return Math.floor((index - 1) / DEPARTMENTS.length);
}

function departmentNumber(index: number): number {
	return (index + DEPARTMENTS.length - 1) % DEPARTMENTS.length;
}

function departmentOf(index: number): (typeof DEPARTMENTS)[number] {
	return DEPARTMENTS[departmentNumber(index)] as (typeof DEPARTMENTS)[number];
}

/** What a group may hold besides people. */
function makeOthers(): Record<'device' | 'contact' | 'servicePrincipal', DirectoryObject> {
	return {
		device: { id: guid('device'), type: 'device', properties: {} },
		servicePrincipal: { ...app('Build Agent', 'Build Agent', []), id: guid('service principal') },
		contact: {
			id: guid('contact'),
			type: 'orgContact',
			properties: {
				companyName: 'Nordlicht Consulting',
				department: 'Interim management',
				displayName: 'Hedda Grønn (Nordlicht)',
				givenName: 'Hedda',
				jobTitle: 'Interim Manager',
				mail: 'hedda.gronn@nordlicht.example',
				mailNickname: 'hedda.gronn',
				surname: 'Grønn',
			},
		},
	};
}

function makeGroups(
	people: readonly DirectoryObject[],
	outsiders: readonly DirectoryObject[],
	others: readonly DirectoryObject[],
): DirectoryObject[] {
	const employees = makeGroup(
		EMPLOYEES_NAME,
		'Everybody who works here, through the groups of the departments',
		EMPLOYEES_ID,
	);
	const platform = makeGroup(PLATFORM_TEAM, 'The platform team');
	const departments = DEPARTMENTS.map((department) => makeGroup(department.name, `Everybody in ${department.name}`));
	for (const [index, person] of people.entries()) {
		// The head of Engineering is reached by two paths.
		if (index % 10 === 0 || index === 1) employees.members?.add(person.id);
		if (index % 10 === 0) continue;
		const number = departmentNumber(index);
		const inTeam = number === 0 && positionOf(index) % 3 === 2;
		(inTeam ? platform : departments[number])?.members?.add(person.id);
	}
	if (platform.members?.size) departments[0]?.members?.add(platform.id);
	for (const department of departments) if (department.members?.size) employees.members?.add(department.id);
	for (const other of others) employees.members?.add(other.id);

	const contractors = makeGroup('Contractors', 'External staff with a desk', guid('group Contractors 1'));
	const moreContractors = makeGroup('Contractors', 'External staff of the old company', guid('group Contractors 2'));
	for (const person of outsiders.slice(1, 3)) contractors.members?.add(person.id);
	for (const person of outsiders.slice(2)) moreContractors.members?.add(person.id);
	const council = makeGroup('Works Council', 'Its members are hidden');
	council.properties.visibility = 'HiddenMembership';
	for (const person of people.slice(-3)) council.members?.add(person.id);

	const used = [employees, ...departments, platform].filter((made) => made.members?.size);
	return [...used, contractors, moreContractors, makeGroup('Nobody yet', 'Waiting for its first member'), council];
}

/** A security group of the company, without members. */
export function makeGroup(
	displayName: string,
	description: string,
	id = guid(`group ${displayName}`),
): DirectoryObject {
	return {
		id,
		type: 'group',
		members: new Set(),
		properties: {
			createdDateTime: '2019-03-04T09:30:00Z',
			description: `${description} (${COMPANY})`,
			displayName,
			groupTypes: [],
			mail: null,
			mailEnabled: false,
			mailNickname: `${displayName.toLowerCase().replace(/[^a-z]/g, '')}.${id.slice(0, 4)}`,
			proxyAddresses: [],
			securityEnabled: true,
			visibility: null,
			uniqueName: `${id.slice(0, 8)}.${DOMAIN}`,
		},
	};
}
