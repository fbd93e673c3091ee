import type { TEAM_CAUSES, TEAM_MATCH_CAUSES } from '../../cause/teams';
import type { CauseWords } from '../saying';

export const teams: CauseWords<keyof typeof TEAM_MATCH_CAUSES | keyof typeof TEAM_CAUSES> = {
	groupNameless: ({ group }) => `The group ${group} has no name for a team`,
	groupsOfOneName: ({ name, groups }, tell) =>
		`${groups.count} groups want a team of the name "${name}": ${tell.names(groups)}`,
	groupOfManyTeams: ({ group, teams: linked }, tell) =>
		`The group ${group} is linked to ${linked.count} teams: ${tell.names(linked)}`,
	teamNotRenamed: ({ team, name, others }, tell) =>
		`${team} can't be renamed to "${name}", as there is ${tell.names(others)}`,
	teamsOfOneName: ({ name, teams: named }, tell) => `${named.count} teams are called "${name}": ${tell.names(named)}`,
	teamTaken: ({ group, team, externalId }) =>
		`The group ${group} wants the name of the team ${team}, which belongs to something else: its external ID is ${externalId}. Rename one of them, or clear that external ID if the team is this group's`,

	groupUnread: () => 'The members of the group were not read',
	groupGone: () => 'Its group is no longer in Entra, so the team was left as it is',
	teamMembersUnread: ({ team, because }, tell) =>
		`The members of the team ${team} could not be read: ${tell.sentence(because)}`,
	membersLeftOut: ({ members, count }, tell) =>
		`${count === 1 ? '1 member was' : `${count} members were`} left out, not being employees there: ${tell.names({ shown: members.map((member) => tell.text(member)), count })}`,
	member: ({ name, because }, tell) => (because ? `${name}: ${tell.text(because)}` : name),
	notTakenOut: ({ count, because }, tell) => `Nobody was taken out, though ${count} would be: ${tell.text(because)}`,
	nobodyInTeam: ({ members, others }) =>
		`None of the ${members} members of the group is an employee there, so no team was created${others > 0 ? ` (${others} are not among the synced people)` : ''}`,
	membersRefused: ({ members, count }, tell) =>
		`${count === 1 ? 'A member was' : `${count} members were`} refused: ${tell.names({ shown: members.map((member) => tell.text(member)), count })}`,
	teamUncertain: ({ because }, tell) => ({
		text: `${tell.text(because)}. Whether the team was created is not known: it was not found afterwards`,
		advice: 'Nothing has to be done: the next run looks again.',
	}),
	partlyWritten: ({ because, count }, tell) =>
		`${tell.sentence(because)} (${count} ${count === 1 ? 'member was' : 'members were'} written)`,
};
