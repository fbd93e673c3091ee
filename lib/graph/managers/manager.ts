import type { Cause } from '../../base/cause';
import type { SyncError } from '../../base/errors';
import { failure } from '../../base/failure';
import { fieldsOf } from '../../base/json';
import { parseGraphError } from '../graphFailure';

/**
 * A person's manager: what was chosen to be read. null is a property that the manager does not have; one that could not be
 * read is left out.
 */
export interface Manager {
	id: string;
	userPrincipalName?: string | null;
	[property: string]: unknown;
}

/** `manager: null` means that Graph said there is none. Not knowing is something else, and says why. */
export type ManagerResult = { known: true; manager: Manager | null } | { known: false; because: Cause };

/** What is read of a manager unless something else is chosen. */
export const MANAGER_PROPERTIES = ['id', 'userPrincipalName', 'mail', 'employeeId', 'displayName'] as const;
/** What is read in any case: who it is, and what tells people from contacts. */
export const MANAGER_IDENTITY = ['id', 'userPrincipalName'] as const;

/** A manager as Graph gives it. */
export interface ParsedManager {
	manager: Manager;
	/** An organizational contact: nobody's employee, and without a manager. */
	isContact: boolean;
	/** Whether the application may see no more of it than its ID. */
	limited: boolean;
}

/**
 * @param selected whether the properties were asked for by name; what Graph then leaves out, the manager does not have
 * @returns undefined when it is no manager at all
 * @throws SyncError when the application may not read people
 */
export function parseManager(
	value: unknown,
	properties: readonly string[],
	selected: boolean,
): ParsedManager | undefined {
	const fields = fieldsOf(value);
	const id = idOf(value);
	if (id === undefined) return undefined;
	const type = typeof fields['@odata.type'] === 'string' ? fields['@odata.type'] : '';
	const hasName = typeof fields.userPrincipalName === 'string';
	if (/\.user$/i.test(type) && !hasName) throw limitedData();
	const isContact = !hasName;
	const limited = isContact && !Object.entries(fields).some(([name, set]) => isData(name) && set !== null);
	const manager: Manager = { id };
	for (const name of properties) {
		const read = fields[name] ?? (selected ? null : undefined);
		const unknown = read === undefined || (limited && name !== 'userPrincipalName' && name !== 'id');
		if (!unknown) manager[name] = read;
	}
	if (isContact && properties.includes('userPrincipalName')) manager.userPrincipalName = null;
	return { manager, isContact, limited };
}

/**
 * A 404 as what it says. The same code stands for "has no manager" and "there is no such person": only the quoted word
 * tells them apart.
 *
 * @returns undefined for any other 404
 */
export function parseNotFound(body: unknown): ManagerResult | undefined {
	const { code, message = '' } = parseGraphError(body);
	if (code !== 'Request_ResourceNotFound') return undefined;
	return /'manager'/i.test(message)
		? { known: true, manager: null }
		: { known: false, because: { kind: 'personGone' } };
}

export function idOf(value: unknown): string | undefined {
	const { id } = fieldsOf(value);
	return typeof id === 'string' && id !== '' ? id : undefined;
}

function isData(name: string): boolean {
	return name !== 'id' && !name.startsWith('@');
}

/** An app that may not read people gets their ids and nothing else: never to be taken for empty fields. */
export function limitedData(): SyncError {
	return failure({ kind: 'idsOnly', list: 'managers' });
}
