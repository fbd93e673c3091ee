import type { NodeRun } from '../n8n/execution.ts';
import type { WorkflowRun } from '../n8n/run.ts';
import { listIn, numberIn, objectIn, textIn } from '../shared/json.ts';
import type { JsonObject } from '../shared/json.ts';
import type { Traffic } from './control.ts';

/** What is counted of the people of a run, in the order of showing it. */
export const COUNTS = [
	'members',
	'created',
	'updated',
	'unchanged',
	'reactivated',
	'deactivated',
	'skipped',
	'failed',
] as const;

export type Counts = Record<(typeof COUNTS)[number], number>;

/** What `npm start -- --once --json` prints. */
export interface Summary extends Counts, Traffic {
	/** From the execution's start to its end, as n8n keeps them. */
	seconds: number;
	/** The most memory that n8n's process held during the run. */
	peakRssMb: number;
	/** What stopped the run; absent when it succeeded. */
	error?: string;
}

/** Somebody the report names. */
export interface ReportedPerson {
	displayName: string;
	userPrincipalName: string;
	action: string;
	reason: string;
}

/** One run of the template, with everything that is shown about it. */
export interface SandboxRun {
	ok: boolean;
	summary: Summary;
	people: ReportedPerson[];
	nodes: NodeRun[];
	executionId: string;
}

const REPORT_TYPE = 'n8n-nodes-entra-hr-sync.syncReport';

/** Reads a run's report. `traffic` is what was counted during the run. */
export function summarize(run: WorkflowRun, traffic: Traffic): SandboxRun {
	const report = reportOf(run.nodes);
	const counts = objectIn(report.counts);
	const error = errorOf(run, report);
	return {
		ok: error === undefined,
		summary: {
			...(Object.fromEntries(COUNTS.map((name) => [name, numberIn(counts[name])])) as Counts),
			...traffic,
			seconds: run.seconds,
			peakRssMb: Math.round(run.peakRssMb),
			...(error !== undefined && { error }),
		},
		people: listIn(report.people).map((entry) => personOf(objectIn(entry))),
		nodes: run.nodes,
		executionId: run.id,
	};
}

/** What is printed when there was no run to read. */
export function emptySummary(error: string): Summary {
	const counts = Object.fromEntries(COUNTS.map((name) => [name, 0])) as Counts;
	const traffic = { graphRequests: 0, resourceUnits: 0, hrReads: 0, hrWrites: 0, mails: 0 };
	return { ...counts, ...traffic, seconds: 0, peakRssMb: 0, error };
}

/** The report that ran; of several the one that describes a failure. */
function reportOf(nodes: NodeRun[]): JsonObject {
	const reports = nodes
		.filter(({ type }) => type === REPORT_TYPE)
		.flatMap(({ outputs }) => outputs[0] ?? [])
		.filter(({ counts }) => counts !== undefined);
	return reports.find(({ error }) => error !== undefined) ?? reports.at(-1) ?? {};
}

function errorOf(run: WorkflowRun, report: JsonObject): string | undefined {
	const reported = textIn(report.error);
	if (reported !== '') return reported;
	if (run.error) return [run.error.message, run.error.description].filter((text) => text !== '').join('. ');
	return run.status === 'success' ? undefined : `The execution ended with the status "${run.status}".`;
}

function personOf({ displayName, userPrincipalName, action, reason }: JsonObject): ReportedPerson {
	return {
		displayName: textIn(displayName),
		userPrincipalName: textIn(userPrincipalName),
		action: textIn(action),
		reason: textIn(reason),
	};
}
