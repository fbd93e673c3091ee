import type { Graph } from '../client';
import { chainsOf } from './chains';
import type { ManagerChain } from './chains';
import { MANAGER_IDENTITY, MANAGER_PROPERTIES } from './manager';
import type { ManagerResult } from './manager';
import { ManagerReading } from './reading';

export { MANAGER_PROPERTIES } from './manager';
export type { Manager, ManagerResult } from './manager';
export type { ChainEnd, ManagerChain } from './chains';

/** The longest chain of managers that is followed. */
export const MAX_LEVELS = 100;

/**
 * Reads the managers of people, by their ids or sign-in names. Every one of them is in the result, as it was given.
 *
 * @param properties of the manager, beside the ID and the sign-in name
 * @throws SyncError when Graph refuses, so that a missing permission is never taken for "no manager", and when it fails for
 * more than a few people
 */
export async function readManagers(
	graph: Graph,
	people: readonly string[],
	properties: readonly string[] = MANAGER_PROPERTIES,
): Promise<Map<string, ManagerResult>> {
	const asked = [...new Set(people)];
	const reading = newReading(graph, properties);
	await reading.read(asked);
	sayHidden(graph, reading);
	return new Map(asked.map((person) => [person, resultOf(reading, person)]));
}

/**
 * Reads the managers of people, their managers and so on, level by level: each of them is asked for once, whoever and however
 * many they lead.
 *
 * @param levels how many managers up, at least 1
 * @throws SyncError as `readManagers`
 */
export async function readManagerChains(
	graph: Graph,
	people: readonly string[],
	levels: number,
	properties: readonly string[] = MANAGER_PROPERTIES,
): Promise<Map<string, ManagerChain>> {
	const most = Math.min(levels, MAX_LEVELS);
	const reading = newReading(graph, properties);
	// Each person's ID as it is met first; ids come in one spelling from Graph, and in any from a caller.
	const ids = new Map<string, string>();
	const asked = [...new Set(people)];
	let next: readonly string[] = asked;
	for (let level = 1; level <= most && next.length > 0; level++) {
		if (level > 1) graph.progress(`reading ${next.length} managers of level ${level}`);
		await reading.read(next);
		for (const person of next) ids.set(person.toLowerCase(), person);
		next = managersOf(reading, next).filter((id) => !ids.has(id.toLowerCase()));
	}
	sayHidden(graph, reading);
	return chainsOf(asked, most, {
		resultOf: (person) => resultOf(reading, ids.get(person.toLowerCase()) ?? person),
		isContact: (id) => reading.contacts.has(id.toLowerCase()),
	});
}

function newReading(graph: Graph, properties: readonly string[]): ManagerReading {
	return new ManagerReading(graph, [...new Set([...MANAGER_IDENTITY, ...properties])]);
}

/** The managers of these people, each once, who may have managers themselves. */
function managersOf(reading: ManagerReading, people: readonly string[]): string[] {
	const found = new Set<string>();
	for (const person of people) {
		const result = reading.results.get(person);
		const id = result?.known ? result.manager?.id : undefined;
		if (id !== undefined && !reading.contacts.has(id.toLowerCase())) found.add(id);
	}
	return [...found];
}

function resultOf(reading: ManagerReading, person: string): ManagerResult {
	return reading.results.get(person) ?? { known: false, because: { kind: 'managerUnanswered' } };
}

function sayHidden(graph: Graph, { hiddenContacts }: ManagerReading): void {
	if (hiddenContacts.size === 0) return;
	graph.log(
		`${hiddenContacts.size} managers are contacts of whom only the ID can be read; the permission OrgContact.Read.All shows the rest`,
	);
}
