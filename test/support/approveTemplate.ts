import nightlySync from '../../workflows/nightly-sync.json';
import previewAndApprove from '../../workflows/preview-and-approve.json';

type Json = Record<string, unknown>;

/** What the nodes that both templates have do otherwise in the one that asks first. */
const OTHERWISE: Record<string, Json> = {
	'Get Group Members': {
		// What arrives there after the approval is the answer.
		group: { __rl: true, mode: 'id', value: "={{ $('Sync settings').first().json.group }}" },
	},
	'Get Manager': {},
	'Map Attributes': {},
	'Upsert Employee': { dryRun: "={{ !$('Apply the plan').isExecuted }}", keepTo: 'node' },
	'Deactivate Missing': { dryRun: "={{ !$('Apply the plan').isExecuted }}", keepTo: 'node' },
};

/** The template that asks first, with the general one's reading, mapping and writing. */
export function approveTemplate(): Json {
	const general = new Map(nightlySync.nodes.map((node) => [node.name, node.parameters as Json]));
	const nodes = previewAndApprove.nodes.map((node) => {
		const otherwise = OTHERWISE[node.name];
		return otherwise ? { ...node, parameters: { ...general.get(node.name), ...otherwise } } : node;
	});
	return { ...previewAndApprove, nodes };
}
