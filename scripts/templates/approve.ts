import nightlySync from '../../workflows/nightly-sync.json';
import previewAndApprove from '../../workflows/preview-and-approve.json';

type Json = Record<string, unknown>;

/** A report's parameters: both templates say where it comes from in the same way. */
const REPORT: Json = { title: 'Entra to HR sync', mailWhen: 'onChange' };

/** Whoever approves hears of what came of it, too. */
const TO_BOTH =
	"={{ [...new Set([$('Sync settings').first().json.alertTo, $('Sync settings').first().json.approver])].join(', ') }}";

/** Nodes that the general template has under another name. */
const NAMED_THERE: Record<string, string> = { 'E-mail: the result': 'E-mail: the report' };

/** What the nodes that both templates have do otherwise in the one that asks first. */
const OTHERWISE: Record<string, Json> = {
	'Get Group Members': {
		// What arrives there after the approval is the answer.
		group: { __rl: true, mode: 'id', value: "={{ $('Sync settings').first().json.group }}" },
	},
	'Get Manager': {},
	'Map Attributes': {},
	'History table': {},
	'History: run ends': {},
	'History: run stopped': {},
	'E-mail: the result': { toEmail: TO_BOTH },
	'E-mail: the run failed': { toEmail: TO_BOTH },
	'Sync report': REPORT,
	'Describe the failure': REPORT,
	'Upsert Employee': { dryRun: "={{ !$('Apply the plan').isExecuted }}", keepTo: 'node' },
	'Deactivate Missing': { dryRun: "={{ !$('Apply the plan').isExecuted }}", keepTo: 'node' },
};

/** It begins as a dry run, and has no setting that says so. */
function historyLine(general: Json): Json {
	const columns = general.columns as { value: Json };
	return { ...general, columns: { ...columns, value: { ...columns.value, dryRun: true } } };
}

/** The template that asks first, with the general one's reading, mapping and writing. */
export function approveTemplate(): Json {
	const general = new Map(nightlySync.nodes.map((node) => [node.name, node.parameters as Json]));
	const nodes = previewAndApprove.nodes.map((node) => {
		const inGeneral = general.get(NAMED_THERE[node.name] ?? node.name);
		if (inGeneral && node.name === 'History: run begins') return { ...node, parameters: historyLine(inGeneral) };
		const otherwise = OTHERWISE[node.name];
		return otherwise ? { ...node, parameters: { ...inGeneral, ...otherwise } } : node;
	});
	return { ...previewAndApprove, nodes };
}
