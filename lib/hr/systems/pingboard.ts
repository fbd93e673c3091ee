import { standardAttributes, USER_NAME } from './scim';
import type { ScimSystem } from './types';

export const PINGBOARD: ScimSystem = {
	id: 'pingboard',
	name: 'Pingboard',
	protocol: 'scim',
	userName: USER_NAME,
	attributes: standardAttributes(
		{ id: 'workEmail', required: true },
		{ id: 'givenName', required: true },
		{ id: 'familyName', required: true },
		'externalId',
		'active',
		'nickName',
		'title',
		'department',
		'workPhone',
		'mobilePhone',
		'locale',
		'timezone',
	),
	deactivationDestroys: 'Pingboard deletes the profile of whoever is deactivated',
	scim: {},
	pageSize: 100,
	groups: true,
	unverified: [
		'Pingboard does not say which of its departments and phones SCIM reaches: look at one person after the first run.',
	],
};
