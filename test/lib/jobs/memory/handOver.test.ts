import { keepSnapshot, takeSnapshot } from '../../../../lib/jobs/memory/handOver';

const employees = [{ hrId: '1', active: true, raw: {} }];

it('hands the list on once, within its execution only', () => {
	keepSnapshot('run 1', employees, Date.now());
	expect(takeSnapshot('run 2')).toBeUndefined();
	expect(takeSnapshot('run 1')?.employees).toBe(employees);
	expect(takeSnapshot('run 1')).toBeUndefined();
});

it('keeps nothing outside of an execution', () => {
	keepSnapshot(undefined, employees, Date.now());
	expect(takeSnapshot(undefined)).toBeUndefined();
});

it('forgets what nobody takes, and holds few at a time', () => {
	keepSnapshot('old', employees, 0);
	expect(takeSnapshot('old', 11 * 60_000)).toBeUndefined();
	for (let i = 0; i < 6; i++) keepSnapshot(`run ${i}`, employees, Date.now());
	expect(takeSnapshot('run 0')).toBeUndefined();
	expect(takeSnapshot('run 5')?.employees).toBe(employees);
});
