import { standardAttributes, USER_NAME } from './scim';
import type { ScimSystem } from './types';

export const LATTICE: ScimSystem = {
	id: 'lattice',
	name: 'Lattice',
	protocol: 'scim',
	userName: USER_NAME,
	attributes: standardAttributes(
		{ id: 'workEmail', required: true },
		'givenName',
		'familyName',
		'displayName',
		'externalId',
		'active',
		'title',
		'department',
		'employeeNumber',
		'timezone',
		'preferredLanguage',
	),
	scim: {},
	pageSize: 100,
	groups: false,
	unverified: ['Which attributes Lattice takes besides name, e-mail, title, department and manager is not published.'],
};
