import { text } from 'node:stream/consumers';

import { measurePeak } from '../../../sandbox/n8n/memory.ts';
import { diff, managersOfLate } from './diff.ts';
import { readPeople } from './graph.ts';
import type { Source } from './graph.ts';
import { readEmployees, write } from './hr.ts';
import type { Target } from './hr.ts';

/** What the standard input says, as JSON. */
export interface FloorJob {
	source: Source;
	target: Target;
}

/** What the standard output says, as JSON. */
export interface FloorDone {
	/** From the first request to the end. */
	seconds: number;
	/** The most memory that it held, above what a Node.js holds that has done nothing. */
	memoryMb: number;
	writes: number;
}

/**
 * The same sync with the fewest requests that the two protocols allow, and nothing else: no check, no second try, no limit
 * to what it deactivates, no report. What a sync can't be faster than, not one to use.
 */
async function sync({ source, target }: FloorJob): Promise<number> {
	const [people, { known, writesAtOnce }] = await Promise.all([readPeople(source), readEmployees(target)]);
	const plan = diff(people, known);
	const ids = await write(target, plan.writes, writesAtOnce);
	const late = managersOfLate(plan, ids);
	await write(target, late, writesAtOnce);
	return plan.writes.length + late.length;
}

const job = JSON.parse(await text(process.stdin)) as FloorJob;
const idle = measurePeak(process.pid).stop();
const peak = measurePeak(process.pid);
const started = performance.now();
const writes = await sync(job);
const seconds = (performance.now() - started) / 1_000;
const done: FloorDone = { seconds, memoryMb: peak.stop() - idle, writes };
console.log(JSON.stringify(done));
