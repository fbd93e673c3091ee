import { inEnglish } from '../../../../lib/base/words/english';
import type { Team, TeamDirectory } from '../../../../lib/hr/teamDirectory';
import { HttpError } from '../../../../lib/http/client';
import { readTeamMembers } from '../../../../lib/jobs/write/teamMembers';

const CONCURRENCY = 3;
const teams = Array.from({ length: 40 }, (_, n): Team => ({ id: `t${n}`, name: `Team ${n}` }));

/** Only the members are asked for. */
function read(members: TeamDirectory['members']) {
	const matches = teams.map((team) => ({ team }));
	return readTeamMembers(matches, { members } as TeamDirectory, CONCURRENCY);
}

const unanswered = async (): Promise<string[]> =>
	await Promise.reject(
		new HttpError(
			{ kind: 'timedOut', asked: 'hr', request: 'GET /Groups/t', seconds: 60 },
			{
				kind: 'timeout',
				method: 'GET',
				url: 'https://hr.example/Groups/t',
			},
		),
	);

it('asks for no more teams once the HR system has stopped answering, and leaves none of them out', async () => {
	let asked = 0;
	const matches = await read(async ({ id }) => {
		asked++;
		return asked <= 10 ? [id] : await unanswered();
	});
	expect(asked).toBeLessThan(10 + 5 + CONCURRENCY);
	expect(matches).toHaveLength(teams.length);
	const unread = matches.filter(({ team }) => team === undefined);
	expect(unread).toHaveLength(30);
	const ambiguity = unread.at(-1)!.ambiguity!;
	expect(ambiguity).toMatchObject({ kind: 'teamMembersUnread', because: { kind: 'outage' } });
	expect(inEnglish.sentence(ambiguity)).toBe(
		'The members of the team "Team 39" (HR id t39) could not be read: It was not asked for, as several before it got no answer: ' +
			'The HR system did not answer GET /Groups/t within 60 s. Try again later; check the network and the proxy settings.',
	);
});

it('goes on after single teams that got no answer', async () => {
	const matches = await read(async ({ id }) => (/[05]$/.test(id) ? await unanswered() : [id]));
	expect(matches.filter(({ team }) => team)).toHaveLength(32);
});
