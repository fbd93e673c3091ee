import { standardAttributes, USER_NAME } from './scim';
import type { ScimSystem, TargetAttribute } from './types';

/** Values are kept under the attribute's display name, blanks included. */
const PEAKON_USER = 'urn:ietf:params:scim:schemas:extension:peakon:2.0:User';

const custom = (id: string, name: string, rest: Partial<TargetAttribute> = {}): TargetAttribute => ({
	id,
	path: `${PEAKON_USER}:${name}`,
	label: name,
	type: 'string',
	maxLength: 256,
	...rest,
});

export const PEAKON: ScimSystem = {
	id: 'peakon',
	name: 'Peakon (Workday Peakon Employee Voice)',
	protocol: 'scim',
	userName: USER_NAME,
	userNameEquals: 'emails[type eq "work"].value',
	attributes: [
		...standardAttributes(
			{ id: 'workEmail', required: true, unique: true },
			{ id: 'givenName', required: true },
			{ id: 'familyName', required: true },
			'externalId',
			{ id: 'active', required: true },
			'employeeNumber',
			'department',
		),
		custom('peakonJobTitle', 'Job Title', { source: '={{ $json.jobTitle }}' }),
		custom('peakonBusinessUnit', 'Business Unit'),
		custom('peakonStartDate', 'Start Date', { type: 'date', maxLength: undefined }),
		...standardAttributes('locale', 'timezone', 'preferredLanguage'),
	],
	scim: {
		update: 'putPartial',
		keys: { department: 'Department', manager: 'Manager' },
		filterBy: ['userName', 'emails[type eq "work"].value', 'externalId', 'id'],
		activeDefault: false,
		bulk: 'auto',
	},
	pageSize: 100,
	groups: false,
	rateLimit: { requests: 25_000, seconds: 3600 },
	unverified: [
		'Job Title, Business Unit and Start Date are attributes that each company names itself: keep those that yours has, and add others under Custom Attributes.',
		'People are changed by PUT with the changed attributes, as other connectors do; the connector of Entra sends PATCH, which can be chosen under SCIM Settings.',
	],
};
