import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { digestOf } from '../../../lib/base/digest';
import { SyncError } from '../../../lib/base/errors';
import { isEmpty } from '../../../lib/base/json';
import { pathNamed, whyNotWritten } from '../../../lib/hr/systems/paths';
import { EXTERNAL_ID } from '../../../lib/sync/model';
import type { Employee, MappedRow, ScopeMark } from '../../../lib/sync/model';
import type { ParameterReader } from '../parameters';
import type { OpenHrSystem } from './hrSystem';

/** For several workflows that feed one HR system, each with people of its own. */
export const scopeMarkProperties: INodeProperties[] = [
	{
		displayName: 'Scope Mark',
		name: 'scopeMark',
		type: 'string',
		default: '',
		placeholder: 'e.g. entra-uk',
		description:
			'For several workflows that feed one HR system: a name of this one, which is written on its people. It never touches people with the mark of another.',
	},
	{
		displayName: 'Attribute for the Mark',
		name: 'scopeMarkAttribute',
		type: 'string',
		default: '',
		placeholder: 'e.g. userType',
		description: 'The attribute of the HR system in which the mark is kept; the list of people must show it',
	},
];

/**
 * The mark of this sync; undefined where it has none.
 * @param matchBy attributes that tell employees apart, none of which can be the mark's
 * @throws SyncError when only one half of it is set, or the attribute is none that a mark can be kept in
 */
export function readScopeMark(
	read: ParameterReader,
	{ system, never, onlyOnCreate }: OpenHrSystem,
	matchBy: readonly string[],
): ScopeMark | undefined {
	const value = read.text('scopeMark', 'Scope Mark').trim();
	const name = read.text('scopeMarkAttribute', 'Attribute for the Mark').trim();
	if (value === '' && name === '') return undefined;
	if (value === '' || name === '') {
		throw new SyncError(
			value === ''
				? 'There is an attribute for the scope mark, but no mark'
				: 'It is not said which attribute keeps the scope mark',
			'Set both "Scope Mark" and "Attribute for the Mark", or neither. Nothing was written.',
		);
	}
	const attribute = pathNamed(system, name);
	const taken = [EXTERNAL_ID, 'active', system.userName.path, ...matchBy, ...never, ...onlyOnCreate];
	if (taken.includes(attribute) || whyNotWritten(system, attribute) !== undefined) {
		throw unfit(`${system.name} can't keep the scope mark in ${attribute}`);
	}
	return { attribute, value };
}

/** @throws SyncError when the mapping writes to the attribute of the mark too: one of both would be lost */
export function checkMarkIsFree({ attribute }: ScopeMark, rows: readonly MappedRow[]): void {
	const used = rows.some(
		({ employee, onlyOnCreate = [] }) => attribute in employee || onlyOnCreate.includes(attribute),
	);
	if (used) throw unfit(`Map Attributes writes to ${attribute}, in which the scope mark is kept`);
}

/**
 * Marks that can't be seen protect nobody: whoever belongs to another sync would seem to belong to none.
 * @param employees all of them
 * @returns a warning where it can't be told yet
 * @throws SyncError when marks were written in an earlier run of the published workflow, or the list is known to hide fields
 */
export function checkMarkIsShown(
	context: IExecuteFunctions,
	{ directory, listHidesFields, place }: OpenHrSystem,
	mark: ScopeMark,
	employees: readonly Employee[],
	dryRun: boolean,
): string | undefined {
	const { attribute } = mark;
	const stored = context.getWorkflowStaticData('node');
	const shown = employees.some((employee) => !isEmpty(directory.read(employee, attribute)));
	const key = digestOf([place, attribute]);
	const marked = stored.marked === key;
	if (!dryRun) stored.marked = key;
	const linked = employees.some((employee) => !isEmpty(directory.read(employee, EXTERNAL_ID)));
	if (shown || !linked) return undefined;
	if (marked || listHidesFields) {
		throw unfit(
			`The HR system's list of people shows ${attribute} of nobody, so it can't be told which sync they belong to`,
		);
	}
	return `Nobody in the HR system's list has ${attribute}, the scope mark, yet. If it stays so after this run, the list hides it, and another attribute is needed`;
}

function unfit(found: string): SyncError {
	return new SyncError(
		found,
		'Choose an attribute under "Attribute for the Mark" that can be changed, that the list of people shows, and that nothing else is written to. Nothing was written.',
	);
}
