import { setTimeout as sleep } from 'node:timers/promises';

import { random } from '../../../sandbox/entra/random.ts';
import { unlessStopped } from '../../../sandbox/start/stop.ts';
import type { Employee } from '../inStep.ts';
import { disturb } from './disturb.ts';
import type { Disturbance, Disturbed } from './disturb.ts';
import { Laboratory } from './laboratory.ts';
import type { LaboratoryOptions, Mending, Night } from './laboratory.ts';
import { Company, enteredByHand } from './nights.ts';
import { momentOf } from './points.ts';
import type { NightKind, Point } from './points.ts';
import { describe } from './table.ts';
import { Trap } from './trap.ts';
import type { Moment } from './trap.ts';

/** The company's first night fills the HR system, the others bring it up to date. */
const NAMES = ['the first night', 'the second night', 'the third night'];
export const NIGHTS: NightKind[] = NAMES.map((_, night) => ({ hasLeavers: night > 0 }));

export interface CampaignOptions extends LaboratoryOptions {
	/** Where n8n is killed. */
	points: Point[];
	/** What happens in the last night besides. */
	disturbances: Disturbance[];
	/** Nothing begins after it, in milliseconds since 1970. */
	until: number;
	/** The same seed makes the same company. */
	seed: number;
}

/** One kill and what came of it. */
export interface Outcome extends Mending {
	night: string;
	point: Point;
	moment: Moment;
	/** Writes that had reached the HR system, and those of an undisturbed run. */
	delivered: number;
	writes: number;
}

export interface Findings {
	outcomes: Outcome[];
	disturbed: Disturbed[];
}

/** Kills n8n at points of a sync again and again, and disturbs it otherwise, and looks each time at what that leads to. */
export async function runCampaign(options: CampaignOptions): Promise<Findings> {
	const laboratory = await Laboratory.open(options);
	try {
		const company = new Company(laboratory.sandbox.entra, random(options.seed + 1));
		return await unlessStopped(liveThroughNights(laboratory, company, options), options.signal);
	} finally {
		await laboratory.close();
	}
}

async function liveThroughNights(
	laboratory: Laboratory,
	company: Company,
	{ points, disturbances, until, say }: CampaignOptions,
): Promise<Findings> {
	const outcomes: Outcome[] = [];
	const disturbed: Disturbed[] = [];
	const nights = disturbances.length > 0 ? NAMES.length : Math.max(...points.map(({ night }) => night)) + 1;
	let evening: Partial<Employee>[] | undefined;
	for (const [index, name] of NAMES.slice(0, nights).entries()) {
		if (Date.now() > until) break;
		if (evening) await company.liveOneDay();
		else evening = await foundCompany(company);
		const members = await company.members();
		const tonight = points.filter((point) => point.night === index);
		const others = index === NAMES.length - 1 ? disturbances : [];
		const ways = [true, false].filter(
			(bulk) => tonight.some((point) => point.bulk === bulk) || (!bulk && others.length > 0),
		);
		let morning = evening;
		// Even when nothing disturbs it: the next night begins where this one ends.
		for (const bulk of ways.length > 0 ? ways : [true]) {
			await laboratory.takeBulk(bulk);
			const night = await laboratory.begin(name, evening, members);
			morning = night.end;
			for (const point of tonight.filter((one) => one.bulk === bulk)) {
				if (Date.now() > until) break;
				const outcome = await killAt(point, night, laboratory);
				outcomes.push(outcome);
				say(describe(outcome));
			}
			if (bulk) continue;
			for (const one of others) {
				if (Date.now() > until) break;
				disturbed.push(await disturb(one, night, laboratory, say));
			}
		}
		evening = morning;
	}
	return { outcomes, disturbed };
}

/** @returns whom the HR system knows before the first night */
async function foundCompany(company: Company): Promise<Partial<Employee>[]> {
	const members = await company.members();
	const [one, other] = members.filter(({ mail, accountEnabled }) => mail !== null && accountEnabled).slice(-2);
	await company.leadEachOther(one!.id, other!.id);
	return enteredByHand(members);
}

async function killAt(point: Point, night: Night, laboratory: Laboratory): Promise<Outcome> {
	const { sandbox } = laboratory;
	const { counts, writes } = night.steps;
	const moment = momentOf(point, counts[point.phase.stage]);
	await laboratory.reset(night.start);
	const trap = new Trap(night.hrIds, () => void sandbox.killN8n(), moment);
	laboratory.watch(trap);
	await sandbox.run().catch((error: unknown) => {
		if (!trap.sprung) throw error;
	});
	// A run may end in the moments between the answer and the kill, but not before the answer.
	if (!trap.reached) throw new Error(`Point ${point.number}: the run never came to where n8n was to be killed.`);
	while (!trap.sprung) await sleep(10);
	await sandbox.killN8n();
	await laboratory.quiet();
	const mending = await laboratory.mend(night);
	return { ...mending, night: night.name, point, moment, delivered: trap.delivered, writes };
}
