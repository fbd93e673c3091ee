import { SyncError } from '../../../../lib/base/errors';
import { brake } from '../../../../lib/jobs/memory/brake';
import type { Braking } from '../../../../lib/jobs/memory/brake';
import type { ResultRow } from '../../../../lib/sync/model';

const people = (from: number, to: number): ResultRow[] =>
	Array.from({ length: to - from }, (_, i) => ({
		action: 'deactivated',
		changes: [],
		hrId: `hr-${from + i}`,
		entra: { id: `${from + i}` },
	}));

const attempt = (key: string | undefined, planned: ResultRow[], more: Partial<Braking> = {}): string | undefined =>
	brake({ key, planned, active: 100, limits: { deactivations: { percent: 10, atLeast: 5 } }, dryRun: false, ...more });

it('gives the batches of a loop one limit together', () => {
	attempt('loop', people(0, 5));
	attempt('loop', people(5, 10), { active: 95 });
	expect(() => attempt('loop', people(10, 11), { active: 90 })).toThrow(
		"1 more of the sync's 100 active people would be deactivated, 10 were before",
	);
	attempt('another execution', people(10, 15));
});

it('counts nobody twice when a node is retried', () => {
	attempt('retried', people(0, 10));
	attempt('retried', people(0, 10));
});

it('counts those whom an earlier node deactivated, once', () => {
	expect(() => attempt('two nodes', people(8, 11), { earlier: people(0, 8), active: 92 })).toThrow(SyncError);
	attempt('two other nodes', people(8, 10), { earlier: people(0, 8), active: 92 });
});

it('remembers nothing of a dry run, and stops nobody who deactivates nobody', () => {
	attempt('dry', people(0, 10), { dryRun: true });
	attempt('dry', people(10, 20));
	attempt('dry', []);
});

it('does not count what a person has let through against what comes after it', () => {
	const many = people(0, 30);
	const stopped = (): unknown => attempt('allowed', many);
	expect(stopped).toThrow(SyncError);
	let code = '';
	try {
		stopped();
	} catch (error) {
		code = (error as SyncError).details.allowOnce as string;
	}
	attempt('allowed', many, { allowOnce: [code] });
	attempt('allowed', people(30, 31), { earlier: many, active: 70 });
	expect(() => attempt('allowed', people(31, 50), { earlier: many, active: 69 })).toThrow(SyncError);
});

it('forgets an execution a good while after its last node, and not because others run', () => {
	const now = Date.now();
	const hours = (count: number): number => now + count * 60 * 60_000;
	attempt('long', people(0, 10), { now });
	for (let i = 0; i < 500; i++) attempt(`other ${i}`, people(0, 10), { now });
	expect(() => attempt('long', people(10, 15), { now: hours(5) })).toThrow(SyncError);
	// Looked at five hours after the beginning.
	expect(() => attempt('long', people(10, 15), { now: hours(10) })).toThrow(SyncError);
	attempt('long', people(10, 20), { now: hours(17) });
});

describe('overwrites in a loop', () => {
	const titles = (from: number, to: number): ResultRow[] =>
		people(from, to).map((row) => ({
			...row,
			action: 'updated',
			changes: [{ attribute: 'title', from: 'a', to: 'b' }],
		}));
	const limits = { overwrites: { percent: 30, atLeast: 20 } };
	const round = (key: string, id: number, planned: ResultRow[], active: number, sync = 'one'): unknown =>
		attempt(key, planned, { limits, active, round: { sync, id: `${id}` } });

	it('are counted over its rounds', () => {
		round('small rounds', 0, titles(0, 15), 15);
		expect(() => round('small rounds', 1, titles(15, 30), 15)).toThrow(
			"title would be overwritten for 15 more of the sync's 30 active people, 15 were before, and the limit is 20",
		);
	});

	it('are a share of all whom its rounds have been about, each round once', () => {
		for (let i = 0; i < 10; i++) {
			round('many rounds', i, titles(i * 100, i * 100 + 25), 100);
			round('many rounds', i, titles(i * 100, i * 100 + 25), 100);
		}
		expect(() => round('many rounds', 10, titles(1000, 1100), 100)).toThrow("of the sync's 1100 active people");
	});

	it('have nothing to do with the people of another sync', () => {
		round('two syncs', 0, [], 1000);
		expect(() => round('two syncs', 1, titles(0, 30), 30, 'two')).toThrow("30 of the sync's 30 active people");
	});
});
