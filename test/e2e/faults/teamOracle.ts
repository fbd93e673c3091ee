import type { Team } from '../../../sandbox/hr/dialect.ts';
import type { Employee } from '../inStep.ts';

/** What the HR system holds. */
export interface Held {
	employees: Employee[];
	/** Empty where a night makes none. */
	teams: Team[];
}

/** Something about one team. */
export interface AboutTeam {
	/** Ids and names that the team goes by, now, before and after. */
	names: string[];
	text: string;
}

/** A team with what stays the same from run to run: people who are new get another HR id in each. */
interface Facts {
	id: string;
	name: string;
	link: string;
	members: ReadonlySet<string>;
}

/** Reads the HR system's teams before and after runs that all begin with the same state. */
export class TeamOracle {
	readonly #knownPeople: ReadonlySet<string>;

	readonly #knownTeams: ReadonlySet<string>;

	readonly #before: Map<string, Facts>;

	readonly #expected: Map<string, Facts>;

	/**
	 * @param start the HR system before a run
	 * @param expected the HR system after an undisturbed run
	 */
	constructor(start: Held, expected: Held) {
		this.#knownPeople = new Set(start.employees.map(({ id }) => id));
		this.#knownTeams = new Set(start.teams.map(({ id }) => id));
		this.#before = this.#factsOf(start);
		this.#expected = this.#factsOf(expected);
	}

	/** What must not be whatever happened: values and members of neither side, members lost that both have, a team twice. */
	wrong(held: Held): string[] {
		const found = this.#factsOf(held);
		const lost = [...this.#before.keys()].filter((key) => !found.has(key) && this.#expected.has(key));
		return [
			...lost.map((key) => `the team "${this.#before.get(key)?.name}" is gone`),
			...[...found].flatMap(([key, facts]) => this.#wrongIn(key, facts)),
			...twice(held.teams, ({ displayName }) => displayName.toLowerCase()),
			...twice(held.teams, ({ externalId = '' }) => externalId.toLowerCase()),
		];
	}

	/** Those that are neither as before nor as after an undisturbed run. */
	halfMade(held: Held): AboutTeam[] {
		const found = this.#factsOf(held);
		return this.#keysOf(found)
			.filter((key) => !isSame(found.get(key), this.#before.get(key)))
			.filter((key) => !isSame(found.get(key), this.#expected.get(key)))
			.map((key) => this.#about(key, found, 'is half made'));
	}

	/** Those that are otherwise than after an undisturbed run. */
	differences(held: Held): AboutTeam[] {
		const found = this.#factsOf(held);
		return this.#keysOf(found)
			.filter((key) => !isSame(found.get(key), this.#expected.get(key)))
			.map((key) =>
				this.#about(key, found, `is ${inWords(found.get(key))} and should be ${inWords(this.#expected.get(key))}`),
			);
	}

	#wrongIn(key: string, { name, link, members }: Facts): string[] {
		const [before, expected] = [this.#before.get(key), this.#expected.get(key)];
		const sides = [before, expected].filter((side) => side !== undefined);
		if (sides.length === 0) return [`nobody expected the team "${name}"`];
		const strangers = [...members].filter((member) => !sides.some((side) => side.members.has(member)));
		const missing = [...(before?.members ?? [])].filter(
			(member) => expected?.members.has(member) === true && !members.has(member),
		);
		return [
			...(sides.some((side) => side.name === name) ? [] : [`a team has a name that nobody gave it: "${name}"`]),
			...(sides.some((side) => side.link === link) ? [] : [`the team "${name}" has a foreign external id: ${link}`]),
			...strangers.map((member) => `${member} is in the team "${name}" and never was to be`),
			...missing.map((member) => `${member} was wrongly taken out of the team "${name}"`),
		];
	}

	#about(key: string, found: Map<string, Facts>, text: string): AboutTeam {
		const sides = [found, this.#before, this.#expected].flatMap((side) => side.get(key) ?? []);
		const names = sides.flatMap(({ id, name, link }) => [id, name, link]).filter((name) => name !== '');
		return { names: [...new Set(names)], text: `the team "${sides[0]?.name}" ${text}` };
	}

	#keysOf(found: Map<string, Facts>): string[] {
		return [...new Set([...this.#expected.keys(), ...found.keys()])];
	}

	/** Who and what was there before keeps its HR id; others are told by their link to Entra. */
	#factsOf({ employees, teams }: Held): Map<string, Facts> {
		const people = new Map(
			employees.map(({ id, externalId }) => [id, this.#knownPeople.has(id) ? id : (externalId ?? id)]),
		);
		return new Map(
			teams.map(({ id, displayName, externalId, members }) => [
				this.#knownTeams.has(id) ? id : (externalId ?? displayName),
				{
					id,
					name: displayName,
					link: externalId ?? '',
					members: new Set(members.map((member) => people.get(member) ?? `nobody (${member})`)),
				},
			]),
		);
	}
}

function isSame(one: Facts | undefined, other: Facts | undefined): boolean {
	if (!one || !other) return one === other;
	const sameMembers = one.members.size === other.members.size && [...one.members].every((id) => other.members.has(id));
	return one.name === other.name && one.link === other.link && sameMembers;
}

function inWords(facts: Facts | undefined): string {
	if (!facts) return 'not there';
	return `"${facts.name}" (${facts.link || 'not linked'}) with ${facts.members.size} members`;
}

function twice(teams: readonly Team[], valueOf: (team: Team) => string): string[] {
	const values = teams.map(valueOf).filter((value) => value !== '');
	return values.filter((value, index) => values.indexOf(value) !== index).map((value) => `the team ${value} is twice`);
}
