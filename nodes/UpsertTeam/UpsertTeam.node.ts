import { NodeConnectionTypes } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { SyncError } from '../../lib/base/errors';
import { connect } from '../../lib/hr/connect/connect';
import { upsertTeams } from '../../lib/jobs/upsertTeams';
import type { ResultRow } from '../../lib/sync/model';
import { parseResultRow } from '../../lib/sync/rows';
import type { TeamRow } from '../../lib/sync/teams/model';
import { azureClientCredentialsTest, hrRestApiTest, scimApiTest } from '../shared/credentialTests';
import { openGraph } from '../shared/graph';
import { searchGroups } from '../shared/groups';
import { parametersOf } from '../shared/parameters';
import { passedOn, withResults } from '../shared/results';
import { runOf } from '../shared/run';
import { runNode } from '../shared/runNode';
import { readDryRun } from '../shared/safety/limits';
import { readSettings } from './settings';
import { upsertTeamCredentials, upsertTeamProperties } from './UpsertTeam.description';

export class UpsertTeam implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Upsert Team',
		name: 'upsertTeam',
		icon: { light: 'file:upsertTeam.svg', dark: 'file:upsertTeam.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["dryRun"] ? "dry run" : "create, rename, add, remove" }}',
		description: 'Make teams in an HR system out of groups in Entra, and bring only those in and out who changed',
		defaults: { name: 'Upsert Team' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Results', 'Teams'],
		credentials: upsertTeamCredentials,
		properties: upsertTeamProperties,
		hints: [
			{
				message: 'Dry run is on: no team will be changed',
				type: 'info',
				location: 'ndv',
				whenToDisplay: 'always',
				displayCondition: '={{ $parameter["dryRun"] === true }}',
			},
		],
	};

	methods = {
		credentialTest: { azureClientCredentialsTest, scimApiTest, hrRestApiTest },
		listSearch: { searchGroups },
	};

	/** Puts the people's rows out as they came, and the teams on an output of their own. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, 2, async () => {
			const rows = this.getInputData().map(({ json }, position) => parseResultRow(json, position));
			const dryRun = readDryRun(parametersOf(this)) || rows.some((row) => row.dryRun);
			try {
				const { hr, ...settings } = await readSettings(this, dryRun);
				const run = runOf(this);
				const graph = await openGraph(this);
				const teams = await upsertTeams(settings, connect(hr, run), graph, rows, run);
				run.hint(`${teamsInWords(teams)}${dryRun ? ' (dry run, nothing written)' : ''}`);
				return [passedOn(this), teams.map(toItem)];
			} catch (error) {
				throw withTeams(error, rows, dryRun);
			}
		});
	}
}

/** In the order of the columns in n8n's table: what matters most first. No team comes from one person. */
function toItem({
	action,
	reason,
	team,
	entraGroup,
	added,
	removed,
	hrId,
	cause,
	...row
}: TeamRow): INodeExecutionData {
	const data = cause as IDataObject | undefined;
	return { json: { action, reason, team, entraGroup, added, removed, hrId, ...row, ...(data && { cause: data }) } };
}

/** "2 created, 5 unchanged" */
function teamsInWords(teams: readonly TeamRow[]): string {
	const counts = new Map<string, number>();
	for (const { action } of teams) counts.set(action, (counts.get(action) ?? 0) + 1);
	const words = [...counts].map(([action, count]) => `${count} ${action}`);
	return `${teams.length} teams: ${words.join(', ') || 'nothing to do'}`;
}

/** The rows of an error are about teams here, which are no people to be counted. */
function withTeams(error: unknown, rows: ResultRow[], dryRun: boolean): unknown {
	if (!(error instanceof SyncError)) return error;
	const { results, ...details } = error.details;
	const told = new SyncError(error.message, error.description, {
		...details,
		...(Array.isArray(results) && { teams: results as TeamRow[] }),
	});
	return withResults(told, rows, dryRun);
}
