import { listIn, objectIn, textIn } from '../../../sandbox/shared/json.ts';
import type { JsonObject } from '../../../sandbox/shared/json.ts';
import { TEAM_PREFIX } from './teamNight.ts';

const UPSERT = 'Upsert Employee';
const TEAM = 'Upsert Team';
const DEACTIVATE = 'Deactivate Missing';
const REPORT = 'Sync report';
const MERGE = 'People and teams';
const FAILURE = 'Describe the failure';

/**
 * A template with an Upsert Team, drawn in as its user does: behind Upsert Employee, whose results it passes on. The
 * report waits for the teams and the people, so that one mail tells of both.
 */
export function withUpsertTeam({ nodes, connections, ...template }: JsonObject): JsonObject {
	const drawn = objectIn(connections);
	const wire = (node: string, index = 0): JsonObject => ({ node, type: 'main', index });
	const outputs = (from: string, replaced: string, by: JsonObject): JsonObject => ({
		main: listIn(objectIn(drawn[from]).main).map((output) =>
			listIn(output).map((to) => (textIn(objectIn(to).node) === replaced ? by : to)),
		),
	});
	return {
		...template,
		nodes: [
			...listIn(nodes),
			{
				id: 'upsert-team',
				name: TEAM,
				type: 'n8n-nodes-entra-hr-sync.upsertTeam',
				typeVersion: 1,
				position: [1500, 200],
				parameters: {
					source: 'prefix',
					groupPrefix: TEAM_PREFIX,
					dryRun: "={{ $('Sync settings').first().json.dryRun }}",
				},
				onError: 'continueErrorOutput',
			},
			{
				id: 'people-and-teams',
				name: MERGE,
				type: 'n8n-nodes-base.merge',
				typeVersion: 3.2,
				position: [1800, 200],
				parameters: {},
			},
		],
		connections: {
			...drawn,
			[UPSERT]: outputs(UPSERT, DEACTIVATE, wire(TEAM)),
			[TEAM]: { main: [[wire(DEACTIVATE)], [wire(MERGE, 1)], [wire(FAILURE)]] },
			[DEACTIVATE]: outputs(DEACTIVATE, REPORT, wire(MERGE)),
			[MERGE]: { main: [[wire(REPORT)]] },
		},
	};
}
