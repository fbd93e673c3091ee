import { mutate } from '../../sandbox/start/control.ts';
import type { Sandbox } from '../../sandbox/start/sandbox.ts';
import { Sentence } from '../../scripts/install/sentence.cjs';
import { Oracle } from '../../test/e2e/crash/oracle.ts';
import { ask, assertInStep, groupMembers } from '../../test/e2e/inStep.ts';
import type { Employee, Member } from '../../test/e2e/inStep.ts';

/** One in so many people changes in a day, as many leave and as many join. */
const ONE_CHANGES_IN = 100;
const MOST_DIFFERENCES = 5;

/** What every contender finds in a night. */
export interface Night {
	members: Member[];
	/** The HR system's people, as they were in the evening. */
	employees: Employee[];
	/** People who changed, left or joined during the day. */
	touched: number;
}

/** Lets a day pass in Entra. */
export async function nextNight(sandbox: Sandbox, people: number): Promise<Night> {
	const count = Math.ceil(people / ONE_CHANGES_IN);
	await mutate(sandbox, count);
	return { members: await groupMembers(sandbox), employees: await employeesOf(sandbox), touched: 3 * count };
}

/** Makes the HR system what it was in the evening, so that the night can be done once more. */
export async function backToEvening(sandbox: Sandbox, { employees }: Night, latencyMs: number): Promise<void> {
	const { entra, hr } = sandbox;
	await ask(`${hr.url}/_sim/people`, 'DELETE');
	await ask(`${hr.url}/_sim/people`, 'POST', employees);
	await ask(`${hr.url}/_sim/settings`, 'POST', { latencyMs });
	// To name Graph's window begins a new one: what the run before has used of the budget is not this one's.
	await ask(`${entra.url}/_sim/settings`, 'POST', { latencyMs, windowMs: 10_000 });
}

/**
 * Fails unless the HR system holds what the members say, and the same as after another contender's night, attribute by
 * attribute.
 *
 * @param whose in a sentence: "this package"
 * @param other what another contender left behind
 * @returns what the HR system holds
 */
export async function checkMorning(
	sandbox: Sandbox,
	whose: string,
	{ members, employees }: Night,
	other?: Employee[],
): Promise<Employee[]> {
	const found = withoutUnsure(await employeesOf(sandbox), members);
	try {
		assertInStep(members, found);
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		throw new Sentence(`The HR system is not in step after the night of ${whose}: ${message}`);
	}
	const differences = other ? new Oracle(members, employees, other).differences(found) : [];
	if (differences.length > 0) {
		const shown = differences.slice(0, MOST_DIFFERENCES).join('; ');
		throw new Sentence(
			`The night of ${whose} left ${differences.length} values otherwise than that of this package: ${shown}`,
		);
	}
	return found;
}

/**
 * Whoever left and has the name of a member who can't be matched, for want of an address, may be that member: this package
 * leaves such people alone, on purpose, where the others deactivate them. They are counted as deactivated for all.
 */
function withoutUnsure(employees: Employee[], members: readonly Member[]): Employee[] {
	const ids = new Set(members.map(({ id }) => id));
	const names = new Set(members.flatMap(({ mail, displayName }) => (mail === null ? [displayName.toLowerCase()] : [])));
	return employees.map((employee) => {
		const { externalId } = employee;
		const left = externalId !== undefined && !ids.has(externalId);
		return left && namesOf(employee).some((name) => names.has(name)) ? { ...employee, active: false } : employee;
	});
}

/** What is shown of somebody, and first and last name, which leave middle names out. */
function namesOf(employee: Employee): string[] {
	const { displayName, name } = employee as Employee & {
		displayName?: string;
		name?: { givenName?: string; familyName?: string };
	};
	return [displayName ?? '', `${name?.givenName ?? ''} ${name?.familyName ?? ''}`].map((text) => text.toLowerCase());
}

/** Without what the HR system shows a second time. */
async function employeesOf({ hr }: Sandbox): Promise<Employee[]> {
	const people = await ask<(Employee & { raw?: unknown })[]>(`${hr.url}/_sim/people`);
	return people.map(({ raw: _shown, ...employee }) => employee);
}
