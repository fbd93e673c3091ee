import { checkNewest, noteReads, supersededAt } from '../../../../lib/jobs/memory/newestRead';
import type { Run } from '../../../../lib/jobs/run';
import { rosterOf } from '../../../support/rosters';

const read = (minute: number) =>
	rosterOf(['ann'], { readAt: new Date(Date.UTC(2026, 0, 31, 2, minute)).toISOString() });
const run = (execution: string | undefined, workflow: string | undefined = 'nightly'): Run => ({
	execution,
	workflow,
	log: () => {},
	progress: () => {},
	hint: () => {},
	now: () => Date.UTC(2026, 0, 31, 3),
	byHand: false,
	memory: {},
});
let place: string;
let places = 0;
beforeEach(() => (place = `place ${places++}`));

describe('a read of the group is superseded', () => {
	it('by a newer one of another run of the same sync, at that time', () => {
		noteReads(run('2'), place, undefined, [read(5)]);
		expect(supersededAt(run('1'), place, undefined, read(1))).toBe(read(5).readAt);
	});

	it.each([
		['an older one', run('2'), undefined, read(0)],
		['the same', run('2'), undefined, read(1)],
		['a newer one of the same run', run('1'), undefined, read(5)],
		['that of another workflow', run('2', 'other'), undefined, read(5)],
		['that of a run outside of n8n', run(undefined), undefined, read(5)],
		['that of a workflow without an id', run('2', ''), undefined, read(5)],
		['one that is still to come', run('2'), undefined, rosterOf(['ann'], { readAt: '2099-01-01T00:00:00Z' })],
		['a newer one of some people only', run('2'), undefined, { ...read(5), partial: true }],
		['that of a sync with another mark', run('2'), { attribute: 'userType', value: 'uk' }, read(5)],
	])('not by %s', (_, other, mark, roster) => {
		noteReads(other, place, mark, [roster]);
		expect(supersededAt(run('1'), place, undefined, read(1))).toBeUndefined();
	});

	it('not by one that goes to another HR system', () => {
		noteReads(run('2'), 'elsewhere', undefined, [read(5)]);
		expect(supersededAt(run('1'), place, undefined, read(1))).toBeUndefined();
	});

	it('not any more where an older run is told of later', () => {
		noteReads(run('2'), place, undefined, [read(5)]);
		noteReads(run('1'), place, undefined, [read(1)]);
		expect(supersededAt(run('3'), place, undefined, read(2))).toBe(read(5).readAt);
	});

	it('by the oldest of several reads that a run works with', () => {
		noteReads(run('2'), place, undefined, [read(9), read(5)]);
		expect(supersededAt(run('1'), place, undefined, read(1))).toBe(read(5).readAt);
	});
});

it('is told of as many reads as there are rows', () => {
	const rosters = Array.from({ length: 200_000 }, () => read(5));
	noteReads(run('2'), place, undefined, rosters);
	expect(supersededAt(run('1'), place, undefined, read(1))).toBe(read(5).readAt);
});

it('stops a run whose read was superseded, and says when', () => {
	expect(() => checkNewest(undefined, read(1))).not.toThrow();
	expect(() => checkNewest(read(5).readAt, read(1))).toThrow(
		'Stopped: another run of this sync has read the group at 2026-01-31T02:05:00.000Z, after this one did at 2026-01-31T02:01:00.000Z',
	);
});
