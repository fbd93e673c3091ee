import type { Directory } from '../../../../lib/hr/directory';
import { isFoundLater, keepFound } from '../../../../lib/jobs/memory/foundLater';
import { applyDepartures } from '../../../../lib/jobs/write/depart';
import type { PlannedDeparture } from '../../../../lib/sync/leavers/departures';
import { planMissing } from '../../../../lib/sync/leavers/missing';
import type { Employee } from '../../../../lib/sync/model';

const at = (minute: number): string => `2026-03-01T00:0${minute}:00.000Z`;

describe('an older run asks whom a newer one has found in the group', () => {
	/** Each test has a sync of its own. */
	let count = 0;
	let sync: string;
	beforeEach(() => (sync = `sync ${++count}`));

	const older = (): { sync: string; execution: string } => ({ sync, execution: '1' });
	const newer = (): { sync: string; execution: string } => ({ sync, execution: '2' });

	test('whoever the newer one has found', () => {
		keepFound(older(), at(1), ['ann']);
		keepFound(newer(), at(2), ['ann', 'bob']);
		expect(isFoundLater(older(), at(1), 'bob')).toBe(true);
		expect(isFoundLater(older(), at(1), 'cem')).toBe(false);
	});

	test('also when the older one comes to write after it, and when the newer one adds whom it has created', () => {
		keepFound(newer(), at(2), ['bob']);
		keepFound(older(), at(1), ['ann']);
		keepFound(newer(), at(2), ['dora']);
		expect(['bob', 'dora', 'ann'].map((id) => isFoundLater(older(), at(1), id))).toEqual([true, true, false]);
	});

	test('not the other way round, nor in its own execution, nor in another sync', () => {
		keepFound(older(), at(1), ['ann']);
		expect(isFoundLater(newer(), at(2), 'ann')).toBe(false);
		keepFound(newer(), at(2), ['bob']);
		expect(isFoundLater(newer(), at(1), 'bob')).toBe(false);
		expect(isFoundLater({ sync: 'other', execution: '1' }, at(1), 'bob')).toBe(false);
	});

	test('what the newest has not found is forgotten, and a time that is none counts for nothing', () => {
		keepFound(newer(), at(2), ['bob']);
		keepFound({ sync, execution: '3' }, at(3), ['ann']);
		keepFound({ sync, execution: '4' }, 'yesterday', ['eve']);
		expect(['ann', 'bob', 'eve'].map((id) => isFoundLater(older(), at(1), id))).toEqual([true, false, false]);
		expect(isFoundLater(older(), 'yesterday', 'ann')).toBe(false);
	});
});

describe('somebody whom another run has found since', () => {
	const ann: Employee = { hrId: 'ann', active: true, raw: { externalId: 'ann' } };
	const bob: Employee = { hrId: 'bob', active: true, raw: { externalId: 'bob' } };
	const wasFoundLater = (hrId: string): boolean => hrId === 'bob';

	test('is undecided, and not missing', () => {
		const plan = planMissing({
			rows: [],
			readAt: at(1),
			employees: [ann, bob],
			scope: 'linked',
			isProtected: () => false,
			wasFoundLater,
			read: ({ raw }, attribute) => (raw as Record<string, unknown>)[attribute],
		});
		expect(plan.missing).toEqual([ann]);
		expect(plan.undecided).toEqual([bob]);
	});

	test('is left alone when that turns out while leavers are written', async () => {
		const deactivated: string[] = [];
		const directory: Pick<Directory, 'deactivate'> = {
			deactivate: async ({ hrId }) => {
				deactivated.push(hrId);
				await Promise.resolve();
			},
		};
		const planned = [ann, bob].map((employee): PlannedDeparture => {
			const changes = [{ attribute: 'active', from: true, to: false }];
			const entra = { id: employee.hrId };
			return { employee, row: { action: 'deactivated', reason: 'Gone', entra, hrId: employee.hrId, changes } };
		});
		const rows = await applyDepartures(planned, directory as Directory, { concurrency: 1, wasFoundLater });
		expect(deactivated).toEqual(['ann']);
		expect(rows.map(({ action, changes }) => [action, changes.length])).toEqual([
			['deactivated', 1],
			['skipped', 0],
		]);
	});
});
