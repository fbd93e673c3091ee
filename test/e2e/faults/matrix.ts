import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { nodePath } from '../../../scripts/install/package.cjs';
import { nodeTypesOf } from '../../../sandbox/n8n/nodeTypes.ts';
import type { JsonObject } from '../../../sandbox/shared/json.ts';
import type { HrSystemName } from '../../../sandbox/shared/systems.ts';
import { ANY_PORTS } from '../../../sandbox/start/ports.ts';
import { Processes } from '../../../sandbox/start/processes.ts';
import { openSandbox } from '../../../sandbox/start/sandbox.ts';
import type { Sandbox } from '../../../sandbox/start/sandbox.ts';
import { unlessStopped } from '../../../sandbox/start/stop.ts';
import { leaversAmong, Oracle } from '../crash/oracle.ts';
import { ask } from '../inStep.ts';
import type { Employee } from '../inStep.ts';
import { SentSecrets } from '../sentSecrets.ts';
import { assignAll } from './application.ts';
import { allCells, spread } from './cells.ts';
import type { Cell } from './cells.ts';
import { Elsewhere } from './elsewhere.ts';
import { FAULTS } from './faults.ts';
import type { Count, Strike, Surroundings } from './injector.ts';
import { judge, toldBy } from './judge.ts';
import type { Expected, Judgement } from './judge.ts';
import { KINDS } from './kinds.ts';
import type { Kind } from './kinds.ts';
import { Lane } from './lane.ts';
import { GRAPH_PAGE, liveOneDay, MEMBERS, peopleOf, withReturners } from './night.ts';
import { changeTeams, foundTeams, withTeamsByHand } from './teamNight.ts';
import { TeamOracle } from './teamOracle.ts';
import type { Held } from './teamOracle.ts';
import { worldNamed, WORLDS } from './worlds.ts';
import type { World, WorldName } from './worlds.ts';

export interface MatrixOptions {
	/** Where the sandbox keeps everything; emptied by whoever called. */
	stateDir: string;
	/** As much of the matrix as fits into so many minutes; else all of it. */
	minutes?: number;
	/** Of a slice: the same seed takes the same cells. */
	seed: number;
	/** The names of the only cells to try, or the beginnings of names. */
	only: readonly string[];
	say: (line: string) => void;
	signal: AbortSignal;
}

export interface Outcome extends Judgement {
	cell: Cell;
	seconds: number;
}

export interface Result {
	outcomes: Outcome[];
	/** How many cells there are. */
	cells: number;
	/** How many tokens and secrets n8n has sent, and where any of them was found afterwards. */
	secrets: { sent: number; found: string[] };
	seconds: number;
}

/** So many nights go on at the same time: a few that are busy, and many that wait for a time-out or a server's leave. */
const LANES = {
	whole: { scim: { busy: 10, patient: 30 }, peoplegoal: { busy: 5, patient: 16 } },
	/** Of a slice, in which the servers' starts would take longer than they save. */
	slice: { scim: { busy: 8, patient: 6 }, peoplegoal: { busy: 4, patient: 3 } },
};
/** What the README has one grant, and what it takes to read who is assigned to an application. */
const PERMISSIONS = ['User.Read.All', 'GroupMember.Read.All', 'Application.Read.All'];
/** A cell that takes longer belongs to those that wait. */
const PATIENT_S = 30;

/** A world's night: how the HR system stands before it, and what must come of it. */
interface Prepared extends Expected {
	world: World;
	/** People as the HR system takes them. */
	seed: object[];
	startTeams: Held['teams'];
}

/** Tries every fault on every kind of request, in real nights of a real n8n. */
export async function runMatrix(options: MatrixOptions): Promise<Result> {
	const { stateDir, say, signal } = options;
	const began = Date.now();
	const sandbox = await openSandbox({ stateDir, members: MEMBERS, say, signal });
	mkdirSync(join(stateDir, 'lanes'));
	const processes = new Processes(join(stateDir, 'lanes'));
	const elsewhere = new Elsewhere();
	try {
		await elsewhere.open();
		const laboratory = new Laboratory(sandbox, processes, elsewhere, options);
		return await unlessStopped(laboratory.run(began), signal);
	} finally {
		await processes.stopAll();
		await elsewhere.close();
		await sandbox.close();
	}
}

class Laboratory {
	readonly #sandbox: Sandbox;

	readonly #processes: Processes;

	readonly #elsewhere: Elsewhere;

	readonly #options: MatrixOptions;

	readonly #sent = new SentSecrets();

	#types: JsonObject[] = [];

	readonly #nights = new Map<WorldName, Prepared>();

	readonly #counts = new Map<Kind, Count>();

