import { standardAttributes, USER_NAME } from './scim';
import type { RestSystem } from './types';

export const REST: RestSystem = {
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
	usersPath: '',
	rest: {
		id: 'id',
		list: { method: 'GET', items: '', paging: { style: 'none' } },
		create: { method: 'POST', item: '' },
		update: { method: 'PATCH', sends: 'changed' },
	},
	unverified: [
		'The boxes stand for fields with usual names (firstName, lastName, email, jobTitle): remove those that your system does not have, and add its own under Custom Attributes.',
	],
};
