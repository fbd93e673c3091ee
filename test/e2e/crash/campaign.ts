import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import { random } from '../../../sandbox/entra/random.ts';
import { saveCredentials } from '../../../sandbox/n8n/credentials.ts';
import { openSandbox } from '../../../sandbox/start/sandbox.ts';
import type { Sandbox } from '../../../sandbox/start/sandbox.ts';
import { unlessStopped } from '../../../sandbox/start/stop.ts';
import { ask, assertInStep } from '../inStep.ts';
import type { Employee, Member } from '../inStep.ts';
import { Gate } from '../gate.ts';
import { Company, enteredByHand } from './nights.ts';
import { leaversAmong, Oracle } from './oracle.ts';
import type { Aftermath } from './oracle.ts';
import { choosePoints, momentOf } from './points.ts';
import type { Point } from './points.ts';
import type { HrIds } from './steps.ts';
import { describe } from './table.ts';
import { Trap } from './trap.ts';
import type { Moment } from './trap.ts';

export interface CampaignOptions {
	/** Where the sandbox keeps everything; emptied by whoever called. */
	stateDir: string;
	/** People in the group. */
	members: number;
	/** How often n8n is killed. */
	points: number;
	/** The same seed kills at the same points. */
	seed: number;
	say: (line: string) => void;
	/** Stops it where it is. */
	signal?: AbortSignal;
}

/** One kill and what came of it. */
export interface Outcome {
	number: number;
	night: string;
	point: Point;
	moment: Moment;
	/** Writes that had reached the HR system, and those of an undisturbed run. */
	delivered: number;
	writes: number;
	aftermath: Aftermath;
	/** The next run, on an n8n that was started again. */
	next: { error?: string; differences: string[]; halfMade: number };
	/** The run after that. */
	further: { error?: string; writes: number };
}

export interface Report {
	seed: number;
	members: number;
	seconds: number;
	outcomes: Outcome[];
}

/** A night as it begins, and as it ends when nobody kills n8n. */
interface Night {
	name: string;
	start: Employee[];
	end: Employee[];
	hrIds: HrIds;
	oracle: Oracle;
}

/** The company's first night fills the HR system, the others bring it up to date. */
const NIGHTS = ['the first night', 'the second night', 'the third night'];

/** Kills n8n at points of a sync again and again, starts it again each time, and looks at what that leads to. */
export async function runCampaign(options: CampaignOptions): Promise<Report> {
	const { stateDir, members, points, seed, say, signal = new AbortController().signal } = options;
	const began = Date.now();
	const next = random(seed);
	const chosen = choosePoints(
		points,
		NIGHTS.map((_, night) => ({ hasLeavers: night > 0 })),
		next,
	);
	const sandbox = await openSandbox({ stateDir, members, say, signal });
	const gates = { entra: new Gate('entra', sandbox.entra.url), hr: new Gate('hr', sandbox.hr.url) };
	try {
		await putBetween(sandbox, gates);
		const laboratory = new Laboratory(sandbox, Object.values(gates), say, signal);
		const company = new Company(sandbox.entra, random(seed + 1));
		const outcomes = await unlessStopped(laboratory.run(chosen, company), signal);
		return { seed, members, seconds: (Date.now() - began) / 1000, outcomes };
	} finally {
		await Promise.all(Object.values(gates).map(async (gate) => await gate.close()));
		await sandbox.close();
	}
}

/** n8n's credentials lead through the gates from now on. */
async function putBetween(sandbox: Sandbox, gates: { entra: Gate; hr: Gate }): Promise<void> {
	const { entra, hr, mail } = sandbox;
	const url = await gates.hr.open();
	await saveCredentials(sandbox.n8n.client, {
		entra: { ...entra, url: await gates.entra.open() },
		hr: { ...hr, url, baseUrl: url + new URL(hr.baseUrl).pathname },
		mail,
	});
}

class Laboratory {
	readonly #sandbox: Sandbox;

	readonly #gates: Gate[];

	readonly #say: (line: string) => void;

	readonly #signal: AbortSignal;

	constructor(sandbox: Sandbox, gates: Gate[], say: (line: string) => void, signal: AbortSignal) {
		this.#sandbox = sandbox;
		this.#gates = gates;
		this.#say = say;
		this.#signal = signal;
	}

