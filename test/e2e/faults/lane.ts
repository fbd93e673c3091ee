import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { credentialData, saveCredentials } from '../../../sandbox/n8n/credentials.ts';
import type { CredentialLink } from '../../../sandbox/n8n/credentials.ts';
import { readExecution } from '../../../sandbox/n8n/execution.ts';
import type { Execution } from '../../../sandbox/n8n/execution.ts';
import { withCredentials } from '../../../sandbox/n8n/nodeTypes.ts';
import { startWorkflow } from '../../../sandbox/n8n/run.ts';
import { listIn, objectIn, textIn } from '../../../sandbox/shared/json.ts';
import type { JsonObject } from '../../../sandbox/shared/json.ts';
import type { Team } from '../../../sandbox/hr/dialect.ts';
import type { Processes } from '../../../sandbox/start/processes.ts';
import type { Sandbox } from '../../../sandbox/start/sandbox.ts';
import { startHr } from '../../../sandbox/start/servers.ts';
import type { HrReady, ServerOptions } from '../../../sandbox/start/servers.ts';
import { TEMPLATES } from '../../../sandbox/start/templates.ts';
import { Gate } from '../gate.ts';
import type { Passing, Watcher } from '../gate.ts';
import { ask } from '../inStep.ts';
import type { Employee } from '../inStep.ts';
import type { SentSecrets } from '../sentSecrets.ts';
import { Injector } from './injector.ts';
import type { Strike, Surroundings } from './injector.ts';
import { HR_PAGE } from './night.ts';
import type { Held } from './teamOracle.ts';
import { withUpsertTeam } from './teamWorkflow.ts';
import { WORLDS } from './worlds.ts';
import type { World, WorldName } from './worlds.ts';

const TRIGGER = 'Run now';
/** The slowest gives up after three times ten minutes of being asked to wait. */
const LONGEST_MS = 40 * 60_000;
/** Most runs end soon; those that don't are asked after less and less often. */
const POLL_MS = 400;
const SLOWEST_POLL_MS = 5_000;

/** Somebody as a SCIM user, and under `raw` as the HR system shows them. */
export type ShownEmployee = Employee & { raw: unknown };

/** A night that has ended, and what passed the gates. */
export interface Ended {
	execution: Execution;
	injector: Injector;
}

/** One HR system with workflows, credentials and gates of its own, in an n8n and next to an Entra that others share. */
export class Lane {
	readonly system: HrReady['system'];

	readonly #sandbox: Sandbox;

	readonly #hr: HrReady;

	readonly #names: { hr: string; entra: string };

	readonly #links: Map<string, CredentialLink>;

	readonly #workflows: Map<WorldName, string>;

	readonly #sent: SentSecrets;

	private constructor(
		sandbox: Sandbox,
		sent: SentSecrets,
		hr: HrReady,
		names: { hr: string; entra: string },
		links: Map<string, CredentialLink>,
		workflows: Map<WorldName, string>,
	) {
		this.system = hr.system;
		this.#sandbox = sandbox;
		this.#sent = sent;
		this.#hr = hr;
		this.#names = names;
		this.#links = links;
		this.#workflows = workflows;
	}

	/**
	 * @param sent takes in what n8n proves itself with
	 * @param types the node types of the sandbox's n8n
	 * @param options where the HR system keeps what it holds, and what it is
	 */
	static async open(
		sandbox: Sandbox,
		sent: SentSecrets,
		processes: Processes,
		name: string,
		types: JsonObject[],
		options: ServerOptions,
	): Promise<Lane> {
		const hr = await startHr(processes, options);
		await ask(`${hr.url}/_sim/settings`, 'POST', { maxPageSize: HR_PAGE });
		const names = { hr: `${name}: HR system`, entra: `${name}: Entra ID` };
		const { entra, mail } = sandbox;
		const { client } = sandbox.n8n;
		const links = await saveCredentials(client, { entra, hr, mail }, names.hr, names.entra);
		const workflows = new Map<WorldName, string>();
		for (const [world, description] of Object.entries(WORLDS) as [WorldName, World][]) {
			if (description.system !== hr.system) continue;
			const workflow = workflowFor(options.root, description, (node) => withCredentials(node, types, links));
			const made = await client.post('/workflows', { ...workflow, name: `${name}: ${world}` });
			workflows.set(world, textIn(objectIn(made).id));
		}
		return new Lane(sandbox, sent, hr, names, links, workflows);
	}

