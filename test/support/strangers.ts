/**
 * HR systems that a sync does not have to itself, for properties: people with links, marks and numbers of others, user names
 * that have moved on, clocks that are off, and a second hand at work. What is true of them is told past the code that is
 * tested, out of how they were made.
 */
import fc from 'fast-check';

import type { Json } from './scimStore';
import { guidOf } from './syncRun';
import type { Member } from './syncRun';

export const NUMBER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
/** The attribute of the scope mark. */
export const MARK = 'userType';
const OWN_MARK = 'ours';
const MONTH_MS = 30 * 24 * 60 * 60 * 1000;

/** What the external ID of an employee is. */
type Link = 'own' | 'account' | 'payroll' | 'okta' | 'blank' | 'none';
type Mark = 'own' | 'other' | 'none';

/** Somebody in Entra, and the record that is theirs in the HR system, if there is one. */
interface Someone {
	member: boolean;
	enabled: boolean;
	/** Map Attributes found something wrong. */
	problem: boolean;
	record: Link | 'absent';
	/** The record is under another user name; only where it carries the own link. */
	renamed: boolean;
	/** What the record says of the number; another one only where it carries the own link. */
	number: 'same' | 'absent' | 'other';
	names: boolean;
	active: boolean;
	mark: Mark;
}

/** A record of somebody who has left, under a user name that is somebody else's by now. */
interface Former {
	of: number;
	number: 'other' | 'absent';
	names: 'other' | 'oneSame' | 'absent';
	link: Exclude<Link, 'own'>;
	active: boolean;
	mark: Mark;
}

/** Somebody in the HR system only. */
interface Stranger {
	link: Link;
	active: boolean;
	mark: Mark;
	namesake: number | null;
}

/** The moments of a run, in their order, at which a second hand may be at work. */
export const MOMENTS = ['afterRead', 'beforeList', 'afterList', 'between', 'beforeLook', 'beforeLeaving'] as const;
export type Moment = (typeof MOMENTS)[number];

export interface Hand {
	moment: Moment;
	/** Position among the employees. */
	who: number;
	what: 'change' | 'reactivate' | 'link' | 'create';
}

export interface Town {
	people: Someone[];
	formers: Former[];
	strangers: Stranger[];
	hands: Hand[];
	sync: {
		scope: 'linked' | 'all';
		departure: 'deactivate' | 'delete' | 'unassign';
		marked: boolean;
		/** External IDs are object IDs, or else numbers. */
		links: 'objectId' | 'number';
		numbers: boolean;
		names: boolean;
		/** Positions among the employees, and by what they are named. */
		protectedOnes: { who: number; by: 'id' | 'userName' }[];
	};
	system: {
		dates: 'told' | 'none' | 'nowForAll' | 'withoutZone';
		/** Hours that the zone of the times without zone is ahead of Greenwich. */
		zone: number;
		aheadMinutes: number;
		versions: boolean;
		update: 'patch' | 'put';
		bulk: boolean;
		/** Deactivate Missing reads the list itself. */
		freshList: boolean;
	};
}

const mostly = (value: boolean): fc.Arbitrary<boolean> =>
	fc.oneof({ weight: 5, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: fc.constant(!value) });
const link = fc.constantFrom<Link[]>('own', 'own', 'account', 'payroll', 'okta', 'blank', 'none');
const mark = fc.constantFrom<Mark[]>('own', 'own', 'other', 'none');
const MOST_PEOPLE = 6;

