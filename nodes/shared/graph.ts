import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';

import { createGraph } from '../../lib/graph/client';
import type { Graph } from '../../lib/graph/client';
import { parseGraphCredential } from '../../lib/graph/signIn/credential';

const CREDENTIAL = 'azureClientCredentialsApi';

/** Microsoft Graph for a node's run: stops with the execution and reports waits to n8n's log. */
export async function openGraph(context: IExecuteFunctions): Promise<Graph> {
	return createGraph(parseGraphCredential(await context.getCredentials(CREDENTIAL)), {
		signal: context.getExecutionCancelSignal(),
		log: (message) => context.logger.info(`${context.getNode().name}: ${message}`),
	});
}

/** Microsoft Graph for a list in the editor. */
export async function openGraphForLists(context: ILoadOptionsFunctions): Promise<Graph> {
	return createGraph(parseGraphCredential(await context.getCredentials(CREDENTIAL)));
}
