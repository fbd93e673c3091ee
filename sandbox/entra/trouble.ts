import type { DirectoryObject } from './directory.ts';
import { DOMAIN } from './tenant.ts';

/** Companies smaller than this have no trouble. */
const SMALLEST = 20;
/** The counts below are those of a company of this size. */
const USUAL = 250;

/**
 * Makes some people as directories have them in life: without a mailbox, without a manager, left, invited from elsewhere.
 *
 * @param leaves people whom nobody reports to, in the order in which trouble befalls them
 * @param outsider a user outside of the group, who becomes somebody's manager
 * @param count how many people the company has: the trouble grows with it
 */
export function addTrouble(
	leaves: readonly DirectoryObject[],
	outsider: DirectoryObject,
	contact: DirectoryObject,
	count: number,
): void {
	if (count < SMALLEST) return;
	const queue = [...leaves];
	const befall = (usual: number, change: (person: DirectoryObject, turn: number) => void) => {
		const times = Math.max(1, Math.round((usual * count) / USUAL));
		queue.splice(0, times).forEach(change);
	};
	const once = (change: (person: DirectoryObject) => void) => queue.splice(0, 1).forEach(change);

	once((person) => (person.managerId = outsider.id));
	once((person) => (person.managerId = contact.id));
	once((person) => sameName(person, queue.pop()));
	once((person) => set(person, { department: `  ${String(person.properties.department)} ` }));
	once(apostrophe);
	befall(3, (person) => set(person, { mail: null, proxyAddresses: [] }));
	befall(4, (person) => (person.managerId = null));
	befall(3, guest);
	befall(4, disable);
}

function set(person: DirectoryObject, properties: Record<string, unknown>): void {
	Object.assign(person.properties, properties);
}

function sameName(person: DirectoryObject, other: DirectoryObject | undefined): void {
	if (!other) return;
	const { displayName, givenName, surname } = other.properties;
	set(person, { displayName, givenName, surname });
}

function apostrophe(person: DirectoryObject): void {
	const upn = `sean.o'hara@${DOMAIN}`;
	set(person, {
		displayName: "Seán O'Hara",
		givenName: 'Seán',
		surname: "O'Hara",
		userPrincipalName: upn,
		mail: upn,
		mailNickname: "sean.o'hara",
		proxyAddresses: [`SMTP:${upn}`],
	});
}

function guest(person: DirectoryObject): void {
	const local = String(person.properties.mailNickname);
	const mail = `${local}@partner.example`;
	set(person, {
		assignedLicenses: [],
		companyName: 'Partner AG',
		creationType: 'Invitation',
		employeeId: null,
		externalUserState: 'Accepted',
		mail,
		proxyAddresses: [`SMTP:${mail}`],
		userPrincipalName: `${local}_partner.example#EXT#@${DOMAIN}`,
		userType: 'Guest',
	});
}

function disable(person: DirectoryObject, turn: number): void {
	const leave = turn % 2 === 0 ? { employeeLeaveDateTime: '2026-06-30T00:00:00Z' } : {};
	set(person, { accountEnabled: false, ...leave });
}
