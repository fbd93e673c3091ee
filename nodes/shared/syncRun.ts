import type { IExecuteFunctions } from 'n8n-workflow';

import { keepFound } from '../../lib/jobs/memory/foundLater';
import type { SyncRun } from '../../lib/jobs/memory/foundLater';
import type { MappedRow } from '../../lib/sync/model';

/**
 * Tells this run from others of the same workflow.
 * @param place names the HR system
 * @returns undefined outside of an execution
 */
export function syncRunOf(context: IExecuteFunctions, place: string): SyncRun | undefined {
	const execution = context.getExecutionId() as string | undefined;
	const { id } = context.getWorkflow();
	return execution && id ? { sync: `${id}\n${place}`, execution } : undefined;
}

/** Takes for other runs of the workflow whom this one has found in the group. Rows of several reads are as good as the oldest. */
export function keeperOfFound(
	context: IExecuteFunctions,
	place: string,
	rows: readonly MappedRow[],
): (hrIds: readonly (string | undefined)[]) => void {
	const run = syncRunOf(context, place);
	const [readAt] = [...new Set(rows.flatMap(({ roster }) => roster?.readAt ?? []))].sort();
	if (!run || readAt === undefined) return () => {};
	return (hrIds) => {
		keepFound(
			run,
			readAt,
			hrIds.flatMap((hrId) => hrId ?? []),
		);
	};
}
