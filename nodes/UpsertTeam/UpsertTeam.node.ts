import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { SyncError } from '../../lib/base/errors';
import type { ResultRow } from '../../lib/sync/model';
import { parseResultRow } from '../../lib/sync/rows';
import type { TeamRow } from '../../lib/sync/teams/teams';
import { azureClientCredentialsTest, hrRestApiTest, scimApiTest } from '../shared/credentialTests';
import { searchGroups } from '../shared/groups';
import { withResults } from '../shared/results';
import { runNode } from '../shared/runNode';
import { readSettings } from './settings';
import { syncTeams } from './syncTeams';
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
			const input = this.getInputData();
			const rows = input.map(({ json }, position) => parseResultRow(json, position));
			const settings = readSettings(this);
			const dryRun = settings.dryRun || rows.some((row) => row.dryRun);
			try {
				const teams = await syncTeams(this, settings, rows, dryRun);
				this.addExecutionHints({
					message: `${teamsInWords(teams)}${dryRun ? ' (dry run, nothing written)' : ''}`,
					location: 'outputPane',
				});
				return [input.map(({ json }, item) => ({ json, pairedItem: { item } })), teams.map(toItem)];
			} catch (error) {
				throw withTeams(error, rows, dryRun);
			}
		});
	}
}

/** In the order of the columns in n8n's table: what matters most first. No team comes from one person. */
function toItem({ action, reason, team, entraGroup, added, removed, hrId, ...row }: TeamRow): INodeExecutionData {
	return { json: { action, reason, team, entraGroup, added, removed, hrId, ...row } };
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
