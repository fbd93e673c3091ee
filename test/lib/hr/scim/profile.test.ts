import { SyncError } from '../../../../lib/base/errors';
import { DEFAULT_SCIM_PROFILE, parseScimProfile } from '../../../../lib/hr/scim/profile';

it('nothing at all is SCIM as the RFCs have it', () => {
	for (const nothing of [undefined, null, {}]) expect(parseScimProfile(nothing)).toEqual(DEFAULT_SCIM_PROFILE);
	expect(parseScimProfile(JSON.parse(JSON.stringify(DEFAULT_SCIM_PROFILE)))).toEqual(DEFAULT_SCIM_PROFILE);
});

it('what is set is taken, and the rest stays', () => {
	const settings = {
		update: 'putPartial',
		manager: 'email',
		managerPath: 'urn:ietf:params:scim:schemas:extension:peakon:2.0:User:Line Manager',
		filterBy: ['userName'],
		keys: { department: 'Department' },
		activeDefault: false,
		etag: undefined,
	};
	const { etag: _, ...set } = settings;
	expect(parseScimProfile(settings)).toEqual({ ...DEFAULT_SCIM_PROFILE, ...set });
});

it.each([
	['text', 'is not an object'],
	[[], 'is not an object'],
	[{ updates: 'put' }, 'has no setting "updates"'],
	[{ __proto__: null, constructor: 1 }, 'has no setting "constructor"'],
	[{ update: 'PUT' }, 'The setting "update" of the SCIM profile is "PUT"'],
	[{ manager: null }, '"manager"'],
	[{ managerPath: 'Line Manager' }, '"managerPath"'],
	[{ mediaType: 'json' }, '"mediaType"'],
	[{ filterBy: 'userName' }, '"filterBy"'],
	[{ filterBy: ['user name'] }, '"filterBy"'],
	[{ keys: { a: 1 } }, '"keys"'],
	[{ activeDefault: 'true' }, '"activeDefault"'],
	[{ bulk: true }, '"bulk"'],
])('%j is refused in words', (settings, words) => {
	expect(() => parseScimProfile(settings)).toThrow(SyncError);
	expect(() => parseScimProfile(settings)).toThrow(words);
});
