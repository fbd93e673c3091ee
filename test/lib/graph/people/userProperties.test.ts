import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { checkProperties, permissionFor, USER_PROPERTIES } from '../../../../lib/graph/people/userProperties';

const metadata = JSON.parse(readFileSync(join(__dirname, '../../../../sandbox/entra/metadata.json'), 'utf8')) as {
	properties: { user: Record<string, string> };
};
const graph = metadata.properties.user;

it('offers or refuses every property that Graph has for a user', () => {
	const offered = new Set(USER_PROPERTIES.map(({ name }) => name));
	const refused = Object.keys(graph).filter((name) => !offered.has(name));
	for (const name of refused) expect(() => checkProperties([name])).toThrow('cannot be read of many people at once');
	expect(refused.length + offered.size).toBe(Object.keys(graph).length);
});

it.each(USER_PROPERTIES)('has the type of $name that Graph has', ({ name, type }) => {
	expect(type).toBe(graph[name]);
});

it('spells names as Graph does, each once, and leaves others to Graph', () => {
	expect(checkProperties(['JobTitle', ' jobtitle', '', 'extension_x', 'onPremisesExtensionAttributes/a'])).toEqual([
		'jobTitle',
		'extension_x',
		'onPremisesExtensionAttributes',
	]);
	expect(checkProperties(['extensionAttribute15', 'extensionAttribute16', 'division'])).toEqual([
		'onPremisesExtensionAttributes',
		'extensionAttribute16',
		'employeeOrgData',
	]);
});

it('says what to take instead', () => {
	let refusal: unknown;
	try {
		checkProperties(['manager']);
	} catch (error) {
		refusal = error;
	}
	expect(refusal).toMatchObject({ description: expect.stringContaining('Put Get Manager behind this node') });
});

it('knows what a property needs beside the permission for the list', () => {
	expect(permissionFor('User.Read.All', ['city'])).toBe('User.Read.All');
	expect(permissionFor('A, B,', ['signInActivity'])).toBe(
		'A, B, and AuditLog.Read.All for the property signInActivity,',
	);
});