	/** Runs one night of a world. Each has gates of its own, as time would have passed since the night before. */
	async run(world: WorldName, surroundings: Surroundings, strikes: readonly Strike[]): Promise<Ended> {
		const gates = { entra: new Gate('entra', this.#sandbox.entra.url), hr: new Gate('hr', this.#hr.url) };
		try {
			const urls = { entra: await gates.entra.open(), hr: await gates.hr.open() };
			const injector = new Injector(surroundings, strikes, (server: Passing['server']) => urls[server]);
			const arrived: Watcher['arrived'] = (request) => (this.#sent.keep(request), injector.arrived(request));
			for (const gate of Object.values(gates)) gate.watcher = { arrived, answered: injector.answered };
			await this.#lead(urls);
			const id = this.#workflows.get(world) ?? '';
			const executionId = await startWorkflow(this.#sandbox.n8n, id, TRIGGER);
			await this.#untilEnded(id, executionId);
			return { execution: await readExecution(this.#sandbox.n8n, executionId), injector };
		} finally {
			await Promise.all(Object.values(gates).map(async (gate) => await gate.close()));
		}
	}

	/** Puts the HR system back to what it held. */
	async reset(people: object[], teams: Team[]): Promise<void> {
		await ask(`${this.#hr.url}/_sim/people`, 'DELETE');
		await ask(`${this.#hr.url}/_sim/people`, 'POST', people);
		await ask(`${this.#hr.url}/_sim/teams`, 'DELETE');
		await ask(`${this.#hr.url}/_sim/teams`, 'POST', teams);
	}

	/** What the HR system holds now. */
	async held(): Promise<Held & { employees: ShownEmployee[] }> {
		return { employees: await ask(`${this.#hr.url}/_sim/people`), teams: await ask(`${this.#hr.url}/_sim/teams`) };
	}

	/** What must not show up anywhere. */
	get secrets(): string[] {
		const { client, token } = this.#hr;
		return [this.#sandbox.entra.clientSecret, token, ...(client ? [client.clientSecret] : [])];
	}

	/** The credentials lead through the gates from now on. */
	async #lead(urls: Record<Passing['server'], string>): Promise<void> {
		const { entra, mail, n8n } = this.#sandbox;
		const hr = this.#hr;
		const through = (url: string): string => urls.hr + new URL(url).pathname;
		const servers = {
			entra: { ...entra, url: urls.entra },
			hr: {
				...hr,
				url: urls.hr,
				baseUrl: through(hr.baseUrl),
				...(hr.client && { client: { ...hr.client, tokenUrl: through(hr.client.tokenUrl) } }),
			},
			mail,
		};
		for (const [type, body] of Object.entries(credentialData(servers, this.#names.hr, this.#names.entra))) {
			if (body.name !== this.#names.hr && body.name !== this.#names.entra) continue;
			await n8n.client.patch(`/credentials/${this.#links.get(type)?.id}`, { ...body, type });
		}
	}

	async #untilEnded(workflowId: string, id: string): Promise<void> {
		const { client } = this.#sandbox.n8n;
		const path = `/executions?limit=5&filter=${encodeURIComponent(JSON.stringify({ workflowId }))}`;
		const began = Date.now();
		for (let pause = POLL_MS; ; pause = Math.min(pause * 1.1, SLOWEST_POLL_MS)) {
			await sleep(pause);
			if (Date.now() - began > LONGEST_MS) throw new Error(`The execution ${id} does not end.`);
			const { results } = objectIn(await client.get(path));
			const execution = listIn(results)
				.map((entry) => objectIn(entry))
				.find((entry) => textIn(entry.id) === id);
			if (execution && Boolean(execution.stoppedAt)) return;
		}
	}
}

/** The template of a world's HR system, filled in as its user does. */
function workflowFor(root: string, world: World, withLinks: (node: JsonObject) => JsonObject): JsonObject {
	const { file, settings } = TEMPLATES[world.system];
	const read = objectIn(JSON.parse(readFileSync(join(root, file), 'utf8')));
	const template = world.teams ? withUpsertTeam(read) : read;
	const filled: JsonObject = { ...settings, dryRun: false };
	const nodes = listIn(template.nodes).map((entry) => {
		const node = objectIn(entry);
		const parameters = { ...objectIn(node.parameters), ...world.parameters?.[textIn(node.name)] };
		return withLinks({ ...node, parameters: withSettings(textIn(node.name), parameters, filled) });
	});
	return { nodes, connections: template.connections, settings: template.settings };
}

function withSettings(node: string, parameters: JsonObject, settings: JsonObject): JsonObject {
	if (node !== 'Sync settings') return parameters;
	const assignments = listIn(objectIn(parameters.assignments).assignments)
		.map((assignment) => objectIn(assignment))
		.map((assignment) => ({ ...assignment, value: settings[textIn(assignment.name)] ?? assignment.value }));
	return { ...parameters, assignments: { assignments } };
}
