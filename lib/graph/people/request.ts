import type { EnterpriseApp } from './enterpriseApps';
import type { Group } from './groups';
import type { GraphUser } from './members';
import type { ScopeFilter } from './scopeFilter';

/** Where people come from. */
export type Source =
	| { kind: 'group'; group: Group }
	| { kind: 'groups'; groups: readonly Group[] }
	| { kind: 'allUsers' }
	| { kind: 'app'; app: EnterpriseApp; defaultAccess: boolean };

export interface PeopleRequest {
	source: Source;
	/** Whether members of nested groups are read as well. */
	nested: boolean;
	/** Properties to select, beside those always read. */
	properties: readonly string[];
	/** Absent: everybody is in scope. */
	scope?: ScopeFilter | undefined;
	/** For trying out: so many people at most. */
	limit?: number | undefined;
}

/** People of a source, each once. */
export interface People {
	/** Those in scope. */
	users: GraphUser[];
	/** Sources of several groups: the groups that a person came through. Lists and groups are shared objects. */
	groupsOf?: ReadonlyMap<string, readonly Group[]>;
	/** Sources of several groups: those in which nobody is, in scope or not. */
	emptyGroups?: readonly Group[];
	/** How many people the source has, in scope or not, as far as they were read or counted. */
	read: number;
	/** Members that are no people (devices, contacts, service principals): left out. Undefined when Graph did not count. */
	otherMembers?: number | undefined;
	/** People and groups with nothing but Default Access that were left out. */
	defaultOnly?: number;
	/** Whether a limit was set, so that nobody may be taken for missing. */
	partial: boolean;
}
