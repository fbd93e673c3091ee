import { MOST_NAMES, namesOf } from '../base/cause';
import type { Cause } from '../base/cause';
import { at, isEmpty, isGuid } from '../base/json';
import { pushTo } from '../base/maps';
import { matchKey } from './compare';
import { EXTERNAL_ID } from './model';
import type { Employee, MappedRow, ReadAttribute } from './model';
import { nameOf } from './names';

export interface Match {
	employee?: Employee;
	/** Why the row can't be told to be one employee; `candidates` are all it may be. */
	ambiguity?: Cause;
	candidates: Employee[];
}

export interface MatchInput {
	rows: MappedRow[];
	employees: Employee[];
	/** Target attributes in order of preference; the first that hits decides. */
	matchBy: string[];
	read: ReadAttribute;
	/** How an employee is called in messages. */
	describe: (employee: Employee) => string;
}

/**
 * Finds each row's employee. Nothing ambiguous is guessed: a row that hits two employees, and rows that claim the same
 * employee or the same value of a matching attribute, are all marked with the names of everybody concerned.
 * @returns one match a row, in the rows' order
 */
export function matchRows(input: MatchInput): Match[] {
	const { matchBy, employees, read } = input;
	const byObjectId = indexBy(employees, EXTERNAL_ID, read);
	const indexes = matchBy.map((attribute) =>
		attribute === EXTERNAL_ID ? byObjectId : indexBy(employees, attribute, read),
	);
	const matches = input.rows.map((row) => matchRow(row, input, indexes, byObjectId));
	markRivals(input, matches);
	return matches;
}

function indexBy(employees: Employee[], attribute: string, read: ReadAttribute): Map<string, Employee[]> {
	const index = new Map<string, Employee[]>();
	for (const employee of employees) {
		const key = matchKey(read(employee, attribute));
		if (key !== undefined) pushTo(index, key, employee);
	}
	return index;
}

/**
 * Whoever carries the object id is the person, whatever the mapping writes there now, and whatever people are matched by: an
 * earlier mapping, or Entra's own provisioning, has linked them.
 */
function matchRow(
	row: MappedRow,
	input: MatchInput,
	indexes: Map<string, Employee[]>[],
	byObjectId: Map<string, Employee[]>,
): Match {
	const hits = input.matchBy.map((attribute, i) => {
		const key = matchKey(row.employee[attribute]);
		return key === undefined ? [] : (indexes[i]?.get(key) ?? []);
	});
	const linked = isGuid(row.entra.id) ? (byObjectId.get(matchKey(row.entra.id) ?? '') ?? []) : [];
	const all = [...new Set([...hits.flat(), ...linked])];
	if (all.length <= 1) return { employee: all[0], candidates: all };
	return {
		ambiguity: {
			kind: 'severalEmployees',
			person: nameOf(row.entra),
			employees: namesOf(all.slice(0, MOST_NAMES).map(input.describe), all.length),
		},
		candidates: all,
	};
}

/** What a claim to an employee begins with, rather than with the name of an attribute. */
const EMPLOYEE = 'employee';

/** Two rows for one employee, or two rows that would write the same matching value: neither is written. */
function markRivals(input: MatchInput, matches: Match[]): void {
	const claims = new Map<string, number[]>();
	matches.forEach((match, position) => {
		if (match.employee && !match.ambiguity) pushTo(claims, `${EMPLOYEE}\n${match.employee.hrId}`, position);
		for (const attribute of input.matchBy) {
			const value = input.rows[position]?.employee[attribute];
			if (!isEmpty(value)) pushTo(claims, `${attribute}\n${matchKey(value)}`, position);
		}
	});
	for (const [claim, positions] of claims) {
		if (positions.length < 2) continue;
		const shown = positions.slice(0, MOST_NAMES).map((position) => nameOf(at(input.rows, position).entra));
		const people = namesOf(shown, positions.length);
		const [attribute = ''] = claim.split('\n');
		for (const position of positions) {
			const match = at(matches, position);
			if (match.ambiguity) continue;
			const claimed =
				attribute === EMPLOYEE && match.employee ? { employee: input.describe(match.employee) } : { attribute };
			match.ambiguity = { kind: 'rivals', people, ...claimed };
			match.employee = undefined;
		}
	}
}
