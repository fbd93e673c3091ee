import type { Assignment, DirectoryObject } from './directory.ts';
import { guid } from './random.ts';

/** The role of those who are assigned without one. */
export const DEFAULT_ACCESS = '00000000-0000-0000-0000-000000000000';
const EMPLOYEE_ROLE = guid('app role Employee');
const EXTERNAL_ROLE = guid('app role External');

/** Whom the survey application is for. */
export interface Assignees {
	/** Assigned as employees; some of them are in groups that are assigned too. */
	people: readonly DirectoryObject[];
	groups: readonly DirectoryObject[];
	/** Assigned in a role of its own. */
	external: readonly DirectoryObject[];
	/** Assigned without a role. */
	onlyDefault: readonly DirectoryObject[];
	/** Another application, which may call this one. */
	client: DirectoryObject;
}

/** The enterprise applications: one with people, two of the same name, and one that nobody is assigned to. */
export function makeApps({ people, groups, external, onlyDefault, client }: Assignees): DirectoryObject[] {
	const as = (appRoleId: string, principals: readonly DirectoryObject[]): Assignment[] =>
		assigned(
			principals.map(({ id }) => id),
			appRoleId,
		);
	const first = people.slice(0, 1);
	return [
		app('Lindenhof Pulse', 'Lindenhof Pulse', [
			...as(EMPLOYEE_ROLE, groups),
			...as(EMPLOYEE_ROLE, people),
			// Two roles, and therefore two assignments, for one person.
			...as(EXTERNAL_ROLE, first),
			...as(EXTERNAL_ROLE, external),
			...as(DEFAULT_ACCESS, onlyDefault),
			...as(EMPLOYEE_ROLE, [client]),
		]),
		app('Expenses', 'Expenses 1', []),
		app('Expenses', 'Expenses 2', []),
		app('Pulse Archive', 'Pulse Archive', []),
	];
}

/** Assignments of people and groups in one role, that of the employees if nothing else is said. */
export function assigned(ids: readonly string[], appRoleId = EMPLOYEE_ROLE): Assignment[] {
	return ids.map((principalId) => ({ principalId, appRoleId }));
}

/** @param key tells apart what may have the same name */
export function app(displayName: string, key: string, assignments: Assignment[]): DirectoryObject {
	return {
		id: guid(`app ${key}`),
		type: 'servicePrincipal',
		assignments,
		properties: {
			accountEnabled: true,
			appDisplayName: displayName,
			appId: guid(`app id ${key}`),
			appRoleAssignmentRequired: true,
			appRoles: [role(EMPLOYEE_ROLE, 'Employee'), role(EXTERNAL_ROLE, 'External')],
			displayName,
			servicePrincipalType: 'Application',
			tags: ['WindowsAzureActiveDirectoryIntegratedApp'],
		},
	};
}

function role(id: string, displayName: string) {
	return {
		id,
		allowedMemberTypes: ['User', 'Application'],
		description: displayName,
		displayName,
		isEnabled: true,
		origin: 'Application',
		value: displayName.toLowerCase(),
	};
}
