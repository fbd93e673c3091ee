import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { stopSignal, unlessStopped } from '../../sandbox/start/stop.ts';
import { Sentence } from '../../scripts/install/sentence.cjs';
import { writeFigures } from '../../test/e2e/figures.ts';
import type { Employee } from '../../test/e2e/inStep.ts';
import { brokenLimits } from './budget.ts';
import { backToEvening, checkMorning, nextNight } from './company.ts';
import { CONTENDERS } from './contenders.ts';
import type { Contender } from './contenders.ts';
import { readFlags, USAGE } from './flags.ts';
import type { Flags } from './flags.ts';
import { machineOf } from './machine.ts';
import { TITLES } from './measured.ts';
import type { ContenderName, Measured, Row } from './measured.ts';
import { measuredAsMarkdown } from './report.ts';
import { openStage } from './stage.ts';
import type { Stage } from './stage.ts';
import { costsTable, ratiosOf, ratiosTable } from './table.ts';

const root = join(import.meta.dirname, '..', '..');
const stop = stopSignal();
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const print = (text: string): void => void process.stdout.write(`${text}\n`);

process.exitCode = await main();

async function main(): Promise<number> {
	try {
		const flags = readFlags(process.argv.slice(2));
		if (flags.help) {
			print(USAGE);
			return 0;
		}
		const rows: Row[] = [];
		const broken: string[] = [];
		for (const people of flags.sizes) await measureCompany(people, flags, rows, broken);
		show(rows, flags);
		for (const sentence of broken) say(sentence);
		return broken.length === 0 ? 0 : 1;
	} catch (error) {
		say(stop.aborted ? 'Stopped.' : explain(error));
		return 1;
	}
}

/** Adds a row for each contender and each latency. */
async function measureCompany(people: number, flags: Flags, rows: Row[], broken: string[]): Promise<void> {
	const stateDir = mkdtempSync(join(tmpdir(), 'entra-hr-sync-bench-'));
	try {
		const stage = await openStage({ root, stateDir, people, say, signal: stop });
		try {
			const contenders = CONTENDERS.filter(({ name }) => name !== 'drawn' || people <= flags.drawnUpTo);
			for (const latencyMs of flags.latencies) {
				const measured = CONTENDERS.map(({ name }): Row => ({ people, latencyMs, contender: name, runs: [] }));
				rows.push(...measured);
				for (let run = 1; run <= flags.runs; run++) {
					say(`${people} people, ${latencyMs} ms an answer, night ${run} of ${flags.runs}`);
					broken.push(...(await unlessStopped(oneNight(stage, contenders, measured), stop)));
				}
			}
		} finally {
			await stage.sandbox.close();
		}
	} finally {
		rmSync(stateDir, { recursive: true, force: true });
	}
}

/**
 * Lets the contenders do the same night, and adds what it has cost to their rows, which are of one company and latency.
 *
 * @returns a sentence for each limit of requests that was broken
 */
async function oneNight(
	{ sandbox, drawnId }: Stage,
	contenders: readonly Contender[],
	rows: readonly Row[],
): Promise<string[]> {
	const { people = 0, latencyMs = 0 } = rows[0] ?? {};
	const night = await nextNight(sandbox, people);
	const costs = new Map<ContenderName, Measured>();
	let morning: Employee[] | undefined;
	for (const { name, run } of contenders) {
		const evening = async (): Promise<void> => await backToEvening(sandbox, night, latencyMs);
		const cost = await run({ sandbox, drawnId }, evening);
		morning = await checkMorning(sandbox, TITLES[name], night, morning);
		rows.find(({ contender }) => contender === name)?.runs.push(cost);
		costs.set(name, cost);
		say(`  ${TITLES[name]}: ${cost.seconds.toFixed(1)} s, ${Math.round(cost.memoryMb)} MB`);
	}
	const [own, drawn] = [costs.get('package'), costs.get('drawn')];
	if (!own || !drawn) return [];
	const { members, employees, touched } = night;
	return brokenLimits({ members: members.length, employees: employees.length, written: touched, cost: own }, drawn);
}

function show(rows: readonly Row[], { smoke, json }: Flags): void {
	const machine = machineOf(root);
	const tell = json ? say : print;
	tell(`\n${costsTable(rows)}\n\n${ratiosTable(ratiosOf(rows))}`);
	if (!smoke) writeFigures(join(root, 'docs', 'performance.md'), 'npm run bench', measuredAsMarkdown(rows, machine));
	if (json) print(JSON.stringify({ ...machine, rows, ratios: ratiosOf(rows) }));
}

function explain(error: unknown): string {
	if (error instanceof Sentence) return error.message;
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
