import { standardAttributes, USER_NAME } from './scim';
import type { HrSystem } from './types';

export const REST: HrSystem = {
	id: 'rest',
	name: 'Other REST System',
	protocol: 'rest',
	userName: USER_NAME,
	attributes: standardAttributes(
		'externalId',
		'active',
		{ id: 'workEmail', path: 'email' },
		{ id: 'givenName', path: 'firstName' },
		{ id: 'familyName', path: 'lastName' },
		'displayName',
		{ id: 'title', path: 'jobTitle' },
		{ id: 'department', path: 'department' },
		{ id: 'employeeNumber', path: 'employeeNumber' },
	),
	unverified: [
		'The boxes stand for fields with usual names (firstName, lastName, email, jobTitle): remove those that your system does not have, and add its own under Custom Attributes.',
	],
};
