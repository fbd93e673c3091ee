import { parseCause } from '../../base/cause';
import type { Cause, CauseOf } from '../../base/cause';
import { messageOf } from '../../base/errors';
import { isEmpty, isRecord } from '../../base/json';
import { inEnglish } from '../../base/words/english';
import { matchKey } from '../compare';
import type { AttributeValue, AttributeValues, EntraPerson, MappedRow, Roster } from '../model';
import { nameOf, namesOfOthers } from '../names';
import { checkValue, PROBLEM_KINDS, show, ValueProblem } from './values';
import type { AttributeCause, ProblemKind, ValueFault, ValueRules } from './values';

/** What an empty source value does: nothing, clear the target, or give way to a default. */
export type WhenEmpty = 'leave' | 'clear' | 'default';

/** One attribute of the HR system, and how a person's value for it is found. */
export interface Mapping extends ValueRules {
	path: string;
	label: string;
	required?: boolean;
	/** Tells employees apart: no two people may have the same value, and it is never cleared. */
	unique?: boolean;
	whenEmpty: WhenEmpty;
	/** Written when the employee is created, and left alone from then on. */
	onlyOnCreate?: boolean;
	/**
	 * The field that the value is, such as `mail`. Without it the value was put together, and an empty one may only mean
	 * that nothing it was put together from was read.
	 */
	source?: string;
	/**
	 * The fields of the person that a value was put together from, where that is known. Null clears only where all of
	 * them were read.
	 */
	reads?: readonly string[];
	/** Another attribute that has to have the same value. */
	sameAs?: { path: string; label: string };
	/** Why nothing can be written there, such as a name that is no attribute. */
	invalid?: Cause;
	/** The value for the person at a position; undefined = was not read, so it can't mean anything. May throw. */
	valueAt: (position: number) => unknown;
	/** Changes what valueAt gave; may throw a ValueProblem. */
	transform?: (value: unknown) => unknown;
	/** The value that stands in for an empty one. May throw. */
	defaultAt?: (position: number) => unknown;
}

export interface Mapped {
	/** One a person, in the people's order. */
	rows: MappedRow[];
	/** How many problems of each kind there are. */
	problems: Map<ProblemKind, number>;
	/** For how many people an attribute had no value at all, by path. */
	empty: Map<string, number>;
}

/**
 * The rows for Upsert Employee. What is wrong with a person becomes problems on the row, never an exception.
 * @param people what the steps before know of each person, as plain JSON
 */
export function mapPeople(people: readonly Record<string, unknown>[], mappings: readonly Mapping[]): Mapped {
	const problems = new Map<ProblemKind, number>();
	const empty = new Map<string, number>();
	const onlyOnCreate = mappings.filter(isOnlyOnCreate).map(({ path }) => path);
	const report: Report = (row, cause, mapping) => {
		const problem = inEnglish.sentence(cause);
		// Whoever exists already does not need what is only written on create.
		if (mapping && isOnlyOnCreate(mapping) && !mapping.unique) {
			(row.createProblems ??= []).push(problem);
			(row.createCauses ??= []).push(cause);
		} else {
			row.problems.push(problem);
			row.causes.push(cause);
		}
		count(problems, cause.kind === 'noObjectId' ? 'person' : PROBLEM_KINDS[cause.kind]);
	};
	const rows = people.map((json, position) => {
		const row: MappedRow = { employee: {}, entra: personOf(json), problems: [], causes: [] };
		if (isRecord(json.roster)) row.roster = json.roster as unknown as Roster;
		if (onlyOnCreate.length > 0) row.onlyOnCreate = onlyOnCreate;
		if (row.entra.id === '') report(row, { kind: 'noObjectId', person: nameOf(row.entra) });
		for (const mapping of mappings) {
			try {
				const { value, instead } = find(mapping, position, json);
				if (!isEmpty(value)) row.employee[mapping.path] = checkValue(value, mapping);
				else {
					count(empty, mapping.path);
					whenNothing(mapping);
					if (instead !== undefined) row.employee[mapping.path] = instead;
				}
			} catch (error) {
				const fault: ValueFault =
					error instanceof ValueProblem ? error.fault : { kind: 'expressionFailed', said: messageOf(error) };
				report(row, { ...fault, ...whose(mapping, row) }, mapping);
			}
		}
		return row;
	});
	for (const mapping of mappings) {
		if (mapping.unique) findDuplicates(rows, mapping, report);
		if (mapping.sameAs) findDifferences(rows, mapping, mapping.sameAs, report);
	}
	return { rows, problems, empty };
}

