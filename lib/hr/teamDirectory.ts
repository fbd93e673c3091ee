/** A team as the HR system holds it: a SCIM Group, or whatever a REST API calls it. */
export interface Team {
	id: string;
	name: string;
	/** The Entra group that it was linked to, or whatever else stands there. */
	externalId?: string;
	/** HR ids of its members; absent where the list of teams leaves them out. */
	members?: string[];
}

/** A team whose members are known. */
export type KnownTeam = Team & Required<Pick<Team, 'members'>>;

export interface TeamValues {
	name: string;
	/** Left out where the team isn't linked, or the system keeps no such thing. */
	externalId?: string;
}

/**
 * The port to an HR system's teams. Errors are HttpError (one request failed) or SyncError (the system can't be
 * trusted, such as a list that ends short).
 */
export interface TeamDirectory {
	/** Every team. Rejects when the list is not provably whole. */
	list: () => Promise<Team[]>;
	/** HR ids of all members: those that the list gave, or else asked for. */
	members: (team: Team) => Promise<string[]>;
	/** Without members. One try, not repeated: the answer may be lost although the team exists. */
	create: (values: TeamValues) => Promise<Team>;
	/** Writes what is given and nothing else. */
	update: (team: KnownTeam, values: Partial<TeamValues>) => Promise<void>;
	/** Adds people to those in `team.members`; at most `membersAtOnce`. */
	addMembers: (team: KnownTeam, hrIds: readonly string[]) => Promise<void>;
	/** Takes people out of `team.members`; at most `membersAtOnce`. */
	removeMembers: (team: KnownTeam, hrIds: readonly string[]) => Promise<void>;
	/** How many members go into one request; Infinity where a request holds all members of the team. */
	membersAtOnce: number;
	/** Whether a team can keep the id of its Entra group. */
	keepsExternalId: boolean;
	/** Whether teams can be renamed and linked once they exist. */
	updates: boolean;
}

/** How a team is called in messages. */
export function teamName({ name, id }: Team): string {
	return `"${name}" (HR id ${id})`;
}
