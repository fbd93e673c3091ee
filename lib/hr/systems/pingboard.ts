import { standardAttributes, USER_NAME } from './scim';
import type { HrSystem } from './types';

export const PINGBOARD: HrSystem = {
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
	unverified: [
		'Pingboard does not say which of its departments and phones SCIM reaches: look at one person after the first run.',
	],
};
