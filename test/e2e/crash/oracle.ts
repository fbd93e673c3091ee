import { isDeepStrictEqual } from 'node:util';

import { listIn, objectIn, textIn } from '../../../sandbox/shared/json.ts';
import { ENTERPRISE } from '../inStep.ts';
import type { Employee, Member } from '../inStep.ts';

/** What a killed run left behind, as one reads it in the HR system itself. Everybody is named. */
export interface Aftermath {
	/** Inactive or gone, or created as inactive, and should be active. */
	wronglyDeactivated: string[];
	/** The same user name, external ID or employee number more than once. */
	duplicates: string[];
	/** Values that stood there neither before the run nor after an undisturbed one, and people whom nobody knows. */
	foreign: string[];
	/** Neither as before the run nor as after an undisturbed one, each value being of the one or the other. */
	halfMade: string[];
}

/** Attributes by their paths, values as JSON. Managers are named by what stays the same from run to run. */
type Facts = Map<string, string>;

/** What a server makes up, or shows a second time. */
const NO_FACTS = new Set(['id', 'meta', 'schemas', 'raw']);
const MANAGER = `${ENTERPRISE}.manager`;

/** Reads the HR system's people before and after runs that all begin with the same state. */
export class Oracle {
	readonly #members: Member[];

	readonly #start: Employee[];

	readonly #before: Map<string, Facts>;

	readonly #expected: Map<string, Facts>;

	/**
	 * @param members the group in Entra
	 * @param start the HR system before a run
	 * @param expected the HR system after an undisturbed run
	 */
	constructor(members: Member[], start: Employee[], expected: Employee[]) {
		this.#members = members;
		this.#start = start;
		this.#before = this.#factsOf(start);
		this.#expected = this.#factsOf(expected);
	}

	examine(employees: Employee[]): Aftermath {
		const foreign: string[] = [];
		const halfMade: string[] = [];
		for (const [key, facts] of this.#factsOf(employees)) {
			const before = this.#before.get(key) ?? new Map<string, string>();
			const expected = this.#expected.get(key) ?? before;
			const names = new Set([...facts.keys(), ...before.keys(), ...expected.keys()]);
			const wrong = [...names].filter(
				(name) => facts.get(name) !== before.get(name) && facts.get(name) !== expected.get(name),
			);
			foreign.push(...wrong.map((name) => `${key}: ${name} is ${facts.get(name)}`));
			if (!this.#before.has(key) && !this.#expected.has(key)) foreign.push(`${key}: nobody expected`);
			if (!isDeepStrictEqual(facts, before) && !isDeepStrictEqual(facts, expected)) halfMade.push(key);
		}
		return {
			wronglyDeactivated: this.#wronglyDeactivated(employees),
			duplicates: duplicates(employees),
			foreign,
			halfMade,
		};
	}

	/** Everything that is otherwise than after an undisturbed run, attribute by attribute; ids aside. */
	differences(employees: Employee[]): string[] {
		const found = this.#factsOf(employees);
		return [...new Set([...this.#expected.keys(), ...found.keys()])].flatMap((key) => {
			const [is, should] = [found.get(key), this.#expected.get(key)];
			if (!is) return [`${key} is missing`];
			if (!should) return [`${key} is there and should not be`];
			return [...new Set([...is.keys(), ...should.keys()])]
				.filter((name) => is.get(name) !== should.get(name))
				.map((name) => `${key}: ${name} is ${is.get(name)} and should be ${should.get(name)}`);
		});
	}

	#wronglyDeactivated(employees: Employee[]): string[] {
		const staying = new Set(this.#members.filter(({ accountEnabled }) => accountEnabled).map(({ id }) => id));
		const now = new Map(employees.map((employee) => [employee.id, employee]));
		const stays = ({ externalId }: Employee): boolean => externalId === undefined || staying.has(externalId);
		const lost = this.#start
			.filter((employee) => isActive(employee) && stays(employee))
			.filter(({ id }) => !isActive(now.get(id)))
			.map(({ userName }) => userName);
		const known = new Set(this.#start.map(({ id }) => id));
		const bornInactive = employees.filter(
			(employee) => !known.has(employee.id) && !isActive(employee) && staying.has(employee.externalId ?? ''),
		);
		return [...lost, ...bornInactive.map(({ userName }) => userName)];
	}

	/** Those who were there before keep their HR id; others get a new one in each run and are told by their link to Entra. */
	#factsOf(employees: Employee[]): Map<string, Facts> {
		const before = new Map(this.#start.map(({ id, userName }) => [id, `${userName} (${id})`]));
		const keyOf = ({ id, externalId, userName }: Employee): string => before.get(id) ?? externalId ?? userName;
		const keys = new Map(employees.map((employee) => [employee.id, keyOf(employee)]));
		return new Map(
			employees.map((employee) => {
				const manager = employee[ENTERPRISE]?.manager?.value;
				const facts: Facts = new Map(
					Object.entries(employee)
						.filter(([name]) => !NO_FACTS.has(name))
						.flatMap(([name, value]) => leaves(name, value))
						.filter(([path]) => !path.startsWith(MANAGER)),
				);
				if (manager !== undefined) facts.set(MANAGER, keys.get(manager) ?? `unknown: ${manager}`);
				return [keyOf(employee), facts];
			}),
		);
	}
}

/** The ids of employees who are linked to somebody who isn't in the group. */
export function leaversAmong(employees: Employee[], members: Member[]): Set<string> {
	const inGroup = new Set(members.map(({ id }) => id));
	return new Set(
		employees.filter(({ externalId }) => externalId !== undefined && !inGroup.has(externalId)).map(({ id }) => id),
	);
}

function isActive(employee: Employee | undefined): boolean {
	return employee?.active === true;
}

function duplicates(employees: Employee[]): string[] {
	const kinds: [string, (employee: Employee) => string][] = [
		['user name', ({ userName }) => userName.toLowerCase()],
		['external ID', ({ externalId = '' }) => externalId.toLowerCase()],
		['employee number', (employee) => textIn(objectIn(employee[ENTERPRISE]).employeeNumber)],
	];
	return kinds.flatMap(([kind, valueOf]) => {
		const values = employees.map(valueOf).filter((value) => value !== '');
		const twice = values.filter((value, index) => values.indexOf(value) !== index);
		return twice.map((value) => `the ${kind} ${value}`);
	});
}

/** Lists are compared as they stand: the sync writes them in one order. */
function leaves(path: string, value: unknown): [string, string][] {
	if (Array.isArray(value)) return listIn(value).flatMap((item, index) => leaves(`${path}[${index}]`, item));
	if (typeof value === 'object' && value !== null) {
		return Object.entries(value).flatMap(([name, inner]) => leaves(`${path}.${name}`, inner));
	}
	return value === undefined ? [] : [[path, JSON.stringify(value)]];
}
