import { SyncError } from '../../base/errors';

/** A property of a user that a list of users can be read with. */
export interface UserProperty {
	/** Graph's name. */
	name: string;
	/** As the portal shows it, or in its manner. */
	label: string;
	/** Graph's own type. */
	type: string;
	/** What to know before choosing it. */
	note?: string;
	/** The permission without which Graph refuses the whole list. */
	permission?: string;
}

const TEXT = 'Edm.String';
const DATE = 'Edm.DateTimeOffset';
const FLAG = 'Edm.Boolean';
const TEXTS = 'Collection(Edm.String)';

/** Every property that Graph v1.0 returns for many users at once. Sorted by label. */
export const USER_PROPERTIES: readonly UserProperty[] = [
	{ name: 'accountEnabled', label: 'Account Enabled', type: FLAG },
	{ name: 'ageGroup', label: 'Age Group', type: TEXT },
	{ name: 'assignedLicenses', label: 'Assigned Licenses', type: 'Collection(graph.assignedLicense)' },
	{ name: 'assignedPlans', label: 'Assigned Plans', type: 'Collection(graph.assignedPlan)' },
	{ name: 'authorizationInfo', label: 'Authorization Info', type: 'graph.authorizationInfo' },
	{ name: 'businessPhones', label: 'Business Phones', type: TEXTS },
	{ name: 'city', label: 'City', type: TEXT },
	{ name: 'companyName', label: 'Company Name', type: TEXT },
	{ name: 'consentProvidedForMinor', label: 'Consent Provided for Minor', type: TEXT },
	{ name: 'country', label: 'Country or Region', type: TEXT },
	{ name: 'createdDateTime', label: 'Created Date Time', type: DATE },
	{ name: 'creationType', label: 'Creation Type', type: TEXT },
	{
		name: 'customSecurityAttributes',
		label: 'Custom Security Attributes',
		type: 'graph.customSecurityAttributeValue',
		note: 'Needs the permission CustomSecAttributeAssignment.Read.All',
		permission: 'CustomSecAttributeAssignment.Read.All',
	},
	{ name: 'department', label: 'Department', type: TEXT },
	{ name: 'displayName', label: 'Display Name', type: TEXT },
	{ name: 'mail', label: 'Email', type: TEXT },
	{ name: 'employeeHireDate', label: 'Employee Hire Date', type: DATE },
	{ name: 'employeeId', label: 'Employee ID', type: TEXT },
	{
		name: 'employeeLeaveDateTime',
		label: 'Employee Leave Date',
		type: DATE,
		note: 'Stays empty unless the application has the permission User-LifeCycleInfo.Read.All',
	},
	{
		name: 'employeeOrgData',
		label: 'Employee Org Data',
		type: 'graph.employeeOrgData',
		note: 'Division and cost center',
	},
	{ name: 'employeeType', label: 'Employee Type', type: TEXT },
	{
		name: 'onPremisesExtensionAttributes',
		label: 'Extension Attributes 1-15',
		type: 'graph.onPremisesExtensionAttributes',
	},
	{ name: 'externalUserState', label: 'External User State', type: TEXT },
	{ name: 'externalUserStateChangeDateTime', label: 'External User State Change Date Time', type: DATE },
	{ name: 'faxNumber', label: 'Fax Number', type: TEXT },
	{ name: 'givenName', label: 'First Name', type: TEXT },
	{ name: 'identities', label: 'Identities', type: 'Collection(graph.objectIdentity)' },
	{ name: 'identityParentId', label: 'Identity Parent ID', type: TEXT },
	{ name: 'imAddresses', label: 'Instant Message Addresses', type: TEXTS },
	{ name: 'isManagementRestricted', label: 'Is Management Restricted', type: FLAG },
	{ name: 'isResourceAccount', label: 'Is Resource Account', type: FLAG },
	{ name: 'jobTitle', label: 'Job Title', type: TEXT },
	{ name: 'surname', label: 'Last Name', type: TEXT },
	{ name: 'lastPasswordChangeDateTime', label: 'Last Password Change Date Time', type: DATE },
	{ name: 'legalAgeGroupClassification', label: 'Legal Age Group Classification', type: TEXT },
	{
		name: 'licenseAssignmentStates',
		label: 'License Assignment States',
		type: 'Collection(graph.licenseAssignmentState)',
	},
	{ name: 'mailNickname', label: 'Mail Nickname', type: TEXT },
	{ name: 'mobilePhone', label: 'Mobile Phone', type: TEXT },
	{ name: 'id', label: 'Object ID', type: TEXT },
	{ name: 'officeLocation', label: 'Office Location', type: TEXT },
	{ name: 'onPremisesDistinguishedName', label: 'On-Premises Distinguished Name', type: TEXT },
	{ name: 'onPremisesDomainName', label: 'On-Premises Domain Name', type: TEXT },
	{ name: 'onPremisesImmutableId', label: 'On-Premises Immutable ID', type: TEXT },
	{ name: 'onPremisesLastSyncDateTime', label: 'On-Premises Last Sync Date Time', type: DATE },
	{
		name: 'onPremisesProvisioningErrors',
		label: 'On-Premises Provisioning Errors',
		type: 'Collection(graph.onPremisesProvisioningError)',
	},
	{ name: 'onPremisesSamAccountName', label: 'On-Premises SAM Account Name', type: TEXT },
	{ name: 'onPremisesSecurityIdentifier', label: 'On-Premises Security Identifier', type: TEXT },
	{ name: 'onPremisesSyncEnabled', label: 'On-Premises Sync Enabled', type: FLAG },
	{ name: 'onPremisesUserPrincipalName', label: 'On-Premises User Principal Name', type: TEXT },
	{ name: 'otherMails', label: 'Other Emails', type: TEXTS },
	{ name: 'passwordPolicies', label: 'Password Policies', type: TEXT },
	{ name: 'postalCode', label: 'Postal Code', type: TEXT },
	{ name: 'preferredDataLocation', label: 'Preferred Data Location', type: TEXT },
	{ name: 'preferredLanguage', label: 'Preferred Language', type: TEXT },
	{ name: 'provisionedPlans', label: 'Provisioned Plans', type: 'Collection(graph.provisionedPlan)' },
	{ name: 'proxyAddresses', label: 'Proxy Addresses', type: TEXTS },
	{ name: 'securityIdentifier', label: 'Security Identifier', type: TEXT },
	{
		name: 'serviceProvisioningErrors',
		label: 'Service Provisioning Errors',
		type: 'Collection(graph.serviceProvisioningError)',
	},
	{ name: 'showInAddressList', label: 'Show in Address List', type: FLAG },
	{
		name: 'signInActivity',
		label: 'Sign-In Activity',
		type: 'graph.signInActivity',
		note: 'Needs the permission AuditLog.Read.All',
		permission: 'AuditLog.Read.All',
	},
	{ name: 'signInSessionsValidFromDateTime', label: 'Sign-In Sessions Valid From', type: DATE },
	{ name: 'state', label: 'State or Province', type: TEXT },
	{ name: 'streetAddress', label: 'Street Address', type: TEXT },
	{ name: 'usageLocation', label: 'Usage Location', type: TEXT },
	{ name: 'userPrincipalName', label: 'User Principal Name', type: TEXT },
	{ name: 'userType', label: 'User Type', type: TEXT },
];