	constructor(sandbox: Sandbox, processes: Processes, elsewhere: Elsewhere, options: MatrixOptions) {
		this.#sandbox = sandbox;
		this.#processes = processes;
		this.#elsewhere = elsewhere;
		this.#options = options;
	}

	async run(began: number): Promise<Result> {
		const { minutes, seed, only, say, signal } = this.#options;
		const { entra } = this.#sandbox;
		await ask(`${entra.url}/_sim/settings`, 'POST', { pageSize: GRAPH_PAGE, permissions: PERMISSIONS });
		this.#types = await nodeTypesOf(this.#sandbox.n8n.client);
		const first = await this.#prepare();
		const every = allCells((kind) => this.#counts.get(kind) ?? { requests: 0, answered: false });
		const deadline = minutes === undefined ? Infinity : began + minutes * 60_000;
		const chosen = every
			.filter(({ name }) => only.length === 0 || only.some((wanted) => name.startsWith(wanted)))
			.filter(({ seconds }) => minutes === undefined || seconds < minutes * 20);
		say(`${every.length} cells, ${chosen.length} to try`);

		const waiting = minutes === undefined ? byLength(chosen) : spread(chosen, seed);
		const outcomes: Outcome[] = [];
		const work = async (lane: Lane, patient: boolean): Promise<void> => {
			for (;;) {
				signal.throwIfAborted();
				const fits = ({ kind, seconds }: Cell): boolean =>
					worldNamed(kind.world).system === lane.system && Date.now() + seconds * 1000 < deadline;
				const index = [
					waiting.findIndex((cell) => fits(cell) && cell.seconds > PATIENT_S === patient),
					waiting.findIndex(fits),
				].find((at) => at >= 0);
				if (index === undefined) return;
				const [cell] = waiting.splice(index, 1) as [Cell];
				const outcome = await this.#try(lane, cell);
				outcomes.push(outcome);
				say(`${outcomes.length}/${chosen.length} ${shown(outcome)}`);
			}
		};
		const lanes = minutes === undefined ? LANES.whole : LANES.slice;
		await Promise.all(
			(['scim', 'peoplegoal'] as const).flatMap((system) => {
				const { busy, patient } = lanes[system];
				const wanted = chosen.filter(({ kind }) => worldNamed(kind.world).system === system).length;
				return Array.from({ length: Math.min(busy + patient, wanted) }, async (_, index) => {
					const lane = index === 0 ? first.get(system) : await this.#openLane(system, index);
					if (lane) await work(lane, index >= busy);
				});
			}),
		);
		say(`Looking for the ${this.#sent.size} tokens and secrets that n8n has sent.`);
		const secrets = { sent: this.#sent.size, found: await this.#sent.foundIn(this.#sandbox, this.#options.stateDir) };
		return { outcomes, cells: every.length, secrets, seconds: (Date.now() - began) / 1000 };
	}

	/** The first night, a day, and an undisturbed night of each world. @returns a lane for each HR system */
	async #prepare(): Promise<Map<HrSystemName, Lane>> {
		const { entra } = this.#sandbox;
		const lanes = new Map<HrSystemName, Lane>();
		const filled = new Map<HrSystemName, Awaited<ReturnType<Lane['held']>>>();
		await foundTeams(entra);
		for (const [name, world] of Object.entries(WORLDS) as [WorldName, World][]) {
			const { system } = world;
			const opened = lanes.get(system);
			if (opened && !world.teams) continue;
			const lane = opened ?? (await this.#openLane(system, 0));
			lanes.set(system, lane);
			if (!opened) await lane.reset([], []);
			await lane.run(name, this.#surroundings(world, new Set()), []);
			filled.set(system, await lane.held());
		}
		await liveOneDay(entra);
		await changeTeams(entra);
		await assignAll(entra);
		const people = await peopleOf(entra);
		for (const [name, world] of Object.entries(WORLDS) as [WorldName, World][]) {
			const lane = lanes.get(world.system) as Lane;
			const { employees, teams } = filled.get(world.system) ?? { employees: [], teams: [] };
			const members = people.filter(({ inGroup }) => inGroup || world.allUsers);
			const start = withReturners(employees, members);
			const startTeams = world.teams ? withTeamsByHand(teams, start) : [];
			const leavers = leaversAmong(start, members);
			const seed = world.system === 'scim' ? start : start.map(asRecord);
			await lane.reset(seed, startTeams);
			const { execution, injector } = await lane.run(name, this.#surroundings(world, leavers), []);
			const told = toldBy(execution);
			if (told.error !== '') throw new Error(`The undisturbed night "${name}" failed: ${told.error}`);
			const held = await lane.held();
			const oracle = new Oracle(members, start, held.employees);
			const teamOracle = new TeamOracle({ employees: start, teams: startTeams }, held);
			const failing = new Set(told.failed.flatMap(({ names }) => names));
			this.#nights.set(name, { world, seed, startTeams, oracle, teams: teamOracle, start, people, failing, leavers });
			for (const kind of KINDS.filter((one) => one.world === name && !one.after)) {
				this.#counts.set(kind, injector.counts.get(kind.name) ?? { requests: 0, answered: false });
			}
		}
		for (const kind of KINDS.filter(({ after }) => after)) {
			const night = this.#nights.get(kind.world) as Prepared;
			const lane = lanes.get(night.world.system) as Lane;
			await lane.reset(night.seed, night.startTeams);
			const { injector } = await lane.run(
				kind.world,
				this.#surroundings(night.world, night.leavers),
				provocation(kind),
			);
			this.#counts.set(kind, injector.counts.get(kind.name) ?? { requests: 0, answered: false });
		}
		for (const kind of KINDS) {
			if (this.#counts.get(kind)?.requests === 0) throw new Error(`A night holds no "${kind.name}".`);
		}
		return lanes;
	}

	async #openLane(system: HrSystemName, index: number): Promise<Lane> {
		const { stateDir } = this.#options;
		const root = process.cwd();
		const name = `${system} ${index + 1}`;
		return await Lane.open(this.#sandbox, this.#sent, this.#processes, name, this.#types, {
			root,
			node: nodePath(root),
			stateDir: join(stateDir, 'lanes', name.replace(' ', '-')),
			ports: ANY_PORTS,
			members: MEMBERS,
			system,
			latency: 0,
		});
	}

	async #try(lane: Lane, cell: Cell): Promise<Outcome> {
		const began = Date.now();
		try {
			return { cell, ...(await this.#judged(lane, cell)), seconds: (Date.now() - began) / 1000 };
		} catch (error) {
			this.#options.signal.throwIfAborted();
			const problem = error instanceof Error ? error.message : String(error);
			return { cell, verdict: 'stopped', problems: [`could not be tried: ${problem}`], seconds: 0 };
		}
	}

	async #judged(lane: Lane, cell: Cell): Promise<Judgement> {
		const { kind, fault, nth } = cell;
		const night = this.#nights.get(kind.world) as Prepared;
		await lane.reset(night.seed, night.startTeams);
		const surroundings = this.#surroundings(night.world, night.leavers, cell);
		const { execution, injector } = await lane.run(kind.world, surroundings, [
			...provocation(kind),
			{ kind, fault, nth },
		]);
		const { verdict, problems } = judge(cell, execution, await lane.held(), night);
		if (injector.hits.includes(0)) problems.push('the fault never struck');
		if (this.#elsewhere.wasAsked(surroundings.elsewhere)) problems.push('the redirect was followed');
		const shownText = JSON.stringify(execution.nodes);
		if (lane.secrets.some((secret) => shownText.includes(secret))) problems.push('a secret shows in the execution');
		if (verdict !== 'recovered') {
			const next = await lane.run(kind.world, this.#surroundings(night.world, night.leavers), []);
			const told = toldBy(next.execution);
			if (told.error !== '') problems.push(`the next night stopped: ${told.error}`);
			const held = await lane.held();
			const teams = night.teams.differences(held).map(({ text }) => text);
			for (const difference of [...night.oracle.differences(held.employees), ...teams]) {
				problems.push(`after the next night: ${difference}`);
			}
		}
		return { verdict, problems };
	}

	#surroundings(world: World, leavers: ReadonlySet<string>, cell?: Cell): Surroundings {
		return { world, leavers, elsewhere: this.#elsewhere.urlFor(cell?.name ?? '') };
	}
}

/** The fault that has to come first for some kinds of requests to be made at all. */
function provocation({ after }: Kind): Strike[] {
	if (!after) return [];
	const kind = KINDS.find(({ name }) => name === after.kind);
	const fault = FAULTS.find(({ name }) => name === after.fault);
	if (!kind || !fault) throw new Error(`There is no ${after.kind} / ${after.fault}.`);
	return [{ kind, fault, nth: 1 }];
}

/** Somebody as the REST system takes them. */
function asRecord({ raw, active }: Employee & { raw: unknown }): object {
	return { ...(raw as object), ...(active ? {} : { status: 'deactivated' }) };
}

/** Those that take longest come first, so that none of them is left over at the end. */
function byLength(cells: readonly Cell[]): Cell[] {
	return [...cells].sort((one, other) => other.seconds - one.seconds);
}

export function shown({ cell, verdict, problems, seconds }: Outcome): string {
	const took = `${verdict}, ${seconds.toFixed(0)} s`;
	return problems.length === 0
		? `${cell.name}: ${took}`
		: `FAILED ${cell.name} (${took}): ${problems.slice(0, 4).join('; ')}${problems.length > 4 ? `; and ${problems.length - 4} more` : ''}`;
}
