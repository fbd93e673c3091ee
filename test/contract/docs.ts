import { restProfileOf } from '../../lib/hr/connect/restForm';
import { scimSettingsOf } from '../../lib/hr/connect/scimForm';
import { leaversOf } from '../../lib/hr/rest/profile/profile';
import { SYSTEMS } from '../../lib/hr/systems';
import type { HrSystem, RestSystem, ScimSystem } from '../../lib/hr/systems/types';
import { CASES } from './cases';
import type { CaseId } from './cases';

/** What became of each case, by the title of the system. */
export type Found = ReadonlyMap<string, ReadonlyMap<CaseId, string>>;

/** The parts of docs/systems.md that are made, by the name of the comments around them. */
export function madeParts(found: Found): Record<string, string> {
	return { cases: caseTable(found), systems: SYSTEMS.map(systemSection).join('\n\n') };
}

/** The page with these parts in place of those that it has. @throws when it has no place for one */
export function withParts(page: string, parts: Record<string, string>): string {
	return Object.entries(parts).reduce((text, [name, part]) => {
		const place = new RegExp(`(<!-- made: ${name} -->\n)[\\s\\S]*?(\n<!-- end: ${name} -->)`);
		if (!place.test(text)) throw new Error(`docs/systems.md has no place for "${name}"`);
		return text.replace(place, (_, begin: string, end: string) => `${begin}${part}${end}`);
	}, page);
}

function caseTable(found: Found): string {
	const titles = [...found.keys()];
	const rows = (Object.entries(CASES) as [CaseId, { title: string }][]).map(([id, { title }]) =>
		line([title, ...titles.map((name) => found.get(name)?.get(id) ?? 'not run')]),
	);
	return [line(['', ...titles]), line(['---', ...titles.map(() => '---')]), ...rows].join('\n');
}

function systemSection(system: HrSystem): string {
	const { name, protocol, userName, userNameEquals, rateLimit, unverified } = system;
	const equals = [userName, ...system.attributes].find(({ path }) => path === userNameEquals)?.label;
	const required = [userName, ...system.attributes].filter((one) => one.required).map(({ label }) => label);
	const facts: [string, string][] = [
		['Protocol', protocol === 'scim' ? 'SCIM 2.0' : 'REST'],
		[
			'User name',
			[
				`${userName.label} (${code(userName.path)})`,
				...(equals === undefined ? [] : [`has to be the same as ${equals}`]),
				...(isFixed(system) ? ['stays as it was created'] : []),
			].join('; '),
		],
		['Required', required.join(', ')],
		['Managers', protocol === 'scim' ? scimManagers(system) : restManagers(system)],
		['Deactivating', deactivating(system)],
		['Deleting', deleting(system)],
		['Entra object ID', objectIds(system)],
		[
			'Rate limit',
			rateLimit ? `${rateLimit.requests.toLocaleString('en')} requests in ${rateLimit.seconds} s` : 'none known',
		],
	];
	return [
		`### ${name}`,
		'',
		line(['', '']),
		line(['---', '---']),
		...facts.map(line),
		...(unverified.length === 0 ? [] : ['', 'Not verified:', '', ...unverified.map((sentence) => `- ${sentence}`)]),
	].join('\n');
}

const SCIM_MANAGERS = {
	reference: (at: string) => `the manager's ID in the HR system, under ${at} as \`{"value": …}\``,
	id: (at: string) => `the manager's ID in the HR system, under ${at}`,
	email: (at: string) => `the manager's work e-mail, under ${at}`,
	none: () => 'are not written',
};

function scimManagers(system: ScimSystem): string {
	const { manager, managerPath } = scimSettingsOf(system, {}).profile;
	return SCIM_MANAGERS[manager](code(managerPath));
}

const REST_MANAGERS = { id: 'ID in the HR system', email: 'e-mail', userName: 'user name' };

function restManagers(system: RestSystem): string {
	const { manager } = profileOf(system);
	if (!manager) return 'are not written until API Settings > People > Manager Field says where';
	return `the manager's ${REST_MANAGERS[manager.style]}, in ${code(manager.field)}`;
}

function deactivating(system: HrSystem): string {
	if (system.deactivationDestroys !== undefined) {
		return `${system.deactivationDestroys}; only where Deactivate All the Same is on`;
	}
	if (system.protocol === 'scim') return SCIM_LEAVERS[scimSettingsOf(system, {}).profile.deactivation];
	const profile = profileOf(system);
	const leavers = leaversOf(profile);
	if (leavers === 'keep') {
		return 'nobody, until API Settings says how: Status, by which field, and Deactivate, where it takes a request of its own';
	}
	if (leavers === 'delete') return 'deletes the person';
	const { deactivate, status } = profile;
	if (deactivate) return `asks ${code(`${deactivate.method} ${deactivate.path}`)}`;
	return status ? `sets ${code(status.field)} to ${code(JSON.stringify([status.inactive].flat()[0]))}` : 'nobody';
}

const SCIM_LEAVERS = { active: 'sets `active` to `false`', delete: 'deletes the person', none: 'nobody' };

function deleting(system: HrSystem): string {
	if (system.protocol === 'scim') return SCIM_DELETION[scimSettingsOf(system, {}).profile.deletion];
	const { delete: step } = profileOf(system);
	return step ? `asks ${code(`${step.method} ${step.path}`)}` : 'nobody, until API Settings > Delete says how';
}

const SCIM_DELETION = { delete: `asks ${code('DELETE Users/{id}')}`, none: 'nobody' };

/** Where the link to Entra is kept, which is what is taken away of whom the sync no longer answers for. */
function objectIds(system: HrSystem): string {
	const field = system.protocol === 'scim' ? 'externalId' : profileOf(system).externalId;
	if (field === undefined) return 'is not kept, until API Settings > People > External ID Field says where';
	return `in ${code(field)}`;
}

/** What a person would get who enters only the path of the people. */
function profileOf(system: RestSystem): ReturnType<typeof restProfileOf> {
	return restProfileOf(system, system.usersPath === '' ? 'users' : '', {}, false);
}

function isFixed(system: HrSystem): boolean {
	const { userName } = system;
	return (
		userName.createOnly === true ||
		(system.protocol === 'rest' && system.rest.createOnly?.includes(userName.path) === true)
	);
}

function line(cells: string[]): string {
	return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function code(text: string): string {
	return `\`${text}\``;
}
