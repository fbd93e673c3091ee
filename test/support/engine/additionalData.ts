import { compileFunction } from 'node:vm';

import { ExecutionLifecycleHooks, ExternalSecretsProxy } from 'n8n-core';
import { UnexpectedError } from 'n8n-workflow';
import type {
	ExecuteWorkflowData,
	ExecuteWorkflowOptions,
	IExecuteFunctions,
	IExecuteWorkflowInfo,
	INodeExecutionData,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import type { TestCredentialsHelper } from './credentials';
import { dataTables } from './dataTables';

const BASE_URL = 'http://localhost:5678/';

/** Runs a sub-workflow and returns what its last node put out. */
export type RunSubworkflow = (
	info: IExecuteWorkflowInfo,
	options: ExecuteWorkflowOptions,
) => Promise<Array<INodeExecutionData[] | null>>;

/** What n8n's main process gives the engine for one execution, without a database, a queue or a user interface. */
export function additionalDataFor(
	workflow: IWorkflowBase,
	mode: WorkflowExecuteMode,
	executionId: string,
	credentialsHelper: TestCredentialsHelper,
	runSubworkflow: RunSubworkflow,
): IWorkflowExecuteAdditionalData {
	const data: Omit<IWorkflowExecuteAdditionalData, 'startRunnerTask' | 'data-table'> & {
		hooks: ExecutionLifecycleHooks;
	} = {
		hooks: new ExecutionLifecycleHooks(mode, executionId, workflow),
		executionId,
		workflowId: workflow.id,
		currentNodeExecutionIndex: 0,
		credentialsHelper,
		externalSecretsProxy: new ExternalSecretsProxy(),
		variables: {},
		restApiUrl: `${BASE_URL}rest`,
		instanceBaseUrl: BASE_URL,
		formBaseUrl: `${BASE_URL}form`,
		formWaitingBaseUrl: `${BASE_URL}form-waiting`,
		formTestBaseUrl: `${BASE_URL}form-test`,
		webhookBaseUrl: `${BASE_URL}webhook`,
		webhookWaitingBaseUrl: `${BASE_URL}webhook-waiting`,
		webhookTestBaseUrl: `${BASE_URL}webhook-test`,
		mcpBaseUrl: `${BASE_URL}mcp`,
		mcpTestBaseUrl: `${BASE_URL}mcp-test`,
		setExecutionStatus: () => undefined,
		logAiEvent: () => undefined,
		getRunExecutionData: async () => undefined,
		getRuntimeCredential: async () => undefined,
		async executeWorkflow(info, _additionalData, options): Promise<ExecuteWorkflowData> {
			return { executionId: `${executionId}-sub`, data: await runSubworkflow(info, options) };
		},
	};
	return {
		...data,
		startRunnerTask,
		'data-table': { dataTableProxyProvider: dataTables() },
	} as IWorkflowExecuteAdditionalData;
}

interface CodeTask {
	code: string;
	nodeMode: 'runOnceForAllItems' | 'runOnceForEachItem';
	chunk?: { startIndex: number; count: number };
}

/** The Code node hands its JavaScript to a task runner, a process of its own in n8n; here it runs in place. */
const startRunnerTask = async (
	_additionalData: IWorkflowExecuteAdditionalData,
	jobType: string,
	settings: unknown,
	context: IExecuteFunctions,
): Promise<{ ok: true; result: unknown } | { ok: false; error: unknown }> => {
	if (jobType !== 'javascript') throw new UnexpectedError(`No task runner for ${jobType}`);
	const { code, nodeMode, chunk } = settings as CodeTask;
	const items = context.getInputData();
	try {
		if (nodeMode === 'runOnceForAllItems') return { ok: true, result: await runCode(code, context, 0) };
		const { startIndex, count } = chunk ?? { startIndex: 0, count: items.length };
		const results: unknown[] = [];
		for (let index = startIndex; index < startIndex + count; index++) {
			const result = (await runCode(code, context, index)) as { pairedItem?: unknown } | null;
			results.push({ pairedItem: { item: index }, ...result });
		}
		return { ok: true, result: results };
	} catch (error) {
		return { ok: false, error };
	}
};

async function runCode(code: string, context: IExecuteFunctions, itemIndex: number): Promise<unknown> {
	const proxy = context.getWorkflowDataProxy(itemIndex);
	const scope: Record<string, unknown> = {
		$: proxy.$,
		$input: proxy.$input,
		$json: proxy.$json,
		$now: proxy.$now,
		$today: proxy.$today,
		$workflow: proxy.$workflow,
		$execution: proxy.$execution,
		DateTime: proxy.DateTime,
		items: context.getInputData(),
		item: context.getInputData()[itemIndex],
	};
	const run = compileFunction(`return (async () => {${code}\n})()`, Object.keys(scope)) as (
		...values: unknown[]
	) => Promise<unknown>;
	return await run(...Object.values(scope));
}
