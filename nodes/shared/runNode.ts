import { NodeOperationError } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { SyncError } from '../../lib/base/errors';
import { plainText } from '../../lib/base/json';

const MOST_NAMES = 30;

/**
 * Runs a node's work so that a failure always reaches the error branch.
 *
 * n8n sends the INPUT items of a node that throws to its success branch when "On Error" is "Continue (using error
 * output)". So under continueOnFail() nothing may be thrown: the failure becomes one item `{ error, details }`, which
 * n8n recognises and moves to the error output. It carries no pairedItem on purpose: n8n would merge the first
 * person's data into it.
 */
export async function runNode(
	context: IExecuteFunctions,
	outputs: number,
	work: () => Promise<INodeExecutionData[][]>,
): Promise<INodeExecutionData[][]> {
	try {
		return await work();
	} catch (error) {
		const shown = asNodeError(context, error);
		if (!context.continueOnFail()) throw shown;
		const failure: INodeExecutionData = {
			json: {
				error: shown.message,
				details: {
					node: context.getNode().name,
					description: error instanceof SyncError ? error.description : (shown.description ?? ''),
					...(error instanceof SyncError ? error.details : {}),
				},
			},
		};
		return [[failure], ...Array.from({ length: outputs - 1 }, () => [])];
	}
}

/** Our own errors keep their words; anything else is a programming error and keeps its message and stack. */
function asNodeError(context: IExecuteFunctions, error: unknown): NodeOperationError {
	if (error instanceof NodeOperationError) return error;
	if (error instanceof SyncError) {
		return new NodeOperationError(context.getNode(), error.message, { description: describe(error) });
	}
	return new NodeOperationError(context.getNode(), error instanceof Error ? error : new Error(String(error)));
}

/** Without an error output the description is all that a person sees, so it names people too. */
function describe({ description, details }: SyncError): string {
	const named = details.wouldDeactivate ?? details.wouldRemove;
	const names = Array.isArray(named) ? named.map(plainText) : [];
	if (names.length === 0) return description;
	const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
	return `${description} It is about: ${names.slice(0, MOST_NAMES).join(', ')}${more}.`;
}
