import { type DirectoryObject, textOf } from './directory.ts';
import { DEPARTMENTS } from './names.ts';
import { makePerson } from './people.ts';
import { random, shuffle } from './random.ts';
import type { Simulator } from './simulator.ts';

const PREFIXES = ['Senior', 'Principal', 'Associate', 'Lead'] as const;

/** The ids of those whom a day in the life of the company has changed. */
export interface Mutation {
	changed: string[];
	removed: string[];
	added: string[];
}

/**
 * Gives `count` people another job title, lets as many leave and as many join. Whom it takes follows from the state; as
 * long as there are others, nobody is changed twice. Leavers are taken out of the group and deleted by turns.
 *
 * @returns undefined, and changes nothing, when too few people qualify
 */
export function mutate(simulator: Simulator, count: number): Mutation | undefined {
	const { directory, store } = simulator;
	const { turns } = store.state;
	const managers = new Set(directory.all('user').map(({ managerId }) => managerId));
	const ordinary = shuffle(simulator.employeeUsers().filter(isOrdinary), random(turns.added + turns.changed));
	const leavers = ordinary.filter(({ id }) => !managers.has(id)).slice(0, count);
	const leaving = new Set(leavers.map(({ id }) => id));
	const staying = ordinary.filter(({ id }) => !leaving.has(id));
	if (leavers.length < count || staying.length < Math.max(count, 1)) return undefined;

	const changed = chooseOthers(staying, count, simulator);
	for (const person of changed) promote(simulator, person);
	remove(simulator, leavers);
	const bosses = staying.filter(({ id }) => managers.has(id));
	const added = addPeople(simulator, count, bosses.length ? bosses : staying);
	return { changed: changed.map(({ id }) => id), removed: [...leaving], added };
}

/** Enabled, a member of the company, and with a mailbox. */
function isOrdinary({ properties }: DirectoryObject): boolean {
	return properties.accountEnabled === true && properties.userType === 'Member' && typeof properties.mail === 'string';
}

/** Those who weren't chosen yet come first; once all were, it starts over. */
function chooseOthers(people: readonly DirectoryObject[], count: number, { store }: Simulator): DirectoryObject[] {
	const before = new Set(store.state.chosen);
	const fresh = people.filter(({ id }) => !before.has(id));
	const again = people.filter(({ id }) => before.has(id));
	const chosen = [...fresh, ...again].slice(0, count);
	const ids = chosen.map(({ id }) => id);
	store.state.chosen = fresh.length < count ? ids : [...store.state.chosen, ...ids];
	return chosen;
}

function promote({ directory, store }: Simulator, person: DirectoryObject): void {
	const [first = '', ...rest] = (textOf(person, 'jobTitle') || 'Employee').split(' ');
	const hasPrefix = (PREFIXES as readonly string[]).includes(first) && rest.length > 0;
	const title = hasPrefix ? rest.join(' ') : [first, ...rest].join(' ');
	const others = PREFIXES.filter((prefix) => prefix !== first);
	person.properties.jobTitle = `${others[store.state.turns.changed++ % others.length]} ${title}`;
	directory.put(person);
}

function remove(simulator: Simulator, leavers: readonly DirectoryObject[]): void {
	const { directory, store } = simulator;
	const groups = simulator.employeeGroups();
	const deleted = new Set<string>();
	for (const { id } of leavers) {
		if (store.state.turns.removed++ % 2 === 1) deleted.add(id);
		else for (const group of groups) directory.removeMember(group, id);
	}
	directory.delete(deleted);
}

function addPeople(simulator: Simulator, count: number, bosses: readonly DirectoryObject[]): string[] {
	const { directory, store } = simulator;
	const groups = simulator.employeeGroups().reverse();
	const taken = takenUpns(simulator);
	return Array.from({ length: count }, () => {
		const boss = bosses[store.state.turns.added++ % bosses.length] as DirectoryObject;
		const department = DEPARTMENTS.find(({ name }) => name === boss.properties.department) ?? DEPARTMENTS[0];
		const place = { department: department as (typeof DEPARTMENTS)[number], rank: 'member' as const };
		const person = makePerson(store.state.nextIndex++, place, boss.id, taken);
		directory.put(person);
		directory.addMember(groups.find(({ members }) => members?.has(boss.id)) ?? simulator.employees, person.id);
		return person.id;
	});
}

/** The user principal names in use, in lower case. */
export function takenUpns({ directory }: Simulator): Set<string> {
	return new Set(directory.all('user').map(({ properties }) => String(properties.userPrincipalName).toLowerCase()));
}