	/** @returns the outcomes in the order of the points */
	async run(points: Point[], company: Company): Promise<Outcome[]> {
		const outcomes: Outcome[] = [];
		const lastNight = Math.max(...points.map(({ night }) => night));
		let people: Employee[] | undefined;
		for (const [index, name] of NIGHTS.slice(0, lastNight + 1).entries()) {
			const start = await this.#prepare(people, company);
			const members = await company.members();
			const tonight = points.filter(({ night }) => night === index);
			// Even when n8n is not killed on it: the next night begins where this one ends.
			for (const bulk of tonight.length > 0 ? new Set(tonight.map((point) => point.bulk)) : [true]) {
				await this.#takeBulk(bulk);
				const { night, steps } = await this.#undisturbed(name, start, members);
				people = night.end;
				for (const point of tonight.filter((one) => one.bulk === bulk)) {
					outcomes.push(await this.#kill(points.indexOf(point) + 1, point, night, steps));
				}
			}
		}
		return outcomes.sort((one, other) => one.number - other.number);
	}

	/** A day in the company. @returns the HR system as the night finds it */
	async #prepare(people: Employee[] | undefined, company: Company): Promise<Employee[]> {
		if (people) {
			await company.liveOneDay();
			return people;
		}
		const members = await company.members();
		const [one, other] = members.filter(({ mail, accountEnabled }) => mail !== null && accountEnabled).slice(-2);
		await company.leadEachOther(one!.id, other!.id);
		await this.#reset(enteredByHand(members));
		return await this.#employees();
	}

	/** The same night without a kill: what must come of it, and of how many steps it is made. */
	async #undisturbed(
		name: string,
		start: Employee[],
		members: Member[],
	): Promise<{ night: Night; steps: Trap['steps'] }> {
		const hrIds = { all: new Set(start.map(({ id }) => id)), leavers: leaversAmong(start, members) };
		const trap = new Trap(hrIds, () => {});
		await this.#reset(start);
		for (const gate of this.#gates) gate.watcher = trap;
		const { ok, summary } = await this.#sandbox.run();
		for (const gate of this.#gates) gate.letAllPass();
		assert.ok(ok, summary.error);
		const end = await this.#employees();
		assertInStep(
			members,
			end.filter(({ externalId }) => externalId !== undefined),
		);
		const { counts } = trap.steps;
		this.#say(
			`${name}: ${summary.created} created, ${summary.updated} updated, ${summary.reactivated} reactivated, ` +
				`${summary.deactivated} deactivated; steps ${JSON.stringify(counts)}`,
		);
		return { night: { name, start, end, hrIds, oracle: new Oracle(members, start, end) }, steps: trap.steps };
	}

	async #kill(number: number, point: Point, night: Night, { counts, writes }: Trap['steps']): Promise<Outcome> {
		const sandbox = this.#sandbox;
		const moment = momentOf(point, counts[point.phase.stage]);
		await this.#reset(night.start);
		const trap = new Trap(night.hrIds, () => void sandbox.killN8n(), moment);
		for (const gate of this.#gates) gate.watcher = trap;
		await sandbox.run().catch((error: unknown) => {
			if (!trap.sprung) throw error;
		});
		// A run may end in the moments between the answer and the kill, but not before the answer.
		if (!trap.reached) throw new Error(`Point ${number}: the run never came to where n8n was to be killed.`);
		while (!trap.sprung) await sleep(10);
		await sandbox.killN8n();
		await Promise.all(this.#gates.map(async (gate) => await gate.quiet()));
		for (const gate of this.#gates) gate.letAllPass();
		const aftermath = night.oracle.examine(await this.#employees());

		this.#signal.throwIfAborted();
		await sandbox.startN8n();
		const recovery = await sandbox.run();
		const recovered = await this.#employees();
		const further = await sandbox.run();
		const outcome: Outcome = {
			number,
			night: night.name,
			point,
			moment,
			delivered: trap.delivered,
			writes,
			aftermath,
			next: {
				...(recovery.ok ? {} : { error: recovery.summary.error }),
				differences: night.oracle.differences(recovered),
				halfMade: night.oracle.examine(recovered).halfMade.length,
			},
			further: {
				...(further.ok ? {} : { error: further.summary.error }),
				writes: further.summary.hrWrites,
			},
		};
		this.#say(describe(outcome));
		return outcome;
	}

	/** Puts the HR system back to what it held. */
	async #reset(people: Partial<Employee>[]): Promise<void> {
		const { url } = this.#sandbox.hr;
		await ask(`${url}/_sim/people`, 'DELETE');
		await ask(`${url}/_sim/people`, 'POST', people);
	}

	async #employees(): Promise<Employee[]> {
		return await ask<Employee[]>(`${this.#sandbox.hr.url}/_sim/people`);
	}

	/** Whether the HR system takes Bulk requests, or each write by itself. */
	async #takeBulk(taken: boolean): Promise<void> {
		const { url } = this.#sandbox.hr;
		await ask(`${url}/_sim/faults`, 'DELETE');
		if (taken) return;
		const silent = { path: '/ServiceProviderConfig', times: 'always', fault: { kind: 'status', status: 404 } };
		await ask(`${url}/_sim/faults`, 'POST', silent);
	}
}
