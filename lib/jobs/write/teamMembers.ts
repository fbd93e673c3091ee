import { mapLimit } from '../../base/async';
import { causeOf } from '../../base/cause';
import { SyncError } from '../../base/errors';
import { teamName } from '../../hr/teamDirectory';
import type { KnownTeam, Team, TeamDirectory } from '../../hr/teamDirectory';
import { Outage } from '../../http/outage';
import type { TeamMatch } from '../../sync/teams/match';

/**
 * The matched teams with their members, several at once. A team that can't be read is that match's failure; when the HR system
 * stops answering, so is each team that is left, without being asked for.
 * @throws SyncError when the execution was cancelled
 */
export async function readTeamMembers(
	matches: readonly TeamMatch<Team>[],
	directory: TeamDirectory,
	concurrency: number,
	signal?: AbortSignal,
): Promise<TeamMatch<KnownTeam>[]> {
	const outage = new Outage();
	const unreadable = (team: Team, reason: SyncError): TeamMatch<KnownTeam> => ({
		ambiguity: { kind: 'teamMembersUnread', team: teamName(team), because: causeOf(reason) },
	});
	return await mapLimit(
		matches,
		concurrency,
		async ({ team, ambiguity }): Promise<TeamMatch<KnownTeam>> => {
			const doubt = ambiguity ? { ambiguity } : {};
			if (!team) return doubt;
			if (outage.reason) return unreadable(team, outage.reason);
			try {
				const members = await directory.members(team);
				outage.ended();
				return { team: { ...team, members }, ...doubt };
			} catch (error) {
				if (!(error instanceof SyncError) || signal?.aborted) throw error;
				outage.ended(error);
				return unreadable(team, error);
			}
		},
		signal,
	);
}
