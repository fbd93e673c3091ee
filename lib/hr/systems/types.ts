import type { RateLimit } from '../../http/client';
import type { ValueType } from '../../sync/mapping/values';
import type { RestProfile, RestTeams, Scalar } from '../rest/profile/profile';
import type { ScimProfile } from '../scim/profile';

/** An attribute that the mapping form offers. */
export interface TargetAttribute {
	/** Key in the form: plain letters, since form fields can't be named like a path. */
	id: string;
	/** Where the value goes: a SCIM path, or the name of a field of a REST API. */
	path: string;
	label: string;
	type: ValueType;
	required?: boolean;
	/** Characters, at most. */
	maxLength?: number;
	/** The values that the system takes, where it takes no others. */
	allowed?: readonly string[];
	/** No two people may have the same value: employees may be told apart by it. */
	unique?: boolean;
	/** Can't be changed once the employee exists. */
	createOnly?: boolean;
	/** The expression filled in at first, out of what Get Group Members reads by default. */
	source?: string;
}

/** What there is to know about an HR system, whichever way it is spoken to. */
interface SystemFacts {
	/** Kept in workflows, so never renamed. */
	id: string;
	name: string;
	/** Where the user name goes, which Map Attributes asks for on its own. */
	userName: TargetAttribute;
	/** All attributes but the user name, in the order in which people think of them. */
	attributes: readonly TargetAttribute[];
	/** The user name has to be the same as the value of this attribute. */
	userNameEquals?: string;
	/** What becomes of somebody who is deactivated, where the record is lost by it: a sentence. */
	deactivationDestroys?: string;
	/** Writes under way at once, where the system wants fewer than usual. */
	concurrency?: number;
	/** All requests together. */
	rateLimit?: RateLimit;
	/** What the maker does not publish, so that it is a guess: sentences for whoever sets the system up. */
	unverified: readonly string[];
}

/** A system that speaks SCIM 2.0; `scim` is what it does its own way. */
export interface ScimSystem extends SystemFacts {
	protocol: 'scim';
	scim: Partial<ScimProfile>;
	/** People to a page of the list. */
	pageSize: number;
	/** Where ServiceProviderConfig says how many a page holds: as many, but no more than this. */
	pageSizeUpTo?: number;
	/** Whether it has /Groups. */
	groups: boolean;
}

/** A system with a REST API of its own; `rest` is what is known of it, and what is missing there has to be filled in. */
export interface RestSystem extends SystemFacts {
	protocol: 'rest';
	/** Where the people stand, such as `users`; operations without a path of their own are made of it. '' = not known. */
	usersPath: string;
	/** What new people get when they shall be invited, instead of what they get otherwise. */
	invited?: Record<string, Scalar>;
	rest: RestPreset;
	/** Where the teams stand, such as `teams`; requests without a path of their own are made of it. '' = not known. */
	teamsPath?: string;
	/** Its teams, as far as they are known; absent where there are none, or nothing is known of them. */
	teams?: RestTeamsPreset;
}

/** A profile that is not complete. */
export type RestPreset = { [K in keyof RestProfile]?: Partial<RestProfile[K]> };

/** Teams that are not described completely. */
export type RestTeamsPreset = DeepPartial<RestTeams>;

type DeepPartial<T> = T extends object ? { [K in keyof T]?: DeepPartial<T[K]> } : T;

/** One HR system, as data. `protocol` says which adapter speaks to it. */
export type HrSystem = ScimSystem | RestSystem;
