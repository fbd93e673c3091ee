import { FORM_USER } from '../n8n/credentials.ts';
import type { NodeRun } from '../n8n/execution.ts';
import type { Sandbox } from './sandbox.ts';
import type { ReportedPerson, SandboxRun, Summary } from './summary.ts';

/** Longer lists are cut on the screen; n8n's execution holds them whole. */
const MOST_PEOPLE = 30;

/** A run as text: the nodes, the counts, what it cost, and who needs somebody. */
export function runAsText({ ok, summary, people, nodes }: SandboxRun): string {
	return [
		...nodesAsText(nodes),
		'',
		...countsAsText(summary),
		...(ok ? [] : ['', `The run failed: ${summary.error ?? ''}`]),
		...peopleAsText(people),
	].join('\n');
}

function nodesAsText(nodes: NodeRun[]): string[] {
	const rows = nodes.map(({ name, outputs, milliseconds, error }) => [
		name,
		outputs.map((items) => items.length).join(' / ') || '0',
		String(milliseconds),
		error ? 'failed' : '',
	]);
	return table([['Node', 'Items out', 'ms', ''], ...rows]);
}

function countsAsText(summary: Summary): string[] {
	const { members, created, updated, unchanged, reactivated, deactivated, skipped, failed } = summary;
	const { graphRequests, resourceUnits, hrReads, hrWrites, mails, seconds, peakRssMb } = summary;
	const done = Object.entries({ created, updated, unchanged, reactivated, deactivated, skipped, failed });
	return [
		`People   ${members} members: ${done.map(([name, count]) => `${count} ${name}`).join(', ')}`,
		`Cost     ${counted(graphRequests, 'Graph request')} (${counted(resourceUnits, 'resource unit')}), ${counted(hrReads, 'HR read')}, ${counted(hrWrites, 'HR write')}, ${counted(mails, 'mail')}`,
		`Run      ${seconds.toFixed(1)} s, n8n held at most ${peakRssMb} MB`,
	];
}

function counted(count: number, what: string): string {
	return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function peopleAsText(people: ReportedPerson[]): string[] {
	const wanted = people.filter(({ action }) => action === 'failed' || action === 'skipped');
	if (wanted.length === 0) return [];
	const shown = wanted
		.slice(0, MOST_PEOPLE)
		.map(({ action, displayName, userPrincipalName, reason }) => [action, displayName, userPrincipalName, reason]);
	const more = wanted.length - shown.length;
	return ['', ...table(shown), ...(more > 0 ? [`... and ${more} more`] : [])];
}

/** Where everything is, and how to sign in. `executionId` is of the run that was shown. */
export function addressesAsText({ n8n, entra, hr, mail, workflowId }: Sandbox, executionId: string): string {
	const workflow = `${n8n.url}/workflow/${workflowId}`;
	return table([
		['Workflow', workflow],
		['', `sign in as ${n8n.owner.email} with the password ${n8n.owner.password}`],
		['This run', `${workflow}/executions/${executionId}`],
		[
			'Forms, history',
			`the templates' pages ask for the user ${FORM_USER.user} and the password ${FORM_USER.password}`,
		],
		['HR people', hr.url],
		['Caught mails', mail.url],
		['Entra simulator', `${entra.url}  (group "${entra.groupName}")`],
	]).join('\n');
}

/** Columns as wide as their widest cell; the last one as it is. */
export function table(rows: string[][]): string[] {
	const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
	return rows.map((row) =>
		row
			.map((cell, column) => cell.padEnd(widths[column] ?? 0))
			.join('  ')
			.trimEnd(),
	);
}