/** The value for a person; where there is none, `instead` is null to clear the attribute and undefined to leave it. */
function find(mapping: Mapping, position: number, json: Record<string, unknown>): { value?: unknown; instead?: null } {
	if (mapping.invalid !== undefined) throw new ValueProblem({ kind: 'notWritable', because: mapping.invalid });
	const read = mapping.valueAt(position);
	const value = isNothing(read) || !mapping.transform ? read : mapping.transform(read);
	if (!isNothing(value)) return { value };
	const wasRead = isRead(mapping, read, json);
	// A field that was not read may well have a value: the default is for those who have none.
	if (mapping.source !== undefined && !wasRead) return {};
	const standard = mapping.whenEmpty === 'default' ? mapping.defaultAt?.(position) : undefined;
	if (!isNothing(standard)) return { value: standard };
	// "Neither yes nor no" is no value of a switch such as `active`, so it changes nothing.
	const clears = mapping.whenEmpty === 'clear' && mapping.type !== 'boolean' && !mapping.unique;
	return wasRead && clears ? { instead: null } : {};
}

/** An empty list says as much as an empty text: there is none. */
function isNothing(value: unknown): boolean {
	return isEmpty(value) || (Array.isArray(value) && value.length === 0);
}

/** Does an empty value say that there is none, rather than that nothing is known? */
function isRead({ source, reads = [] }: Mapping, read: unknown, json: Record<string, unknown>): boolean {
	if (source !== undefined) return read !== undefined;
	if (!isNothing(read)) return true;
	return read === null && reads.length > 0 && reads.every((field) => Object.hasOwn(json, field));
}

function isOnlyOnCreate({ onlyOnCreate, invalid }: Mapping): boolean {
	return onlyOnCreate === true && invalid === undefined;
}

/** @throws ValueProblem when an attribute that has to have a value has none */
function whenNothing({ required, source }: Mapping): void {
	if (required) throw new ValueProblem({ kind: 'required', source });
}

function count<T>(counts: Map<T, number>, key: T): void {
	counts.set(key, (counts.get(key) ?? 0) + 1);
}

type Report = (row: MappedRow, cause: AttributeCause | CauseOf<'noObjectId'>, mapping?: Mapping) => void;

/** The attribute and the person that a cause is about. */
function whose({ label }: Mapping, { entra }: MappedRow): { attribute: string; person: string } {
	return { attribute: label, person: nameOf(entra) };
}

/** Whoever shares a value that tells employees apart is named to everybody else who has it. */
function findDuplicates(rows: readonly MappedRow[], mapping: Mapping, report: Report): void {
	const { path } = mapping;
	const groups = new Map<string, MappedRow[]>();
	for (const row of rows) {
		const key = matchKey(valueOf(row.employee, path));
		if (key === undefined) continue;
		const group = groups.get(key);
		if (group) group.push(row);
		else groups.set(key, [row]);
	}
	for (const group of groups.values()) {
		if (group.length < 2) continue;
		for (const row of group) {
			const others = namesOfOthers(group, row, ({ entra }) => nameOf(entra));
			const value = show(valueOf(row.employee, path));
			report(row, { kind: 'duplicate', ...whose(mapping, row), value, others });
		}
	}
}

function findDifferences(
	rows: readonly MappedRow[],
	mapping: Mapping,
	other: { path: string; label: string },
	report: Report,
): void {
	for (const row of rows) {
		const [value, wanted] = [valueOf(row.employee, mapping.path), valueOf(row.employee, other.path)];
		if (isEmpty(value) || isEmpty(wanted) || matchKey(value) === matchKey(wanted)) continue;
		const values = { value: show(value), other: other.label, wanted: show(wanted) };
		report(row, { kind: 'differs', ...whose(mapping, row), ...values });
	}
}

/** A person's value for an attribute; undefined when there is none. */
export function valueOf(employee: AttributeValues, path: string): AttributeValue | undefined {
	return Object.hasOwn(employee, path) ? employee[path] : undefined;
}

function personOf(json: Record<string, unknown>): EntraPerson {
	const person: EntraPerson = { id: typeof json.id === 'string' ? json.id : '' };
	if (typeof json.userPrincipalName === 'string') person.userPrincipalName = json.userPrincipalName;
	if (typeof json.displayName === 'string') person.displayName = json.displayName;
	if (typeof json.accountEnabled === 'boolean') person.accountEnabled = json.accountEnabled;
	if (json.manager === null) person.managerId = null;
	else if (isRecord(json.manager) && typeof json.manager.id === 'string') person.managerId = json.manager.id;
	if (typeof json.managerUnknown === 'string') person.managerUnknown = json.managerUnknown;
	const managerCause = parseCause(json.managerCause);
	if (managerCause) person.managerCause = managerCause;
	return person;
}