export const town: fc.Arbitrary<Town> = fc.record({
	people: fc
		.array(
			fc.record<Someone>({
				member: fc.boolean(),
				enabled: mostly(true),
				problem: mostly(false),
				record: fc.oneof({ weight: 4, arbitrary: link }, { weight: 1, arbitrary: fc.constant('absent' as const) }),
				renamed: mostly(false),
				number: fc.constantFrom('same', 'absent', 'other'),
				names: fc.boolean(),
				active: mostly(true),
				mark,
			}),
			{ minLength: 1, maxLength: MOST_PEOPLE },
		)
		.map(([first, ...others]) => [{ ...(first as Someone), member: true }, ...others]),
	formers: fc.uniqueArray(
		fc.record<Former>({
			of: fc.nat(MOST_PEOPLE - 1),
			number: fc.constantFrom('other', 'absent'),
			names: fc.constantFrom('other', 'oneSame', 'absent'),
			link: link.map((one) => (one === 'own' ? 'account' : one)),
			active: fc.boolean(),
			mark,
		}),
		{ selector: ({ of }) => of, maxLength: 3 },
	),
	strangers: fc.array(
		fc.record<Stranger>({ link, active: mostly(true), mark, namesake: fc.option(fc.nat(MOST_PEOPLE - 1)) }),
		{ maxLength: 4 },
	),
	hands: fc.array(
		fc.record<Hand>({
			moment: fc.constantFrom(...MOMENTS),
			who: fc.nat(12),
			what: fc.constantFrom('change', 'reactivate', 'link', 'create'),
		}),
		{ maxLength: 3 },
	),
	sync: fc.record({
		scope: fc.constantFrom('linked', 'all'),
		departure: fc.constantFrom('deactivate', 'delete', 'unassign'),
		marked: fc.boolean(),
		links: fc.constantFrom('objectId', 'objectId', 'number'),
		numbers: fc.boolean(),
		names: fc.boolean(),
		protectedOnes: fc.array(fc.record({ who: fc.nat(12), by: fc.constantFrom<'id' | 'userName'>('id', 'userName') }), {
			maxLength: 2,
		}),
	}),
	system: fc.record({
		dates: fc.constantFrom('told', 'told', 'none', 'nowForAll', 'withoutZone'),
		zone: fc.constantFrom(-11, 0, 2, 12),
		aheadMinutes: fc.constantFrom(0, 0, -7, 7),
		versions: fc.boolean(),
		update: fc.constantFrom('patch', 'put'),
		bulk: fc.boolean(),
		freshList: fc.boolean(),
	}),
});

/** A record as it was made, and what is true of it. */
export interface Made {
	record: Json & { id: string };
	/** Whose it is, by position among the people; undefined for those who are in the HR system only. */
	whose?: number;
	/** Position of the person who has its user name by now. */
	nameOf?: number;
	/** Its number, or first and last name both, are not those of who has its user name by now. */
	contradicts?: boolean;
	namesake?: number | undefined;
}

/** The own link of somebody, by a number that nobody else has. */
export function ownLink({ sync }: Town, position: number): string {
	return sync.links === 'number' ? `E-${1000 + position}` : guidOf(`p${position}`);
}

/** Whether an external ID is one that the sync writes, for whomever. */
export function isOwnLink({ sync }: Town, externalId: unknown): boolean {
	if (typeof externalId !== 'string') return false;
	const form = sync.links === 'number' ? /^E-\d{4}$/ : /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
	return form.test(externalId);
}

export const isOwnMark = ({ sync }: Town, record: Json): boolean => !sync.marked || record[MARK] === OWN_MARK;

function linkOf(town: Town, kind: Link, position: number): { externalId?: string } {
	const values: Record<Link, string | undefined> = {
		own: ownLink(town, position),
		// An object ID all the same, of an account that nobody in the group has.
		account: `aaaaaaaa-0000-4000-8000-${String(position).padStart(12, '0')}`,
		payroll: `00${4711 + position}`,
		okta: `okta|u${position}`,
		blank: '',
		none: undefined,
	};
	const externalId = values[kind];
	return externalId === undefined ? {} : { externalId };
}

const markOf = (kind: Mark): Json => (kind === 'none' ? {} : { [MARK]: kind === 'own' ? OWN_MARK : 'theirs' });
const namesFor = (of: string): Json => ({ name: { givenName: `Given ${of}`, familyName: `Family ${of}` } });
const numberOf = (position: number | string): Json => ({ [ENTERPRISE]: { employeeNumber: `77${position}` } });

