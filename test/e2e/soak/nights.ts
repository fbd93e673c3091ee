import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { random } from '../../../sandbox/entra/random.ts';
import { openSandbox } from '../../../sandbox/start/sandbox.ts';
import type { Sandbox } from '../../../sandbox/start/sandbox.ts';
import type { Summary } from '../../../sandbox/start/summary.ts';
import { unlessStopped } from '../../../sandbox/start/stop.ts';
import { enteredByHand } from '../crash/nights.ts';
import { Oracle } from '../crash/oracle.ts';
import type { Aftermath } from '../crash/oracle.ts';
import { ask, groupMembers } from '../inStep.ts';
import type { Employee } from '../inStep.ts';
import { Days } from './days.ts';
import { INSPECTED, Inspector } from './inspector.ts';
import { measure } from './measures.ts';
import type { Measured } from './measures.ts';
import { assertMorning } from './morning.ts';
import { clearUp, layOut } from './trouble.ts';

export interface SoakOptions {
	/** Where the sandbox keeps everything; emptied by whoever called. */
	stateDir: string;
	nights: number;
	members: number;
	/** The same seed makes the same days, and the same faults. */
	seed: number;
	/** No night begins after it, in milliseconds since 1970. */
	until: number;
	say: (line: string) => void;
	signal: AbortSignal;
}

/** A night and what came of it. */
export interface NightDone {
	number: number;
	/** What the day before brought besides the usual, and what went wrong in the night, in words. */
	day: string[];
	trouble: string[];
	/** How the run with the trouble ended, and what it has left behind. */
	troubled?: { summary: Summary; aftermath: Aftermath };
	/** The run that nothing disturbs. */
	summary: Summary;
	/** What must not be, in words. */
	wrong: string[];
	measured: Measured;
}

/** One night in so many has faults. */
const TROUBLE_IN = 4;
/** One night in so many is done twice: the second time there is nothing to write. */
const TWICE_IN = 10;
const SETTLE_MS = 300;

/** Lets night follow on night in one n8n. */
export async function runSoak(options: SoakOptions): Promise<NightDone[]> {
	const { stateDir, members, seed, signal, say } = options;
	const sandbox = await openSandbox({ stateDir, members, say, signal, env: INSPECTED });
	try {
		const inspector = await Inspector.open(join(stateDir, 'n8n.log'));
		const soak = new Soak(sandbox, inspector, random(seed));
		try {
			return await unlessStopped(soak.run(options), signal);
		} finally {
			inspector.close();
		}
	} finally {
		await sandbox.close();
	}
}

class Soak {
	readonly #sandbox: Sandbox;

	readonly #inspector: Inspector;

	readonly #next: () => number;

	readonly #days: Days;

	constructor(sandbox: Sandbox, inspector: Inspector, next: () => number) {
		this.#sandbox = sandbox;
		this.#inspector = inspector;
		this.#next = next;
		this.#days = new Days(sandbox, next);
	}

	async run({ nights, until, say }: SoakOptions): Promise<NightDone[]> {
		const { hr } = this.#sandbox;
		await ask(`${hr.url}/_sim/people`, 'POST', enteredByHand(await groupMembers(this.#sandbox)));
		const done: NightDone[] = [];
		for (let number = 1; number <= nights && (number === 1 || Date.now() < until); number++) {
			const day = number === 1 ? [] : await this.#days.live();
			const night = await this.#night(number, day);
			done.push(night);
			say(describe(night));
		}
		return done;
	}

	async #night(number: number, day: string[]): Promise<NightDone> {
		const evening = await this.#employees();
		const trouble = number > 1 && this.#next() < 1 / TROUBLE_IN ? await layOut(this.#sandbox, this.#next) : [];
		const troubled = trouble.length > 0 ? await this.#sandbox.run() : undefined;
		await clearUp(this.#sandbox);
		const left = await this.#employees();
		const { ok, summary } = await this.#sandbox.run();
		const wrong = ok ? await this.#look(evening) : [`the run stopped: ${summary.error}`];
		const aftermath = troubled && (await this.#aftermath(evening, left));
		if (aftermath) wrong.push(...wrongIn(aftermath));
		if (number % TWICE_IN === 0) {
			const again = await this.#sandbox.run();
			if (again.summary.hrWrites > 0) wrong.push(`a second run sent ${again.summary.hrWrites} writes`);
		}
		await sleep(SETTLE_MS);
		const measured = await measure(this.#sandbox.n8n, this.#inspector);
		const outcome = troubled && aftermath && { summary: troubled.summary, aftermath };
		return { number, day, trouble, ...(outcome && { troubled: outcome }), summary, wrong, measured };
	}

	async #look(evening: Employee[]): Promise<string[]> {
		try {
			assertMorning({ members: await groupMembers(this.#sandbox), evening, morning: await this.#employees() });
			return [];
		} catch (error) {
			return [error instanceof Error ? error.message : String(error)];
		}
	}

	/** What the run with the trouble has left, seen from what is there after a run without. */
	async #aftermath(evening: Employee[], left: Employee[]): Promise<Aftermath> {
		const members = await groupMembers(this.#sandbox);
		return new Oracle(members, evening, await this.#employees()).examine(left);
	}

	async #employees(): Promise<Employee[]> {
		return await ask<Employee[]>(`${this.#sandbox.hr.url}/_sim/people`);
	}
}

function wrongIn({ wronglyDeactivated, duplicates, foreign }: Aftermath): string[] {
	const found = { 'was wrongly deactivated': wronglyDeactivated, 'is there twice': duplicates, 'is neither': foreign };
	return Object.entries(found).flatMap(([what, named]) => named.map((name) => `in trouble: ${name} ${what}`));
}

function describe({ number, day, trouble, troubled, summary, wrong, measured }: NightDone): string {
	const { created, updated, reactivated, deactivated, failed } = summary;
	const troubles = trouble.length > 0 ? ` [${trouble.join('; ')} -> ${troubled?.summary.error ?? 'went through'}]` : '';
	const numbers = `${Math.round(measured.heapMb)} MB heap, ${Math.round(measured.rssMb)} MB, ${measured.files} files`;
	return (
		`night ${number}: ${created} created, ${updated} updated, ${reactivated} reactivated, ${deactivated} deactivated, ` +
		`${failed} failed; ${numbers}${day.length > 0 ? ` (${day.join(', ')})` : ''}${troubles}` +
		wrong.map((sentence) => `\n  WRONG: ${sentence}`).join('')
	);
}
