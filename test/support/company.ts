/**
 * Companies for properties: people in Entra and in the HR system in all the relations that the two can be in, and what is
 * true of them, told past the code that is tested.
 */
import fc from 'fast-check';

import type { Person } from './entra';
import { call } from './world';
import type { HrPerson, World } from './world';

/** The group of the sync: one that holds nobody but whom a company puts there. */
export const GROUP = 'Nobody yet';
const MOST_PEOPLE = 14;
const OLD_ACCOUNT = 'aaaaaaaa-0000-4000-8000-';
const GONE_ACCOUNT = 'bbbbbbbb-0000-4000-8000-';

/** Somebody in Entra. */
interface Someone {
	member: boolean;
	enabled: boolean;
	mail: boolean;
	/** Position of the manager among the people, if that one is a member. */
	manager: number | null;
	/**
	 * What the HR system holds of them: nothing, a record linked to the account, one that somebody entered by hand, an
	 * inactive one, or one of an account that they had before.
	 */
	record: 'none' | 'linked' | 'byHand' | 'inactive' | 'oldAccount';
}

/** Somebody in the HR system only. */
interface Stranger {
	link: 'account' | 'text' | 'none';
	active: boolean;
	/** Position of somebody in Entra of the same name. */
	namesake: number | null;
}

export interface Company {
	people: Someone[];
	strangers: Stranger[];
}

const position = fc.nat(MOST_PEOPLE - 1);
const mostly = (value: boolean): fc.Arbitrary<boolean> =>
	fc.oneof({ weight: 4, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: fc.constant(!value) });

export const company: fc.Arbitrary<Company> = fc.record({
	people: fc.array(
		fc.record<Someone>({
			member: mostly(true),
			enabled: mostly(true),
			mail: mostly(true),
			manager: fc.option(position),
			record: fc.constantFrom('linked', 'linked', 'linked', 'none', 'byHand', 'inactive', 'oldAccount'),
		}),
		{ minLength: 3, maxLength: MOST_PEOPLE },
	),
	strangers: fc.array(
		fc.record<Stranger>({
			link: fc.constantFrom('account', 'account', 'text', 'none'),
			active: mostly(true),
			namesake: fc.option(position),
		}),
		{ maxLength: 4 },
	),
});

/** What is true of an employee: who it is, if anybody in Entra, and what Entra says of them. */
export interface Truth {
	/** The employee is a member of the group. */
	isMember: (employee: HrPerson) => boolean;
	/** The employee is a member whose account is disabled. */
	isDisabled: (employee: HrPerson) => boolean;
}

/** Puts companies into a world, one after another. */
export class Founder {
	private constructor(
		private readonly world: World,
		/** As they were at first; a company's people are the first of them. */
		private readonly accounts: readonly Person[],
		private readonly groupId: string,
	) {}

	static async of(world: World): Promise<Founder> {
		const accounts = (await world.entraPeople()).filter(({ mail }) => mail !== null).slice(0, MOST_PEOPLE);
		const group = (await world.groups()).find(({ displayName }) => displayName === GROUP);
		if (accounts.length < MOST_PEOPLE || !group) throw new Error('The tenant is too small');
		return new Founder(world, accounts, group.id);
	}

	/** Makes Entra hold the company. */
	async found({ people }: Company): Promise<void> {
		const { entra } = this.world;
		const members = people.flatMap(({ member }, index) => (member ? [this.account(index).id] : []));
		const remove = this.accounts.map(({ id }) => id).filter((id) => !members.includes(id));
		await call(entra, `/_sim/groups/${this.groupId}/members`, 'POST', { add: members, remove });
		for (const [index, { enabled, mail, manager }] of people.entries()) {
			const account = this.account(index);
			const leads = manager !== null && manager !== index && people[manager]?.member;
			await call(entra, `/_sim/people/${account.id}`, 'POST', {
				accountEnabled: enabled,
				mail: mail ? account.mail : null,
				managerId: leads ? this.account(manager).id : null,
			});
		}
	}

	/** Makes the HR system hold the company's employees, as they are before the first run, and nobody else. */
	async hire(company: Company): Promise<void> {
		await call(this.world.hr, '/_sim/people', 'DELETE');
		await call(this.world.hr, '/_sim/people', 'POST', this.employees(company));
	}

	employees({ people, strangers }: Company): HrPerson[] {
		const known = people.flatMap(({ record }, index): HrPerson[] => {
			if (record === 'none') return [];
			const { id, mail, displayName } = this.account(index);
			const common = { id: `known-${index}`, userName: mail ?? '', displayName, title: 'Before' };
			if (record === 'byHand') return [{ ...common, active: true }];
			const externalId = record === 'oldAccount' ? `${OLD_ACCOUNT}${twelve(index)}` : id;
			return [{ ...common, externalId, active: record !== 'inactive' }];
		});
		const unknown = strangers.map(({ link, active, namesake }, index): HrPerson => {
			const externalId = link === 'account' ? `${GONE_ACCOUNT}${twelve(index)}` : `E-${index}`;
			return {
				id: `stranger-${index}`,
				userName: `stranger${index}@example.com`,
				displayName: namesake === null ? `Stranger ${index}` : this.account(namesake).displayName,
				...(link !== 'none' && { externalId }),
				active,
			};
		});
		return [...known, ...unknown];
	}

	/** Reads what is true out of the simulators. */
	async truth(): Promise<Truth> {
		const members = new Set((await this.world.groups()).find(({ id }) => id === this.groupId)?.nested);
		const people = await this.world.entraPeople();
		const personOf = ({ id, userName }: HrPerson): Person | undefined => {
			const [, index] = /^known-(\d+)$/.exec(id) ?? [];
			const account = this.accounts.find(({ mail }, at) => String(at) === index || mail === userName.toLowerCase());
			return people.find((person) => person.id === account?.id);
		};
		const isMember = (employee: HrPerson): boolean => members.has(personOf(employee)?.id ?? '');
		return {
			isMember,
			isDisabled: (employee) => isMember(employee) && personOf(employee)?.accountEnabled === false,
		};
	}

	private account(index: number): Person {
		const account = this.accounts[index];
		if (!account) throw new Error(`Nobody has the position ${index}`);
		return account;
	}
}

function twelve(index: number): string {
	return String(index).padStart(12, '0');
}
