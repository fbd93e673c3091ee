import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import { saveCredentials } from '../../../sandbox/n8n/credentials.ts';
import { openSandbox } from '../../../sandbox/start/sandbox.ts';
import type { Sandbox } from '../../../sandbox/start/sandbox.ts';
import { Gate } from '../gate.ts';
import type { Watcher } from '../gate.ts';
import { ask, assertInStep } from '../inStep.ts';
import type { Employee, Member } from '../inStep.ts';
import { leaversAmong, Oracle } from './oracle.ts';
import type { Aftermath } from './oracle.ts';
import type { HrIds } from './steps.ts';
import { Trap } from './trap.ts';

export interface LaboratoryOptions {
	/** Where the sandbox keeps everything; emptied by whoever called. */
	stateDir: string;
	/** People in the group. */
	members: number;
	say: (line: string) => void;
	/** Stops it where it is. */
	signal: AbortSignal;
}

/** A night as it begins, and as it ends when nothing disturbs it. */
export interface Night {
	name: string;
	start: Employee[];
	end: Employee[];
	hrIds: HrIds;
	oracle: Oracle;
	/** Of how many steps it is made. */
	steps: Trap['steps'];
}

/** What a disturbed run came to. */
export interface Mending {
	/** What it left behind. */
	aftermath: Aftermath;
	/** How many values it has not brought in line. */
	left: number;
	/** The next run, which nothing disturbs. */
	next: { error?: string; differences: string[]; halfMade: number };
	/** The run after that. */
	further: { error?: string; writes: number };
}

/** A sandbox in which every request of n8n's can be watched, and the HR system be put back to what it held. */
export class Laboratory {
	readonly sandbox: Sandbox;

	readonly stateDir: string;

	/** Raised when everything is to end. */
	readonly signal: AbortSignal;

	readonly #gates: { entra: Gate; hr: Gate };

	readonly #options: LaboratoryOptions;

	#bulk = true;

	private constructor(sandbox: Sandbox, gates: { entra: Gate; hr: Gate }, options: LaboratoryOptions) {
		this.sandbox = sandbox;
		this.stateDir = options.stateDir;
		this.signal = options.signal;
		this.#gates = gates;
		this.#options = options;
	}

	static async open(options: LaboratoryOptions): Promise<Laboratory> {
		const sandbox = await openSandbox(options);
		const gates = { entra: new Gate('entra', sandbox.entra.url), hr: new Gate('hr', sandbox.hr.url) };
		const laboratory = new Laboratory(sandbox, gates, options);
		try {
			await laboratory.#putBetween();
			return laboratory;
		} catch (error) {
			await laboratory.close();
			throw error;
		}
	}

	async close(): Promise<void> {
		await Promise.all(this.#all.map(async (gate) => await gate.close()));
		await this.sandbox.close();
	}

	/** Begins a night: a run that nothing disturbs tells what must come of it. */
	async begin(name: string, start: Partial<Employee>[], members: Member[]): Promise<Night> {
		await this.reset(start);
		const before = await this.employees();
		const hrIds = { all: new Set(before.map(({ id }) => id)), leavers: leaversAmong(before, members) };
		const trap = new Trap(hrIds, () => {});
		this.watch(trap);
		const { ok, summary } = await this.sandbox.run();
		this.letAllPass();
		assert.ok(ok, summary.error);
		const end = await this.employees();
		assertInStep(
			members,
			end.filter(({ externalId }) => externalId !== undefined),
		);
		this.#options.say(
			`${name}: ${summary.created} created, ${summary.updated} updated, ${summary.reactivated} reactivated, ` +
				`${summary.deactivated} deactivated; steps ${JSON.stringify(trap.steps.counts)}`,
		);
		const oracle = new Oracle(members, before, end);
		return { name, start: before, end, hrIds, oracle, steps: trap.steps };
	}

	/** Looks at what a disturbed run has left, and lets the two runs after it come, on an n8n that is started where it ended. */
	async mend({ oracle }: Night): Promise<Mending> {
		this.letAllPass();
		const disturbed = await this.employees();
		this.signal.throwIfAborted();
		await this.sandbox.startN8n();
		const next = await this.sandbox.run();
		const mended = await this.employees();
		const further = await this.sandbox.run();
		return {
			aftermath: oracle.examine(disturbed),
			left: oracle.differences(disturbed).length,
			next: {
				...(next.ok ? {} : { error: next.summary.error }),
				differences: oracle.differences(mended),
				halfMade: oracle.examine(mended).halfMade.length,
			},
			further: { ...(further.ok ? {} : { error: further.summary.error }), writes: further.summary.hrWrites },
		};
	}

	watch(watcher: Watcher): void {
		for (const gate of this.#all) gate.watcher = watcher;
	}

	letAllPass(): void {
		for (const gate of this.#all) gate.letAllPass();
	}

	/** Resolves when nothing of n8n's is under way any more. */
	async quiet(): Promise<void> {
		await Promise.all(this.#all.map(async (gate) => await gate.quiet()));
	}

	/** Puts the HR system back to what it held. */
	async reset(people: Partial<Employee>[]): Promise<void> {
		const { url } = this.sandbox.hr;
		await ask(`${url}/_sim/people`, 'DELETE');
		await ask(`${url}/_sim/people`, 'POST', people);
	}

	async employees(): Promise<Employee[]> {
		return await ask<Employee[]>(`${this.sandbox.hr.url}/_sim/people`);
	}

	/** Whether the HR system takes Bulk requests, or each write by itself. */
	async takeBulk(taken: boolean): Promise<void> {
		this.#bulk = taken;
		const { url } = this.sandbox.hr;
		await ask(`${url}/_sim/faults`, 'DELETE');
		if (taken) return;
		const silent = { path: '/ServiceProviderConfig', times: 'always', fault: { kind: 'status', status: 404 } };
		await ask(`${url}/_sim/faults`, 'POST', silent);
	}

	/** Ends a server by force; it is back with its state after so many milliseconds at least. */
	async restart(server: 'entra' | 'hr', downMs: number): Promise<void> {
		await this.sandbox.restart(server, downMs);
		if (server === 'hr') await this.takeBulk(this.#bulk);
	}

	/** Resolves when nobody answers at a server's address. */
	async isDown(server: 'entra' | 'hr'): Promise<void> {
		const { url } = this.sandbox[server];
		while (await answers(url)) await sleep(10);
	}

	get #all(): Gate[] {
		return Object.values(this.#gates);
	}

	/** n8n's credentials lead through the gates from now on. */
	async #putBetween(): Promise<void> {
		const { entra, hr, mail } = this.sandbox;
		const url = await this.#gates.hr.open();
		await saveCredentials(this.sandbox.n8n.client, {
			entra: { ...entra, url: await this.#gates.entra.open() },
			hr: { ...hr, url, baseUrl: url + new URL(hr.baseUrl).pathname },
			mail,
		});
	}
}

async function answers(url: string): Promise<boolean> {
	try {
		await (await fetch(url)).arrayBuffer();
		return true;
	} catch {
		return false;
	}
}
