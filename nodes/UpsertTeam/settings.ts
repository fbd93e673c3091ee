import type { IExecuteFunctions } from 'n8n-workflow';

import { SyncError } from '../../lib/base/errors';
import { restTeamsOf } from '../../lib/hr/connect/restTeamsForm';
import type { RestTeams } from '../../lib/hr/rest/profile/profile';
import { GROUP_NAME } from '../../lib/jobs/wantedTeams';
import type { GroupsChosen, TeamNaming } from '../../lib/jobs/wantedTeams';
import type { FailureLimit } from '../../lib/jobs/write/writeEach';
import type { MembersMode, RemovalLimits } from '../../lib/sync/teams/plan';
import { groupsGiven } from '../shared/groups';
import { readSystem } from '../shared/hr/system';
import { parametersOf } from '../shared/parameters';
import type { ParameterReader } from '../shared/parameters';
import { readDryRun } from '../shared/safety/limits';
import { readCount, readFailureLimit } from '../shared/safety/writeOptions';

export interface UpsertTeamSettings {
	dryRun: boolean;
	groups: GroupsChosen;
	naming: TeamNaming;
	mode: MembersMode;
	limits: RemovalLimits;
	/** Whether teams are to keep the id of their group. */
	link: boolean;
	failureLimit: FailureLimit;
	concurrency: number;
	/** How teams are spoken to: over a REST API, or SCIM with so many to a page. */
	teams: { rest: RestTeams } | { pageSize: number };
}

/** @throws SyncError for what cannot be meant, and for a system without teams, before anything is asked of anybody */
export function readSettings(context: IExecuteFunctions): UpsertTeamSettings {
	const read = parametersOf(context);
	const mode = read.choice('members', 'Members', MODES, 'sync');
	return {
		dryRun: readDryRun(read),
		groups: readGroups(read),
		naming: readNaming(read),
		mode,
		limits: readRemovalLimits(read, mode),
		link: read.boolean('linkTeams', 'Link Teams to Their Groups', true),
		failureLimit: readFailureLimit(read),
		concurrency: readCount(read, 'concurrency', readSystem(read).concurrency ?? 5),
		teams: readTeams(read),
	};
}

const MODES: readonly MembersMode[] = ['sync', 'addOnly', 'exact'];

function readRemovalLimits(read: ParameterReader, mode: MembersMode): RemovalLimits {
	if (mode === 'addOnly') return { percent: 0, atLeast: 0 };
	return {
		percent: read.number('removalLimitPercent', 'Removal Limit (%)', { from: 0, to: 100 }, 30),
		atLeast: read.number('removalsAtLeast', 'Removals Always Allowed', { from: 0 }, 10),
	};
}

function readGroups(read: ParameterReader): GroupsChosen {
	const kind = read.choice('source', 'Groups', ['groups', 'prefix', 'all'], 'groups');
	if (kind === 'all') return { kind };
	const nested = read.boolean('includeNested', 'Include Nested Groups', true);
	if (kind === 'groups') return { kind, given: groupsGiven(read), nested };
	return { kind, prefix: readPrefix(read), nested };
}

/** @throws SyncError for an empty prefix, which would mean every group */
function readPrefix(read: ParameterReader): string {
	const prefix = read.text('groupPrefix', 'Prefix').trim();
	if (prefix !== '') return prefix;
	throw new SyncError(
		'No prefix is given for the names of the groups',
		'Enter what their names begin with, such as "HR-".',
	);
}

function readNaming(read: ParameterReader): TeamNaming {
	const template = read.text('teamName', 'Team Name').trim() || GROUP_NAME;
	if (!template.includes(GROUP_NAME)) {
		throw new SyncError(
			`The team name ${JSON.stringify(template)} would be the same for every group`,
			`Let it hold ${GROUP_NAME}, which stands for the name of the group.`,
		);
	}
	return { template, leaveOutPrefix: read.text('leaveOutPrefix', 'Prefix to Leave Out') };
}

function readTeams(read: ParameterReader): UpsertTeamSettings['teams'] {
	const system = readSystem(read);
	if (system.protocol === 'rest') {
		return { rest: restTeamsOf(system, read.value('teamsPath'), read.value('teamSettings')) };
	}
	if (!system.groups) {
		throw new SyncError(
			`${system.name} has no teams that could be written over SCIM`,
			'Take this node out of the workflow. If your system has groups (/Groups) all the same, choose "Other SCIM 2.0 System" in this node and in Upsert Employee.',
		);
	}
	return { pageSize: readCount(read, 'pageSize', system.pageSize) };
}
