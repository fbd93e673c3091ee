import type { IExecuteFunctions, WorkflowExecuteMode } from 'n8n-workflow';

import { sparingly } from '../../lib/base/async';
import type { Run } from '../../lib/jobs/run';

/** How n8n calls executions that are none of a published workflow. */
const BY_HAND: ReadonlySet<WorkflowExecuteMode> = new Set(['manual', 'evaluation', 'chat', 'agent']);

/** What n8n says of the run that a node is part of, in the words of a job. */
export function runOf(context: IExecuteFunctions): Run {
	const { name } = context.getNode();
	const log = (message: string): void => context.logger.info(`${name}: ${message}`);
	return {
		// n8n types both as always there.
		execution: context.getExecutionId() || undefined,
		root: callerOf(context),
		byHand: BY_HAND.has(context.getMode()),
		workflow: context.getWorkflow().id || undefined,
		signal: context.getExecutionCancelSignal(),
		log,
		progress: sparingly(log),
		hint: (message, type) => context.addExecutionHints({ message, location: 'outputPane', ...(type && { type }) }),
		now: () => Date.now(),
		memory: context.getWorkflowStaticData('node'),
	};
}

/** Older versions of n8n don't say which execution has called one. */
function callerOf(context: IExecuteFunctions): string | undefined {
	const asked: Partial<Pick<IExecuteFunctions, 'getExecutionContext'>> = context;
	return asked.getExecutionContext?.()?.parentExecutionId;
}
