import assert from 'node:assert/strict';

import { readExecution } from '../../sandbox/n8n/execution.ts';
import type { Execution } from '../../sandbox/n8n/execution.ts';
import { startWorkflow, untilEnded, untilWaiting } from '../../sandbox/n8n/run.ts';
import { resetTraffic } from '../../sandbox/start/control.ts';
import type { Sandbox } from '../../sandbox/start/sandbox.ts';
import type { Servers } from '../../sandbox/start/servers.ts';
import { ask } from './inStep.ts';

/** A mail, as the mail catcher shows it. */
export interface Mail {
	to: string[];
	subject: string;
	text: string;
	html: string;
	attachments: Array<{ name: string; content: string }>;
}

/** A plan that waits for its answer. */
export interface Asked {
	executionId: string;
	plan: Mail;
	question: Mail;
	/** Where the question's button leads. */
	link: string;
}

export async function mails({ mail }: Pick<Servers, 'mail'>): Promise<Mail[]> {
	return await ask<Mail[]>(`${mail.url}/mails.json`);
}

/** Runs the workflow until it waits or has ended. Mails and counted requests are those since then. */
export async function preview(sandbox: Sandbox): Promise<Execution> {
	await ask(`${sandbox.mail.url}/mails`, 'DELETE');
	await resetTraffic(sandbox);
	const id = await startWorkflow(sandbox.n8n, sandbox.workflowId, 'Run now');
	await untilWaiting(sandbox.n8n, sandbox.workflowId, id);
	return await readExecution(sandbox.n8n, id);
}

/** Runs the workflow until it asks. */
export async function askForApproval(sandbox: Sandbox): Promise<Asked> {
	const { id, status, error } = await preview(sandbox);
	assert.equal(status, 'waiting', error?.message);
	const [plan, question, ...others] = await mails(sandbox);
	assert.ok(plan && question && others.length === 0, 'the plan and the question, and no other mail');
	const links = [...question.html.matchAll(/href=["']([^"']*\/webhook-waiting\/[^"']*)/g)];
	assert.equal(links.length, 1, 'the question has one link');
	return { executionId: id, plan, question, link: links[0]?.[1]?.replaceAll('&amp;', '&') ?? '' };
}

/** The page that the link opens. */
export async function formPage({ link }: Asked): Promise<string> {
	const response = await fetch(link);
	assert.equal(response.status, 200);
	return await response.text();
}

/** Sends the form as a browser does, with these values in the fields of these labels. Resolves when the run has ended. */
export async function answer(sandbox: Sandbox, asked: Asked, values: Record<string, string>): Promise<Execution> {
	const page = await formPage(asked);
	const form = new FormData();
	for (const [label, value] of Object.entries(values)) {
		const field = new RegExp(`for='(field-\\d+)'>${label}<`).exec(page)?.[1];
		assert.ok(field, `the form has no field "${label}"`);
		form.set(field, value);
	}
	const response = await fetch(asked.link, { method: 'POST', body: form });
	assert.equal(response.status, 200, await response.text());
	return await outcome(sandbox, asked);
}

/** The execution when it has ended. */
export async function outcome({ n8n, workflowId }: Sandbox, { executionId }: Asked): Promise<Execution> {
	await untilEnded(n8n, workflowId, executionId);
	return await readExecution(n8n, executionId);
}

/** How many requests have written to the HR system since the preview began. */
export async function writes({ hr }: Sandbox): Promise<number> {
	return (await ask<{ hrWrites: number }>(`${hr.url}/_sim/stats`)).hrWrites;
}
