import { join } from 'node:path';

import { random } from '../../../sandbox/entra/random.ts';
import { writeFigures } from '../figures.ts';
import { say } from '../say.ts';
import { inStateDir, runSuite } from '../suite.ts';
import { NIGHTS, runCampaign } from './campaign.ts';
import type { Findings } from './campaign.ts';
import { DISTURBANCES } from './disturbances/index.ts';
import { readFlags, USAGE } from './flags.ts';
import type { Flags } from './flags.ts';
import { choosePoints } from './points.ts';
import { evenly, shareOf } from './share.ts';
import type { Share } from './share.ts';
import { describe, disturbancesAsMarkdown, failuresOf, killsAsMarkdown } from './table.ts';

const root = join(import.meta.dirname, '..', '..', '..');
await runSuite({
	usage: USAGE,
	readFlags,
	run: async (flags, signal) => {
		const began = Date.now();
		const share = shareOf(flags, DISTURBANCES.length);
		say(`${share.points} kills and ${share.disturbances} of ${DISTURBANCES.length} other disturbances.`);
		const until = flags.minutes === undefined ? Infinity : began + flags.minutes * 60_000;
		const findings = await inLanes(flags, share, until, signal);
		const minutes = Math.round((Date.now() - began) / 60_000);
		const missed = share.points + share.disturbances - findings.outcomes.length - findings.disturbed.length;
		if (missed > 0) say(`The time was over before ${missed} of them.`);
		return report(findings, flags, minutes);
	},
});

/** Each lane does its part, in the same company, and all stop when one can't go on. */
async function inLanes(
	{ seed, members, lanes }: Flags,
	share: Share,
	until: number,
	signal: AbortSignal,
): Promise<Findings> {
	const next = random(seed);
	const points = choosePoints(share.points, NIGHTS, next);
	const disturbances = evenly(DISTURBANCES, share.disturbances, next());
	const oneFailed = new AbortController();
	const lane = async (index: number): Promise<Findings> => {
		const isOurs = (_: unknown, position: number): boolean => position % lanes === index;
		try {
			return await inStateDir(
				'crash',
				async (stateDir) =>
					await runCampaign({
						stateDir,
						members,
						seed,
						until,
						points: points.filter(isOurs),
						disturbances: disturbances.filter(isOurs),
						signal: AbortSignal.any([signal, oneFailed.signal]),
						say: (line) => say(lanes > 1 ? `lane ${index + 1}: ${line}` : line),
					}),
			);
		} catch (error) {
			oneFailed.abort(error);
			throw error;
		}
	};
	const done = await Promise.allSettled(Array.from({ length: lanes }, async (_, index) => await lane(index)));
	oneFailed.signal.throwIfAborted();
	const findings = done.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
	return {
		outcomes: findings.flatMap(({ outcomes }) => outcomes).sort((one, other) => one.point.number - other.point.number),
		disturbed: DISTURBANCES.flatMap(({ what }) =>
			findings.flatMap(({ disturbed }) => disturbed.filter((one) => one.what === what)),
		),
	};
}

/** @returns the exit code */
function report({ outcomes, disturbed }: Findings, { seed, members, isWhole, lanes }: Flags, took: number) {
	const text = [
		`${outcomes.length} kills (SIGKILL) of n8n during a sync of ${members} people, seed ${seed}:`,
		killsAsMarkdown(outcomes),
		'What else can happen to a run, on the third night, writes one by one:',
		disturbancesAsMarkdown(disturbed),
		`All of it took ${took} minutes, with ${lanes} n8n at work at once.`,
	].join('\n\n');
	console.log(text);
	const failures = [
		...outcomes.map((outcome) => ({ name: `Killed ${describe(outcome)}`, wrong: failuresOf(outcome) })),
		...disturbed.flatMap(({ what, mending }) => (mending ? [{ name: what, wrong: failuresOf(mending) }] : [])),
	];
	const failed = failures.filter(({ wrong }) => wrong.length > 0);
	for (const { name, wrong } of failed) console.error(`${name}: ${wrong.join('; ')}`);
	console.log(`# pass ${failures.length - failed.length}\n# fail ${failed.length}`);
	console.log(`# skipped ${disturbed.filter(({ mending }) => !mending).length}`);
	if (isWhole && failed.length === 0) writeFigures(join(root, 'docs', 'reliability.md'), 'npm run test:crash', text);
	return failed.length > 0 ? 1 : 0;
}
