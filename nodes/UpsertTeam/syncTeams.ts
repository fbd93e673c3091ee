import type { IExecuteFunctions } from 'n8n-workflow';

import { throttle } from '../../lib/base/async';
import { isGuid } from '../../lib/base/json';
import type { Graph } from '../../lib/graph/client';
import { goneGroups } from '../../lib/graph/people/manyGroups';
import { createRestTeams } from '../../lib/hr/rest/restTeams';
import { createScimTeams } from '../../lib/hr/scim/scimTeams';
import type { Team, TeamDirectory } from '../../lib/hr/teams';
import { keepSnapshot, takeSnapshot } from '../../lib/jobs/memory/handOver';
import { readWantedTeams } from '../../lib/jobs/wantedTeams';
import { applyTeams } from '../../lib/jobs/write/applyTeams';
import { readTeamMembers } from '../../lib/jobs/write/teamMembers';
import { personOf } from '../../lib/sync/leavers/missing';
import { checkSameSystem } from '../../lib/sync/leavers/sameSystem';
import { EXTERNAL_ID } from '../../lib/sync/model';
import type { Employee, ResultRow } from '../../lib/sync/model';
import { nameOf } from '../../lib/sync/names';
import { matchTeams } from '../../lib/sync/teams/match';
import type { WantedTeam } from '../../lib/sync/teams/match';
import { checkRemovals, otherLinkedTeams, planTeams, strangersIn } from '../../lib/sync/teams/plan';
import type { LinkedEmployee } from '../../lib/sync/teams/plan';
import { teamPeople, uncertainIds, whyIncomplete } from '../../lib/sync/teams/teams';
import type { TeamRow } from '../../lib/sync/teams/teams';
import { openGraph } from '../shared/graph';
import { openHrSystem } from '../shared/hr/hrSystem';
import type { OpenHrSystem } from '../shared/hr/hrSystem';
import type { UpsertTeamSettings } from './settings';

/** Makes the teams agree with the groups. One row a group, and one for each team whose group is gone. */
export async function syncTeams(
	context: IExecuteFunctions,
	settings: UpsertTeamSettings,
	rows: ResultRow[],
	dryRun: boolean,
): Promise<TeamRow[]> {
	const { mode, limits, failureLimit, concurrency, groups, naming } = settings;
	const hr = await openHrSystem(context);
	const directory = teamsIn(hr, settings.teams);
	const graph = await openGraph(context);
	const log = (message: string): void => context.logger.info(`${context.getNode().name}: ${message}`);

	const people = teamPeople(rows, nameOf);
	const wanted = await readWantedTeams(graph, groups, naming, people);
	const teams = await directory.list();
	log(`${wanted.length} groups against ${teams.length} teams${dryRun ? ', dry run' : ''}`);
	const matches = await readTeamMembers(matchTeams(wanted, teams), directory, concurrency, hr.signal);
	const present = matches.flatMap(({ team }) => team ?? []);
	const incomplete = whyIncomplete(rows);
	const planned = planTeams({
		wanted,
		matches,
		people,
		mode,
		linked: await linkedAmong(mode === 'addOnly' ? new Set() : strangersIn(present, people), rows, hr),
		uncertain: uncertainIds(rows),
		...(incomplete !== undefined && { incomplete }),
		link: directory.keepsExternalId && settings.link,
		updates: directory.updates,
	});
	checkRemovals(planned, limits);
	// Before the first write: what stops this would otherwise keep what was written from the report.
	const left = await leftAlone(graph, teams, wanted, dryRun);

	const every = throttle(5000);
	const results = await applyTeams(planned, directory, {
		dryRun,
		concurrency,
		failureLimit,
		wait: hr.wait,
		...(hr.signal && { signal: hr.signal }),
		onProgress: (done, total) => every(() => log(`${done} of ${total} teams written`)),
	});
	return [...results, ...left];
}

function teamsIn({ http, scimProfile }: OpenHrSystem, teams: UpsertTeamSettings['teams']): TeamDirectory {
	if ('rest' in teams) return createRestTeams({ http, teams: teams.rest });
	return createScimTeams({ http, ...teams, ...(scimProfile && { profile: scimProfile }) });
}

/** Of members whom no row is about, those whom a sync has linked to somebody in Entra. */
async function linkedAmong(
	strangers: ReadonlySet<string>,
	rows: ResultRow[],
	{ directory, key, never }: OpenHrSystem,
): Promise<Map<string, LinkedEmployee>> {
	const linked = new Map<string, LinkedEmployee>();
	if (strangers.size === 0 || never.includes(EXTERNAL_ID)) return linked;
	const employees = takeSnapshot(key) ?? (await listFor(rows, directory));
	// The next node may want it, too.
	keepSnapshot(key, employees);
	for (const employee of employees) {
		const entraId = directory.read(employee, EXTERNAL_ID);
		if (!strangers.has(employee.hrId) || !isGuid(entraId)) continue;
		const name = nameOf(personOf(employee, directory.read));
		linked.set(employee.hrId, { entraId: String(entraId).trim().toLowerCase(), name });
	}
	return linked;
}

async function listFor(rows: ResultRow[], { list }: OpenHrSystem['directory']): Promise<Employee[]> {
	const employees = await list();
	checkSameSystem(rows, employees);
	return employees;
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
			reason: 'Its group is no longer in Entra, so the team was left as it is',
			team: name,
			entraGroup: { id: externalId },
			added: [],
			removed: [],
			hrId: id,
			...(dryRun && { dryRun }),
		}));
}
