import { textOf } from '../person.ts';
import { invalid } from '../scim/dialect.ts';
import { scimSystem } from '../scim/server.ts';

/**
 * Pingboard: everybody needs a first and a last name, and whoever is deactivated is deleted. It keeps names, nickname,
 * e-mail, title, phones, department, manager, locale and time zone, and nothing else of the schema.
 */
export const PINGBOARD = scimSystem({
	name: 'pingboard',
	maxPageSize: 100,
	rateLimit: null,
	groups: true,
	activeUnlessSaid: true,
	lacks: {
		core: [
			'profileUrl',
			'userType',
			'preferredLanguage',
			'addresses',
			'ims',
			'entitlements',
			'roles',
			'x509Certificates',
		],
		enterprise: ['employeeNumber', 'costCenter', 'organization', 'division'],
	},
	partialPut: false,
	deletesInactive: true,
	check({ name, active }, _people, isNew) {
		if (textOf(name, 'givenName') === '') throw invalid("First name can't be blank");
		if (textOf(name, 'familyName') === '') throw invalid("Last name can't be blank");
		// There is no inactive profile, so none can begin as one.
		if (isNew && active === false) throw invalid("A profile can't be created inactive");
	},
});
