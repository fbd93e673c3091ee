import type { TEAM_CAUSES, TEAM_MATCH_CAUSES } from '../../../base/cause/teams';
import type { CauseWords } from '../../../base/words/saying';

export const teams: CauseWords<keyof typeof TEAM_MATCH_CAUSES | keyof typeof TEAM_CAUSES> = {
	groupNameless: ({ group }) => `Die Gruppe ${group} hat keinen Namen für ein Team`,
	groupsOfOneName: ({ name, groups }, tell) =>
		`${groups.count} Gruppen wollen ein Team mit dem Namen "${name}": ${tell.names(groups)}`,
	groupOfManyTeams: ({ group, teams: linked }, tell) =>
		`Die Gruppe ${group} ist mit ${linked.count} Teams verbunden: ${tell.names(linked)}`,
	teamNotRenamed: ({ team, name, others }, tell) =>
		`${team} kann nicht in "${name}" umbenannt werden, denn es gibt schon ${tell.names(others)}`,
	teamsOfOneName: ({ name, teams: named }, tell) => `${named.count} Teams heißen "${name}": ${tell.names(named)}`,
	teamTaken: ({ group, team, externalId }) =>
		`Die Gruppe ${group} will den Namen des Teams ${team}, das zu etwas anderem gehört: Seine externe ID ist ${externalId}. Benennen Sie eines von beiden um, oder leeren Sie diese externe ID, wenn das Team zu dieser Gruppe gehört`,

	groupUnread: () => 'Die Mitglieder der Gruppe wurden nicht gelesen',
	groupGone: () => 'Die Gruppe dazu ist nicht mehr in Entra, darum blieb das Team, wie es ist',
	teamMembersUnread: ({ team, because }, tell) =>
		`Die Mitglieder des Teams ${team} ließen sich nicht lesen: ${tell.sentence(because)}`,
	membersLeftOut: ({ members, count }, tell) =>
		`${count === 1 ? '1 Mitglied wurde' : `${count} Mitglieder wurden`} ausgelassen, weil es dort keinen Datensatz gibt: ${tell.names({ shown: members.map((member) => tell.text(member)), count })}`,
	member: ({ name, because }, tell) => (because ? `${name}: ${tell.text(because)}` : name),
	notTakenOut: ({ count, because }, tell) =>
		`Es wurde niemand herausgenommen, obwohl es ${count} wären: ${tell.text(because)}`,
	nobodyInTeam: ({ members, others }) =>
		`Von den ${members} Mitgliedern der Gruppe hat dort niemand einen Datensatz, darum wurde kein Team angelegt${others > 0 ? ` (${others} gehören nicht zu den abgeglichenen Personen)` : ''}`,
	membersRefused: ({ members, count }, tell) =>
		`${count === 1 ? 'Ein Mitglied wurde' : `${count} Mitglieder wurden`} abgelehnt: ${tell.names({ shown: members.map((member) => tell.text(member)), count })}`,
	teamUncertain: ({ because }, tell) => ({
		text: `${tell.text(because)}. Ob das Team angelegt wurde, ist nicht bekannt: Danach war es nicht zu finden`,
		advice: 'Es ist nichts zu tun: Der nächste Lauf sieht wieder nach.',
	}),
	partlyWritten: ({ because, count }, tell) =>
		`${tell.sentence(because)} (${count} ${count === 1 ? 'Mitglied wurde' : 'Mitglieder wurden'} geschrieben)`,
};
