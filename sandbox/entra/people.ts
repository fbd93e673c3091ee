import type { DirectoryObject } from './directory.ts';
import { DEPARTMENTS, NAMES_PER_LIST, OFFICES, romanise, written } from './names.ts';
import { guid, random } from './random.ts';
import { COMPANY, DOMAIN, EXTENSION_PREFIX } from './tenant.ts';

const COMBINATIONS = NAMES_PER_LIST * NAMES_PER_LIST;
/** Has no factor in common with the number of combinations, so that each comes up once, well mixed. */
const NAME_STEP = 155;
/** The licences that the company has bought, by what Microsoft calls them. */
export const SKUS = {
	ENTERPRISEPACK: '6fd2c87f-b296-42f0-b197-1e91e994b900',
	SPE_F1: '66b55226-6b4f-492c-910c-a3b7a3c9d993',
} as const;
const DAY_MS = 86_400_000;

export type Rank = 'ceo' | 'head' | 'lead' | 'member';

/** Where a generated person stands. Person 0 is the CEO; the others are dealt out over the departments. */
export interface Place {
	department: (typeof DEPARTMENTS)[number];
	rank: Rank;
}

/**
 * Makes the person with this index: the same one every time.
 *
 * @param taken the user principal names in use, in lower case; the new one is added
 */
export function makePerson(index: number, place: Place, managerId: string | null, taken: Set<string>): DirectoryObject {
	const next = random(Math.imul(index + 1, 0x9e3779b1));
	const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
	const { office, givenName, surname, displayName, local } = nameOf(index);
	const upn = freeUpn(local, taken);
	const hired = new Date(Date.UTC(2009, 0, 5) + Math.floor(next() * 5800) * DAY_MS).toISOString();
	const number = String(index % 10_000).padStart(4, '0');
	return {
		id: guid(`user ${index}`),
		type: 'user',
		managerId,
		properties: {
			accountEnabled: true,
			assignedLicenses: licensesOf(index),
			businessPhones: next() < 0.9 ? [`${office.phonePrefix} ${number}`] : [],
			city: office.city,
			companyName: COMPANY,
			country: office.country,
			createdDateTime: hired.replace('.000Z', 'Z'),
			department: place.rank === 'ceo' ? 'Management' : place.department.name,
			displayName,
			employeeHireDate: hired.replace('.000Z', 'Z'),
			employeeId: `E${String(index + 1).padStart(6, '0')}`,
			employeeOrgData: {
				costCenter: place.rank === 'ceo' ? 'CC-001' : place.department.costCenter,
				division: place.rank === 'ceo' ? null : `${office.usageLocation} ${place.department.name}`,
			},
			employeeType: next() < 0.93 ? 'Employee' : 'Working student',
			givenName,
			jobTitle: titleOf(place, pick),
			// Mailboxes are often spelt otherwise than the sign-in name.
			mail:
				index % 7 === 3
					? upn.replace(/(^|\.)[a-z]/g, (start) => start.toUpperCase()).replace(/@.*/, `@${DOMAIN}`)
					: upn,
			mailNickname: upn.slice(0, upn.indexOf('@')),
			mobilePhone: next() < 0.4 ? `${office.phonePrefix.split(' ')[0]} 79 555 ${number}` : null,
			officeLocation: office.officeLocation,
			onPremisesExtensionAttributes: {
				extensionAttribute1: `B${index % 97}`,
				extensionAttribute7: pick(['A', 'B', 'C']),
			},
			[`${EXTENSION_PREFIX}badgeNumber`]: index % 3 === 0 ? `B-${number}` : null,
			postalCode: String(10_000 + (index % 89_000)),
			preferredLanguage: office.preferredLanguage,
			proxyAddresses: [`SMTP:${upn}`],
			surname,
			usageLocation: office.usageLocation,
			userPrincipalName: upn,
			userType: 'Member',
		},
	};
}

/** One in thirteen has none, one in ten that of people without a desk. */
function licensesOf(index: number): { disabledPlans: string[]; skuId: string }[] {
	if (index % 13 === 12) return [];
	return [{ disabledPlans: [], skuId: index % 10 === 9 ? SKUS.SPE_F1 : SKUS.ENTERPRISEPACK }];
}

function nameOf(index: number) {
	const block = Math.floor(index / OFFICES.length);
	// Turned by one a block, so that a department isn't all in one office.
	const office = OFFICES[(index + block) % OFFICES.length] as (typeof OFFICES)[number];
	const combination = (block * NAME_STEP) % COMBINATIONS;
	const given = office.givenNames[combination % NAMES_PER_LIST] ?? '';
	const family = office.surnames[Math.floor(combination / NAMES_PER_LIST)] ?? '';
	const round = Math.floor(block / COMBINATIONS);
	const latin = typeof given === 'string';
	const initial = round > 0 && latin ? String.fromCharCode(65 + ((round - 1) % 26)) : '';
	const [givenName, surname] = [written(given), written(family)];
	const parts = office.surnameFirst ? [surname, givenName] : [givenName, initial && `${initial}.`, surname];
	return {
		office,
		givenName,
		surname,
		displayName: parts.filter(Boolean).join(' '),
		local: [romanise(given), initial.toLowerCase(), romanise(family)].filter(Boolean).join('.'),
	};
}

function freeUpn(local: string, taken: Set<string>): string {
	let upn = `${local}@${DOMAIN}`;
	for (let number = 2; taken.has(upn); number++) upn = `${local}${number}@${DOMAIN}`;
	taken.add(upn);
	return upn;
}

function titleOf(place: Place, pick: (titles: readonly string[]) => string): string {
	if (place.rank === 'ceo') return 'Chief Executive Officer';
	if (place.rank === 'head') return `Head of ${place.department.name}`;
	return place.rank === 'lead' ? `Team Lead ${place.department.name}` : pick(place.department.titles);
}
