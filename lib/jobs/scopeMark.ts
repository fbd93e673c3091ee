import { digestOf } from '../base/digest';
import { SyncError } from '../base/errors';
import { isEmpty } from '../base/json';
import type { HrConnection } from '../hr/connect/connect';
import { pathNamed, whyNotWritten } from '../hr/systems/paths';
import { EXTERNAL_ID } from '../sync/model';
import type { Employee, MappedRow, ScopeMark } from '../sync/model';
import type { Run } from './run';

/** A scope mark as a person enters it: the attribute under any of its names. */
export interface NamedMark {
	attribute: string;
	value: string;
}

/**
 * The mark of a sync, where its HR system can keep it.
 * @param matchBy attributes that tell employees apart, none of which can be the mark's
 * @throws SyncError when the attribute is none that a mark can be kept in
 */
export function markIn(
	{ system, never, onlyOnCreate }: HrConnection,
	named: NamedMark,
	matchBy: readonly string[],
): ScopeMark {
	const attribute = pathNamed(system, named.attribute);
	const taken = [EXTERNAL_ID, 'active', system.userName.path, ...matchBy, ...never, ...onlyOnCreate];
	if (taken.includes(attribute) || whyNotWritten(system, attribute) !== undefined) {
		throw unfit(`${system.name} can't keep the scope mark in ${attribute}`);
	}
	return { attribute, value: named.value };
}

/** @throws SyncError when the mapping writes to the attribute of the mark too: one of both would be lost */
export function checkMarkIsFree({ attribute }: ScopeMark, rows: readonly MappedRow[]): void {
	const used = rows.some(
		({ employee, onlyOnCreate = [] }) => attribute in employee || onlyOnCreate.includes(attribute),
	);
	if (used) throw unfit(`Map Attributes writes to ${attribute}, in which the scope mark is kept`);
}

/**
 * Marks that can't be seen protect nobody: whoever belongs to another sync would seem to belong to none. Warns where that
 * can't be told yet.
 * @param employees all of them
 * @throws SyncError when marks were written in an earlier run of the published workflow, or the list is known to hide fields
 */
export function checkMarkIsShown(
	{ directory, listHidesFields, place }: HrConnection,
	{ attribute }: ScopeMark,
	employees: readonly Employee[],
	dryRun: boolean,
	{ memory, byHand, hint }: Run,
): void {
	const shown = employees.some((employee) => !isEmpty(directory.read(employee, attribute)));
	const key = digestOf([place, attribute]);
	const marked = memory.marked === key;
	if (!dryRun && !byHand) memory.marked = key;
	const linked = employees.some((employee) => !isEmpty(directory.read(employee, EXTERNAL_ID)));
	if (shown || !linked) return;
	if (marked || listHidesFields) {
		throw unfit(
			`The HR system's list of people shows ${attribute} of nobody, so it can't be told which sync they belong to`,
		);
	}
	hint(
		`Nobody in the HR system's list has ${attribute}, the scope mark, yet. If it stays so after this run, the list hides it, and another attribute is needed`,
		'warning',
	);
}

function unfit(found: string): SyncError {
	return new SyncError(
		found,
		'Choose an attribute under "Attribute for the Mark" that can be changed, that the list of people shows, and that nothing else is written to. Nothing was written.',
	);
}
