import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runWorkflow } from './engine';
import type { CredentialData, EngineRun, RunOptions, WorkflowJson } from './engine';
import type { Person } from './entra';
import type { OracleGroup } from './entraOracle';
import { startServer } from './server';
import type { SandboxServer } from './server';
import { nightlyTemplate } from './template';

/** A SCIM user as the HR server stores it. */
export interface HrPerson {
	id: string;
	userName: string;
	externalId?: string;
	active?: boolean;
	title?: string;
	displayName?: string;
	[schema: string]: unknown;
}

export interface Mail {
	subject: string;
	text: string;
	html: string;
	to: unknown;
}

/** Entra, an HR system and a mail server, each a process of its own, and the workflow run against them. */
export class World {
	readonly entra: SandboxServer;

	readonly hr: SandboxServer;

	readonly mail: SandboxServer;

	private readonly folder: string;

	private constructor(folder: string, [entra, hr, mail]: [SandboxServer, SandboxServer, SandboxServer]) {
		this.folder = folder;
		this.entra = entra;
		this.hr = hr;
		this.mail = mail;
	}

	/** @param system what the HR system is: `scim`, `peakon`, `pingboard`, `peoplegoal` or `tribal-habits` */
	static async open(members: number, system = 'scim'): Promise<World> {
		const folder = await mkdtemp(join(tmpdir(), 'entra-hr-sync-'));
		const args = (name: string): string[] => ['--port', '0', '--state', join(folder, name)];
		return new World(
			folder,
			await Promise.all([
				startServer('sandbox/entra/main.ts', [...args('entra.json'), '--members', String(members)]),
				startServer('sandbox/hr/main.ts', [...args('hr.jsonl'), '--system', system]),
				startServer('sandbox/mail/main.ts', [...args('mails.jsonl'), '--smtp-port', '0']),
			]),
		);
	}

	async close(): Promise<void> {
		await Promise.all([this.entra, this.hr, this.mail].map(async (server) => await server.stop()));
		await rm(this.folder, { recursive: true, force: true });
	}

	/** What a person enters in n8n's credential forms. */
	credentials(): CredentialData {
		const { url, tenantId, clientId, clientSecret } = this.entra.ready;
		return {
			azureClientCredentialsApi: {
				tenantId,
				clientId,
				clientSecret,
				cloud: 'custom',
				loginEndpoint: url,
				graphEndpoint: url,
			},
			...hrCredential(this.hr.ready),
			smtp: {
				host: this.mail.ready.smtpHost,
				port: Number(this.mail.ready.smtpPort),
				secure: false,
				disableStartTls: true,
				user: '',
				password: '',
			},
		};
	}

	/** Runs the nightly template, or another, with these values in its settings node, changed as the test says. */
	async runNightly(
		settings: Record<string, unknown> = {},
		credentials: CredentialData = this.credentials(),
		change: (workflow: WorkflowJson) => void = () => {},
		template: WorkflowJson = nightlyTemplate(),
		options: Omit<RunOptions, 'credentials'> = {},
	): Promise<EngineRun> {
		const workflow = withSettings({ dryRun: false, ...settings }, template);
		change(workflow);
		return await runWorkflow(workflow, { ...options, credentials });
	}

	async entraPeople(): Promise<Person[]> {
		return (await call(this.entra, '/_sim/people')) as Person[];
	}

	async joinGroup(id: string, name: string): Promise<void> {
		const group = (await this.groups()).find(({ displayName }) => displayName === name);
		if (!group) throw new Error(`There is no group "${name}"`);
		await call(this.entra, `/_sim/groups/${group.id}/members`, 'POST', { add: [id] });
	}

	async leaveGroups(id: string): Promise<void> {
		for (const group of (await this.groups()).filter(({ direct }) => direct.includes(id))) {
			await call(this.entra, `/_sim/groups/${group.id}/members`, 'POST', { remove: [id] });
		}
	}

	async groups(): Promise<OracleGroup[]> {
		return (await call(this.entra, '/_sim/groups')) as OracleGroup[];
	}

	async hrPeople(): Promise<HrPerson[]> {
		return (await call(this.hr, '/_sim/people')) as HrPerson[];
	}

	async hrWrites(): Promise<number> {
		return ((await call(this.hr, '/_sim/stats')) as { hrWrites: number }).hrWrites;
	}

	async mails(): Promise<Mail[]> {
		return (await call(this.mail, '/mails.json')) as Mail[];
	}

	/** Forgets counts, faults and mails, and everybody in the HR system. Entra keeps its people. */
	async reset(): Promise<void> {
		await this.clearFaults();
		await call(this.hr, '/_sim/people', 'DELETE');
		await call(this.mail, '/mails', 'DELETE');
		await this.resetCounts();
	}

	async resetCounts(): Promise<void> {
		await call(this.entra, '/_sim/stats/reset', 'POST');
		await call(this.hr, '/_sim/stats/reset', 'POST');
	}

	async clearFaults(): Promise<void> {
		await call(this.entra, '/_sim/faults', 'DELETE');
		await call(this.hr, '/_sim/faults', 'DELETE');
	}
}

/** The credential of an HR system, by what it says of itself. */
function hrCredential({
	system,
	baseUrl,
	token,
	tokenUrl,
	clientId,
	clientSecret,
}: Record<string, string>): CredentialData {
	if (system === 'peoplegoal') {
		const client = { tokenUrl, clientId, clientSecret, sendClientIn: 'body' };
		return { hrRestApi: { baseUrl, authentication: 'clientCredentials', ...client } };
	}
	if (system === 'tribal-habits') {
		return { hrRestApi: { baseUrl, authentication: 'authorizationHeader', apiKey: token } };
	}
	return { scimApi: { baseUrl, token } };
}

/** A control request to a sandbox server; its JSON answer, or undefined. */
export async function call(server: SandboxServer, path: string, method = 'GET', body?: unknown): Promise<unknown> {
	const response = await fetch(`${server.ready.url}${path}`, {
		method,
		...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
	return text === '' ? undefined : JSON.parse(text);
}

/** The shipped template with other values in Sync settings. */
export function withSettings(settings: Record<string, unknown>, workflow = nightlyTemplate()): WorkflowJson {
	const node = workflow.nodes.find(({ name }) => name === 'Sync settings');
	const assignments = (node?.parameters?.assignments as { assignments: { name: string; value: unknown }[] })
		.assignments;
	for (const assignment of assignments) {
		if (assignment.name in settings) assignment.value = settings[assignment.name];
	}
	return workflow;
}

/** The counts of the report that ended a run. */
export function countsOf(run: EngineRun): Record<string, number> {
	const report = run.items('Sync report')[0] ?? run.items('Describe the failure')[0];
	if (!report) throw new Error(`The run made no report: ${run.error?.message}`);
	return report.counts as Record<string, number>;
}
