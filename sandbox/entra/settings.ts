import { DEFAULT_SIGN_IN, SIGN_IN_CHECKS, type SignInSettings } from './signIn.ts';

/** What the operator can turn at run time. A restart goes back to the defaults. */
export interface Settings extends SignInSettings {
	/** Waited before every answer of the token endpoint and of Graph. */
	latencyMs: number;
	/** The application permissions that an administrator has consented to. */
	permissions: string[];
	/**
	 * Whether the app may read its own registration without a permission for applications. Microsoft's documentation names
	 * no such exception.
	 */
	readsOwnApplication: boolean;
	/** Resource units a window; null: by the size of the tenant. */
	budgetPerWindow: number | null;
	/** Graph's window is 10,000 ms. A shorter one lets a test see it end. */
	windowMs: number;
	/** The most rows that a page holds, whatever `$top` says; null: as Graph does. */
	pageSize: number | null;
}

export const DEFAULT_SETTINGS: Settings = {
	latencyMs: 0,
	permissions: ['GroupMember.Read.All', 'User.Read.All'],
	readsOwnApplication: false,
	...DEFAULT_SIGN_IN,
	budgetPerWindow: null,
	windowMs: 10_000,
	pageSize: null,
};

const isNumberFrom = (least: number) => (value: unknown) => typeof value === 'number' && value >= least;
const orNull = (check: (value: unknown) => boolean) => (value: unknown) => value === null || check(value);

const CHECKS: Record<keyof Settings, (value: unknown) => boolean> = {
	latencyMs: isNumberFrom(0),
	permissions: (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
	readsOwnApplication: (value) => typeof value === 'boolean',
	...SIGN_IN_CHECKS,
	budgetPerWindow: orNull(isNumberFrom(1)),
	windowMs: isNumberFrom(1),
	pageSize: orNull(isNumberFrom(1)),
};

/** @returns what is wrong with a patch of the settings, undefined when nothing is */
export function problemWith(patch: Record<string, unknown>): string | undefined {
	for (const [name, value] of Object.entries(patch)) {
		const check = (CHECKS as Record<string, ((value: unknown) => boolean) | undefined>)[name];
		if (!check) return `There is no setting "${name}".`;
		if (!check(value)) return `${JSON.stringify(value)} is no value for "${name}".`;
	}
	return undefined;
}

const GRANTS = {
	user: ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
	group: [
		'GroupMember.Read.All',
		'GroupMember.ReadWrite.All',
		'Group.Read.All',
		'Group.ReadWrite.All',
		'Directory.Read.All',
		'Directory.ReadWrite.All',
	],
	hiddenMembers: ['Member.Read.Hidden'],
	device: ['Device.Read.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
	orgContact: ['OrgContact.Read.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
	servicePrincipal: [
		'Application.Read.All',
		'Application.ReadWrite.All',
		'Directory.Read.All',
		'Directory.ReadWrite.All',
	],
	appRoleAssignment: [
		'Application.Read.All',
		'Application.ReadWrite.All',
		'Directory.Read.All',
		'Directory.ReadWrite.All',
	],
	directory: ['Directory.Read.All', 'Directory.ReadWrite.All'],
	licenses: [
		'LicenseAssignment.Read.All',
		'LicenseAssignment.ReadWrite.All',
		'Organization.Read.All',
		'Organization.ReadWrite.All',
		'Directory.Read.All',
		'Directory.ReadWrite.All',
	],
	application: [
		'Application.Read.All',
		'Application.ReadWrite.OwnedBy',
		'Application.ReadWrite.All',
		'Directory.Read.All',
		'Directory.ReadWrite.All',
	],
	organization: [
		'Organization.Read.All',
		'Organization.ReadWrite.All',
		'Directory.Read.All',
		'Directory.ReadWrite.All',
	],
	leaveDate: ['User-LifeCycleInfo.Read.All', 'User-LifeCycleInfo.ReadWrite.All'],
	securityAttributes: ['CustomSecAttributeAssignment.Read.All', 'CustomSecAttributeAssignment.ReadWrite.All'],
	signInActivity: ['AuditLog.Read.All'],
} as const satisfies Record<string, readonly string[]>;

export type Right = keyof typeof GRANTS;

/** Whether one of the granted permissions gives this right. */
export function may(settings: Settings, right: Right): boolean {
	return GRANTS[right].some((permission) => settings.permissions.includes(permission));
}
