import { inOneSentence, SyncError } from '../errors';
import { mapLimit } from '../http/mapLimit';
import type { TeamMatch } from '../sync/teamMatch';
import type { KnownTeam, Team, TeamDirectory } from './teams';
import { teamName } from './teams';

/**
 * The matched teams with their members, several at once. A team that can't be read is that match's failure.
 * @throws SyncError when the execution was cancelled
 */
export async function readTeamMembers(
	matches: readonly TeamMatch<Team>[],
	directory: TeamDirectory,
	concurrency: number,
	signal?: AbortSignal,
): Promise<TeamMatch<KnownTeam>[]> {
	return await mapLimit(
		matches,
		concurrency,
		async ({ team, ambiguity }): Promise<TeamMatch<KnownTeam>> => {
			const doubt = ambiguity === undefined ? {} : { ambiguity };
			if (!team) return doubt;
			try {
				return { team: { ...team, members: await directory.members(team) }, ...doubt };
			} catch (error) {
				if (!(error instanceof SyncError) || signal?.aborted) throw error;
				return { ambiguity: `The members of the team ${teamName(team)} could not be read: ${inOneSentence(error)}` };
			}
		},
		signal,
	);
}
