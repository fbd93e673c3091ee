import type { Directory } from '../../../../lib/hr/directory';
import { HttpError } from '../../../../lib/http/client';
import { applyPlan } from '../../../../lib/jobs/write/apply';
import type { MappedRow } from '../../../../lib/sync/model';
import { planUpserts } from '../../../../lib/sync/plan';

const row = (name: string, managerId: string | null): MappedRow => ({
	employee: { externalId: name, userName: `${name}@example.com` },
	entra: { id: name, displayName: name, managerId },
	problems: [],
	causes: [],
});

const unreachable = (): HttpError =>
	new HttpError(
		{ kind: 'unreachable', asked: 'hr', host: 'hr.example' },
		{
			kind: 'network',
			method: 'PATCH',
			url: 'http://hr.example/Users/1',
		},
	);

/** An HR system that can't be reached any more once it has created so many. */
function failingAfter(creations: number): Directory {
	let created = 0;
	return {
		list: async () => [],
		find: async () => {
			throw unreachable();
		},
		create: async ({ userName }) => {
			if (created++ >= creations) throw unreachable();
			return { hrId: `hr ${String(userName)}`, active: true, raw: {} };
		},
		update: async () => {
			throw unreachable();
		},
		deactivate: async () => {},
		isUnchanged: () => true,
		read: () => undefined,
		readManager: () => undefined,
		describe: ({ hrId }) => hrId,
	};
}

it('whoever was created and still waits for the manager is named when the run is stopped', async () => {
	const directory = failingAfter(2);
	const { read, readManager, describe: called } = directory;
	const rows = [row('ann', 'bob'), row('bob', 'ann'), row('cleo', null)];
	const matchBy = ['externalId'];
	const planned = planUpserts({ rows, employees: [], matchBy, managers: 'sync', read, readManager, describe: called });
	const run = applyPlan(planned, directory, { matchBy, concurrency: 1, dryRun: false, wait: async () => {} });

	const error = await run.catch((failure: unknown) => failure);
	expect(error).toMatchObject({
		message: 'The HR system could not be reached (hr.example)',
		details: {
			results: [
				{ action: 'failed', cause: { kind: 'unreachable', asked: 'hr', host: 'hr.example' } },
				{
					action: 'failed',
					reason: 'The manager could not be set, all else was written: The run was stopped before',
					cause: { kind: 'managerFailed', because: { kind: 'runStopped' } },
				},
				{ action: 'created' },
			],
		},
	});
});
