import { table } from '../start/print.ts';
import { COUNTS } from '../start/summary.ts';
import type { QueueSandbox } from './queue.ts';
import type { QueueSummary, SystemRun } from './summary.ts';

/** Columns that the time from the first start to the last end takes on the screen. */
const WIDTH = 32;

/** The syncs as text: what each has done, on which worker, and when. */
export function nightAsText(summary: QueueSummary): string {
	const { systems, workers, seconds, atOnce, graphRequests, resourceUnits, mails } = summary;
	const head = ['HR system', ...COUNTS];
	const counts = systems.map((run) => [run.system, ...COUNTS.map((name) => String(run[name]))]);
	const first = Math.min(...systems.map(({ startedAt }) => Date.parse(startedAt)));
	const when = systems.map((run) => [
		run.system,
		run.worker,
		run.seconds.toFixed(1),
		String(run.hrReads),
		String(run.hrWrites),
		bar(run, first, seconds * 1000),
		run.error === undefined ? '' : 'failed',
	]);
	const held = workers.map(({ name, peakRssMb }) => `${name} at most ${peakRssMb} MB`).join(', ');
	return [
		...table([head, ...counts]),
		'',
		...table([['HR system', 'worker', 'seconds', 'HR reads', 'HR writes', 'when it ran', ''], ...when]),
		'',
		`Together ${seconds.toFixed(1)} s, at most ${atOnce} at once; ${graphRequests} Graph requests (${resourceUnits} resource units), ${mails} mails`,
		`Memory   ${held}`,
		...systems.flatMap(({ system, error }) => (error === undefined ? [] : ['', `${system} failed: ${error}`])),
	].join('\n');
}

/** A line from the start to the end of a run, on a scale that all runs share. */
function bar({ startedAt, stoppedAt }: SystemRun, first: number, whole: number): string {
	const place = (time: string) => Math.round(((Date.parse(time) - first) / (whole || 1)) * WIDTH) || 0;
	const from = Math.min(place(startedAt), WIDTH - 1);
	const to = Math.max(place(stoppedAt), from + 1);
	return `|${' '.repeat(from)}${'='.repeat(to - from)}${' '.repeat(Math.max(WIDTH - to, 0))}|`;
}

/** Where everything is, and how to sign in. */
export function queueAddressesAsText({ n8n, targets, entra, mail }: QueueSandbox): string {
	const { url, owner } = n8n;
	return table([
		['Executions', `${url}/home/executions`],
		['', `sign in as ${owner.email} with the password ${owner.password}`],
		...targets.flatMap(({ system, workflowId, hr }) => [
			[system, `${url}/workflow/${workflowId}`],
			['', `people at ${hr.url}`],
		]),
		['Caught mails', mail.url],
		['Entra simulator', `${entra.url}  (group "${entra.groupName}")`],
	]).join('\n');
}
