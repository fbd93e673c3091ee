import { standardAttributes, USER_NAME } from './scim';
import type { ScimSystem } from './types';

export const LEAPSOME: ScimSystem = {
	id: 'leapsome',
	name: 'Leapsome',
	protocol: 'scim',
	userName: USER_NAME,
	attributes: standardAttributes(
		{ id: 'workEmail', required: true },
		'givenName',
		'familyName',
		'externalId',
		'active',
		'title',
		'department',
		'employeeNumber',
		'division',
		'locale',
		'timezone',
	),
	scim: { update: 'patchPlain', manager: 'id', filterBy: ['userName'] },
	pageSize: 1000,
	groups: true,
	rateLimit: { requests: 30, seconds: 1 },
	unverified: [
		'Whether the manager is the ID or the e-mail of a person is not published: SCIM Settings > Manager takes either.',
	],
};