const ONE_AT_A_TIME = 'Graph gives it for one person at a time only';

/** What Graph has for a user and does not give with a list of users: why, and what to take instead. */
const NOT_IN_LISTS: Record<string, string> = {
	aboutMe: ONE_AT_A_TIME,
	birthday: ONE_AT_A_TIME,
	deletedDateTime: 'nobody in a list of users is deleted',
	deviceEnrollmentLimit: ONE_AT_A_TIME,
	hireDate: `${ONE_AT_A_TIME}. Take employeeHireDate instead`,
	interests: ONE_AT_A_TIME,
	mailboxSettings: ONE_AT_A_TIME,
	manager: 'it is not a property of the person. Put Get Manager behind this node',
	mySite: ONE_AT_A_TIME,
	passwordProfile: 'Graph never gives it',
	pastProjects: ONE_AT_A_TIME,
	preferredName: ONE_AT_A_TIME,
	print: ONE_AT_A_TIME,
	responsibilities: ONE_AT_A_TIME,
	schools: ONE_AT_A_TIME,
	skills: ONE_AT_A_TIME,
};

const spelling = new Map(
	[...USER_PROPERTIES.map(({ name }) => name), ...Object.keys(NOT_IN_LISTS)].map((name) => [name.toLowerCase(), name]),
);

/** `extensionAttribute1` and its like are part of one property, which Graph selects as a whole. */
const PARTS: readonly (readonly [RegExp, string])[] = [
	[/^extensionAttribute([1-9]|1[0-5])$/i, 'onPremisesExtensionAttributes'],
	[/^(division|costCenter)$/i, 'employeeOrgData'],
];

/**
 * The properties to select, in Graph's spelling and each once. Names that this list does not know are left to Graph,
 * which says so when it does not know them either.
 *
 * @throws SyncError for what cannot be read of many people at once
 */
export function checkProperties(names: readonly string[]): string[] {
	const checked = names.map((given) => {
		const typed = given.trim().split(/[./]/)[0] ?? '';
		const part = PARTS.find(([pattern]) => pattern.test(typed));
		const name = part?.[1] ?? spelling.get(typed.toLowerCase()) ?? typed;
		const problem = NOT_IN_LISTS[name];
		if (problem !== undefined) {
			throw new SyncError(
				`The property "${name}" cannot be read of many people at once`,
				`${problem.charAt(0).toUpperCase()}${problem.slice(1)}. Remove it from the properties.`,
				{ property: name },
			);
		}
		return name;
	});
	return [...new Set(checked)].filter((name) => name !== '');
}

/** The permissions for a list, and those that the properties need beside: in words, as they stand in a sentence. */
export function permissionFor(list: string, properties: readonly string[]): string {
	const more = USER_PROPERTIES.filter(({ name }) => properties.includes(name)).flatMap(({ name, permission }) =>
		permission === undefined ? [] : [`${permission} for the property ${name}`],
	);
	return more.length === 0 ? list : `${list.replace(/,$/, '')}, and ${more.join(' and ')},`;
}

/** Whether that is a property that Graph gives with a list of users, in any spelling. */
export function isUserProperty(text: string): boolean {
	const name = spelling.get(text.trim().toLowerCase());
	return name !== undefined && !(name in NOT_IN_LISTS);
}
