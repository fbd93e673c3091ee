import { isGuid } from '../base/json';
import type { Graph } from '../graph/client';
import { goneGroups } from '../graph/people/manyGroups';
import type { HrConnection, TeamForms } from '../hr/connect/connect';
import type { Team } from '../hr/teamDirectory';
import { personOf } from '../sync/leavers/missing';
import { EXTERNAL_ID } from '../sync/model';
import type { ResultRow } from '../sync/model';
import { nameOf } from '../sync/names';
import { explained } from '../sync/reasons';
import { checkPlace } from '../sync/seal';
import { matchTeams } from '../sync/teams/match';
import type { WantedTeam } from '../sync/teams/match';
import type { TeamRow } from '../sync/teams/model';
import { checkRemovals, otherLinkedTeams, planTeams, strangersIn } from '../sync/teams/plan';
import type { LinkedEmployee, MembersMode, RemovalLimits } from '../sync/teams/plan';
import { teamPeople, uncertainIds, whyIncomplete } from '../sync/teams/teamPeople';
import { allEmployees } from './employeesFor';
import { keepSnapshot } from './memory/handOver';
import type { Run } from './run';
import { readWantedTeams } from './wantedTeams';
import type { GroupsChosen, TeamNaming } from './wantedTeams';
import { applyTeams } from './write/applyTeams';
import { readTeamMembers } from './write/teamMembers';
import type { FailureLimit } from './write/writeEach';

/** What Upsert Team is told to do. */
export interface TeamSettings {
	dryRun: boolean;
	groups: GroupsChosen;
	naming: TeamNaming;
	mode: MembersMode;
	limits: RemovalLimits;
	/** Whether teams are to keep the id of their group, where they can. */
	link: boolean;
	failureLimit: FailureLimit;
	/** How teams are spoken to, where that is set. */
	forms: TeamForms;
}

/**
 * Makes the teams of an HR system agree with groups of Entra.
 * @param people the rows of whoever may be a member, as the nodes before left them
 * @returns one row a group, and one for each team whose group is gone
 * @throws SyncError when nothing may be written, or a system can't be worked with; its details hold what was done until then
 * (`results`)
 */
export async function upsertTeams(
	settings: TeamSettings,
	hr: HrConnection,
	graph: Graph,
	rows: ResultRow[],
	run: Run,
): Promise<TeamRow[]> {
	const { mode, limits, failureLimit } = settings;
	const { concurrency } = hr;
	const directory = hr.openTeams(settings.forms);
	const dryRun = settings.dryRun || rows.some((row) => row.dryRun);
	checkPlace(rows, hr.place);
	const people = teamPeople(rows, nameOf);
	const wanted = await readWantedTeams(graph, settings.groups, settings.naming, people);
	const teams = await directory.list();
	run.log(`${wanted.length} groups against ${teams.length} teams${dryRun ? ', dry run' : ''}`);
	const matches = await readTeamMembers(matchTeams(wanted, teams), directory, concurrency, run.signal);

	const present = matches.flatMap(({ team }) => team ?? []);
	const incomplete = whyIncomplete(rows, run.now());
	const planned = planTeams({
		wanted,
		matches,
		people,
		mode,
		linked: await linkedAmong(mode === 'addOnly' ? new Set() : strangersIn(present, people), rows, hr, run),
		uncertain: uncertainIds(rows),
		...(incomplete && { incomplete }),
		link: directory.keepsExternalId && settings.link,
		updates: directory.updates,
	});
	checkRemovals(planned, limits);
	// Before the first write: what stops this would otherwise keep what was written from the report.
	const left = await leftAlone(graph, teams, wanted, dryRun);

	const results = await applyTeams(planned, directory, {
		dryRun,
		concurrency,
		failureLimit,
		wait: hr.wait,
		...(run.signal && { signal: run.signal }),
		onProgress: (done, total) => run.progress(`${done} of ${total} teams written`),
	});
	return [...results, ...left];
}

/** Of members whom no row is about, those whom a sync has linked to somebody in Entra. */
async function linkedAmong(
	strangers: ReadonlySet<string>,
	rows: readonly ResultRow[],
	hr: HrConnection,
	run: Run,
): Promise<Map<string, LinkedEmployee>> {
	const { directory, key, never } = hr;
	const linked = new Map<string, LinkedEmployee>();
	if (strangers.size === 0 || never.includes(EXTERNAL_ID)) return linked;
	const { employees, readAt } = await allEmployees(hr, rows, run);
	// The next node may want it, too.
	keepSnapshot(key, employees, readAt);
	for (const employee of employees) {
		const entraId = directory.read(employee, EXTERNAL_ID);
		if (!strangers.has(employee.hrId) || !isGuid(entraId)) continue;
		const name = nameOf(personOf(employee, directory.read));
		linked.set(employee.hrId, { entraId: String(entraId).trim().toLowerCase(), name });
	}
	return linked;
}

/** Teams whose group is no longer in Entra: nobody knows who belongs to them, so they stay as they are. */
async function leftAlone(
	graph: Graph,
	teams: readonly Team[],
	wanted: readonly WantedTeam[],
	dryRun: boolean,
): Promise<TeamRow[]> {
	const others = otherLinkedTeams(teams, wanted);
	const gone = await goneGroups(
		graph,
		others.map(({ externalId }) => externalId),
	);
	return others
		.filter(({ externalId }) => gone.has(externalId.trim().toLowerCase()))
		.map(({ id, name, externalId }) => ({
			action: 'skipped',
			...explained({ kind: 'groupGone' }),
			team: name,
			entraGroup: { id: externalId },
			added: [],
			removed: [],
			hrId: id,
			...(dryRun && { dryRun }),
		}));
}
