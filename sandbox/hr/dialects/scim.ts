import { scimSystem } from '../scim/server.ts';

/** Plain SCIM 2.0 (RFC 7643 and 7644), with groups and bulk requests. */
export const SCIM = scimSystem({
	name: 'scim',
	maxPageSize: 1000,
	rateLimit: null,
	groups: true,
	activeUnlessSaid: true,
	lacks: { core: [], enterprise: [] },
	partialPut: false,
	deletesInactive: false,
});