/** The records that the HR system holds before the first run. */
export function recordsIn(town: Town): Made[] {
	const { people, formers, strangers } = town;
	const known = people.flatMap((someone, position): Made[] => {
		const { record, renamed, number, names, active, mark: marked } = someone;
		if (record === 'absent') return [];
		const own = record === 'own';
		const userName = `${own && renamed ? 'before.' : ''}p${position}@example.com`;
		const numbered = number === 'other' && !own ? 'same' : number;
		return [
			{
				whose: position,
				record: {
					id: `known-${position}`,
					userName,
					...linkOf(town, record, position),
					...(numbered !== 'absent' && numberOf(numbered === 'same' ? position : `x${position}`)),
					...(names && namesFor(`p${position}`)),
					active,
					...markOf(marked),
				},
			},
		];
	});
	const former = formers.flatMap(({ of, number, names, link: kind, active, mark: marked }): Made[] => {
		const someone = people[of];
		if (!someone || (someone.record !== 'absent' && !(someone.record === 'own' && someone.renamed))) return [];
		const given = names === 'oneSame' ? `Given p${of}` : `Given former${of}`;
		const { numbers, names: named } = town.sync;
		return [
			{
				nameOf: of,
				contradicts: numbers && number === 'other' ? true : named && names === 'other',
				record: {
					id: `former-${of}`,
					userName: `p${of}@example.com`,
					...linkOf(town, kind, 100 + of),
					...(number === 'other' && numberOf(`f${of}`)),
					...(names !== 'absent' && { name: { givenName: given, familyName: `Family former${of}` } }),
					active,
					...markOf(marked),
				},
			},
		];
	});
	const strange = strangers.map(({ link: kind, active, mark: marked, namesake }, position): Made => {
		return {
			namesake: namesake ?? undefined,
			record: {
				id: `stranger-${position}`,
				userName: `stranger${position}@example.com`,
				displayName: namesake === null ? `Stranger ${position}` : `p${namesake}`,
				...linkOf(town, kind, 200 + position),
				active,
				...markOf(marked),
			},
		};
	});
	return [...known, ...former, ...strange];
}

/** What the group holds. */
export function membersOf(town: Town): Member[] {
	const { people, sync } = town;
	return people.flatMap(({ member, enabled, problem }, position): Member[] => {
		if (!member) return [];
		const name = `p${position}`;
		const employee = {
			externalId: ownLink(town, position),
			...(sync.numbers && { [NUMBER]: `77${position}` }),
			...(sync.names && { 'name.givenName': `Given ${name}`, 'name.familyName': `Family ${name}` }),
		};
		return [{ name, enabled, employee, ...(problem && { problems: ['Something is wrong'] }) }];
	});
}

/** Times of people who have been there for long, where the HR system tells times. */
export function longAgo({ system }: Town, now: number): Json {
	if (!isDated(system)) return {};
	const time = timeOf(system)(new Date(now - MONTH_MS));
	return { meta: { created: time, lastModified: time } };
}

export function isDated({ dates }: Town['system']): boolean {
	return dates === 'told' || dates === 'withoutZone';
}

/** How the HR system writes a moment. */
export function timeOf({ dates, zone }: Town['system']): (moment: Date) => string {
	if (dates !== 'withoutZone') return (moment) => moment.toISOString();
	return (moment) => new Date(moment.getTime() + zone * 60 * 60 * 1000).toISOString().slice(0, 19);
}

/**
 * Whether a change by another hand at this moment shows: by the time of the change, by another look at whoever is to leave,
 * or by the version that a write names. Not knowable is what an HR system without truthful times was told before its list was
 * read, and what one without versions is told between the last look and the write.
 */
export function showsChange({ system }: Town, moment: Moment): boolean {
	if (moment === 'beforeLeaving') return system.versions;
	if (isDated(system)) return true;
	const beforeTheList: Moment[] = ['afterRead', 'beforeList'];
	return !system.freshList && !beforeTheList.includes(moment);
}
