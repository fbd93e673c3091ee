import { ENTERPRISE_USER } from '../scim/path';
import type { ScimSystem, TargetAttribute } from './types';

const enterprise = (name: string): string => `${ENTERPRISE_USER}:${name}`;

/** RFC 7643 4.1.1: the only attribute that every SCIM server asks for. */
export const USER_NAME: TargetAttribute = {
	id: 'userName',
	path: 'userName',
	label: 'User name',
	type: 'string',
	required: true,
	unique: true,
};

/** SCIM 2.0 User without its user name: the core schema (RFC 7643 4.1) and the enterprise extension (4.3). */
export const SCIM_ATTRIBUTES: readonly TargetAttribute[] = [
	{
		id: 'externalId',
		path: 'externalId',
		label: 'External ID',
		type: 'string',
		unique: true,
		source: '={{ $json.id }}',
	},
	{ id: 'active', path: 'active', label: 'Active', type: 'boolean', source: '={{ $json.accountEnabled }}' },
	{ id: 'givenName', path: 'name.givenName', label: 'First name', type: 'string', source: '={{ $json.givenName }}' },
	{ id: 'familyName', path: 'name.familyName', label: 'Last name', type: 'string', source: '={{ $json.surname }}' },
	{ id: 'displayName', path: 'displayName', label: 'Display name', type: 'string', source: '={{ $json.displayName }}' },
	{
		id: 'workEmail',
		path: 'emails[type eq "work"].value',
		label: 'Work e-mail',
		type: 'email',
		source: '={{ $json.mail }}',
	},
	{ id: 'title', path: 'title', label: 'Job title', type: 'string', source: '={{ $json.jobTitle }}' },
	{
		id: 'department',
		path: enterprise('department'),
		label: 'Department',
		type: 'string',
		source: '={{ $json.department }}',
	},
	{
		id: 'employeeNumber',
		path: enterprise('employeeNumber'),
		label: 'Employee number',
		type: 'string',
		source: '={{ $json.employeeId }}',
	},
	{
		id: 'organization',
		path: enterprise('organization'),
		label: 'Company',
		type: 'string',
		source: '={{ $json.companyName }}',
	},
	{ id: 'costCenter', path: enterprise('costCenter'), label: 'Cost center', type: 'string' },
	{ id: 'division', path: enterprise('division'), label: 'Division', type: 'string' },
	{
		id: 'workPhone',
		path: 'phoneNumbers[type eq "work"].value',
		label: 'Work phone',
		type: 'string',
		source: '={{ $json.businessPhones?.[0] }}',
	},
	{
		id: 'mobilePhone',
		path: 'phoneNumbers[type eq "mobile"].value',
		label: 'Mobile phone',
		type: 'string',
		source: '={{ $json.mobilePhone }}',
	},
	{ id: 'locality', path: 'addresses[type eq "work"].locality', label: 'City', type: 'string' },
	{ id: 'country', path: 'addresses[type eq "work"].country', label: 'Country', type: 'string' },
	{ id: 'userType', path: 'userType', label: 'User type', type: 'string' },
	{ id: 'nickName', path: 'nickName', label: 'Nickname', type: 'string' },
	{
		id: 'preferredLanguage',
		path: 'preferredLanguage',
		label: 'Preferred language',
		type: 'string',
		source: '={{ $json.preferredLanguage }}',
	},
	{ id: 'locale', path: 'locale', label: 'Locale', type: 'string' },
	{ id: 'timezone', path: 'timezone', label: 'Time zone', type: 'string' },
	{ id: 'profileUrl', path: 'profileUrl', label: 'Profile URL', type: 'url' },
];

/** Attributes of the list above, in the order given, with what a system says otherwise, such as a path of its own. */
export function standardAttributes(
	...wanted: readonly (string | ({ id: string } & Partial<TargetAttribute>))[]
): TargetAttribute[] {
	return wanted.flatMap((one) => {
		const changes = typeof one === 'string' ? { id: one } : one;
		return SCIM_ATTRIBUTES.filter(({ id }) => id === changes.id).map((attribute) => ({ ...attribute, ...changes }));
	});
}

export const SCIM: ScimSystem = {
	id: 'scim',
	name: 'Other SCIM 2.0 System',
	protocol: 'scim',
	userName: USER_NAME,
	attributes: SCIM_ATTRIBUTES,
	scim: { bulk: 'auto' },
	pageSize: 100,
	pageSizeUpTo: 1000,
	groups: true,
	unverified: [],
};
