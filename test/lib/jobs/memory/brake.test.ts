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
