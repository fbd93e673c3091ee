import { SyncError } from '../../../lib/base/errors';
import { check } from '../../../lib/jobs/check';
import type { Run } from '../../../lib/jobs/run';
import type { ResultRow } from '../../../lib/sync/model';

const runOf = (execution: string, more: Partial<Run> = {}): Run => ({
	execution,
	byHand: false,
	now: () => Date.UTC(2026, 0, 31, 3),
	log: () => {},
	progress: () => {},
	hint: () => {},
	memory: {},
	...more,
});

const leavers = (place: string): ResultRow[] =>
	Array.from({ length: 10 }, (_, i) => ({
		action: 'deactivated',
		changes: [{ attribute: 'active', from: true, to: false }],
		hrId: `${i}`,
		entra: { id: '', displayName: `Person ${i} of ${place}` },
	}));

const attempt = (run: Run, allowOnce: string[], place = 'one', planned = leavers(place)): void =>
	check(
		planned,
		{
			approved: undefined,
			active: 20,
			limits: { deactivations: { percent: 10, atLeast: 5 } },
			allowOnce,
			dryRun: false,
		},
		{ place },
		run,
	);

function codeFor(place: string, allowOnce: string[] = []): string {
	try {
		attempt(runOf('a look'), allowOnce, place);
	} catch (error) {
		if (error instanceof SyncError) return error.details.allowOnce as string;
	}
	throw new Error('nothing was stopped');
}

it('a code lets its plan through in one execution, however often the node is tried there, and in no other', () => {
	const code = codeFor('one');
	const run = runOf('night');
	attempt(run, [code]);
	attempt(run, [code]);
	attempt(runOf('a sub-workflow', { root: 'night' }), [code]);
	expect(() => attempt(runOf('the next night'), [code])).toThrow('would be deactivated');
	// The one that is offered now is good, once.
	const next = codeFor('one', [code]);
	attempt(runOf('the night after'), [code, next]);
	expect(() => attempt(runOf('the night after that'), [code, next])).toThrow(SyncError);
});

it('a code is remembered in plain JSON, and anything else there is passed over', () => {
	const code = codeFor('two');
	const memory = {};
	attempt(runOf('night', { memory }), [code], 'two');
	expect(memory).toEqual({ usedCodes: { [code]: '2026-01-31T03:00:00.000Z' } });
	const fresh = codeFor('three');
	attempt(runOf('damaged', { memory: { usedCodes: { [fresh]: 7, x: null } } }), [fresh], 'three');
	const other = codeFor('four');
	const used = { usedCodes: { [other]: '2026-01-30T03:00:00.000Z' } };
	expect(() => attempt(runOf('remembered', { memory: used }), [other], 'four')).toThrow(SyncError);
});

it('people and HR system are in the code', () => {
	const code = codeFor('five');
	expect(() => attempt(runOf('n'), [code], 'five', leavers('elsewhere'))).toThrow(SyncError);
	expect(() => attempt(runOf('n'), [code], 'six', leavers('five'))).toThrow(SyncError);
});

it('an approved plan passes without its code, and uses it up where the preview needed it', () => {
	const code = codeFor('seven');
	const approved = (run: Run, allowOnce: string[]): void =>
		check(
			leavers('seven'),
			{ approved: leavers('seven'), active: 20, limits: { deactivations: { atMost: 5 } }, allowOnce, dryRun: false },
			{ place: 'seven' },
			run,
		);
	approved(runOf('without'), []);
	approved(runOf('with'), [code]);
	expect(() => attempt(runOf('later'), [code], 'seven')).toThrow(SyncError);
});
