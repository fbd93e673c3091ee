import type { Shapes } from './shape';

/** Why a group can't be told to be one team. */
export const TEAM_MATCH_CAUSES = {
	groupNameless: { group: 'text' },
	groupsOfOneName: { name: 'text', groups: 'names' },
	groupOfManyTeams: { group: 'text', teams: 'names' },
	teamNotRenamed: { team: 'text', name: 'text', others: 'names' },
	teamsOfOneName: { name: 'text', teams: 'names' },
	teamTaken: { group: 'text', team: 'text', externalId: 'text' },
} as const satisfies Shapes;

/** What there is to say of one team. */
export const TEAM_CAUSES = {
	groupUnread: {},
	groupGone: {},
	teamMembersUnread: { team: 'text', because: 'cause' },
	/** The first of so many. */
	membersLeftOut: { members: 'causes', count: 'number' },
	/** Somebody, with what there is to say. */
	member: { name: 'text', because: 'cause?' },
	notTakenOut: { count: 'number', because: 'cause' },
	/** None of the members is an employee; `others` are not among the people of the sync. */
	nobodyInTeam: { members: 'number', others: 'number' },
	membersRefused: { members: 'causes', count: 'number' },
	teamUncertain: { because: 'cause' },
	partlyWritten: { because: 'cause', count: 'number' },
} as const satisfies Shapes;
