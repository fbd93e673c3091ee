import { WorkflowExecute, WorkflowHasIssuesError } from 'n8n-core';
import { createRunExecutionData, UserError } from 'n8n-workflow';
import type {
	ExecutionError,
	ExecutionStatus,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeType,
	IRun,
	IRunExecutionData,
	RelatedExecution,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { additionalDataFor } from './additionalData';
import type { RunSubworkflow } from './additionalData';
import { TestCredentialsHelper } from './credentials';
import type { CredentialData } from './credentials';
import { startExpressions } from './expressions';
import { TestNodeTypes } from './types';
import { loadWorkflow, testNode, workflowOf } from './workflow';
import type { WorkflowJson, WorkflowNode } from './workflow';

export interface RunOptions {
	/**
	 * The data of each credential by its type, e.g. `{ smtp: { host: '127.0.0.1', ... } }`; every node that asks for the
	 * type gets it. A token that n8n would store (`expirable`) is stored in this object.
	 */
	credentials?: CredentialData;
	/** Name of the node to begin with; else the trigger that n8n would begin with. */
	startNode?: string;
	/** `manual`, the default: as with the editor's button. `trigger`: as an active workflow runs. */
	mode?: 'manual' | 'trigger';
	/** What the trigger puts out in `trigger` mode; else one empty item. */
	triggerItems?: IDataObject[];
	/** Cancels the execution as the editor's stop button does. */
	signal?: AbortSignal;
	/** The workflow's static data as the last production run left it; nodes change it in place. */
	staticData?: IDataObject;
	/** Node types that only the test has, by the full type name that its workflow uses. */
	extraNodes?: Record<string, INodeType>;
	/** Workflows that an Execute Sub-workflow node can call, by their id. */
	subworkflows?: Record<string, WorkflowJson>;
}

export interface EngineRun {
	/** `success`, `error` or `canceled`; n8n has more for runs that wait. */
	status: ExecutionStatus;
	/** What stopped the workflow. */
	error?: { message: string; description?: string | null };
	/** The json of what a node put out, all its runs after one another; output 0 unless said otherwise. */
	items(node: string, output?: number): IDataObject[];
	/** The same items whole, with binary data and pairedItem. */
	data(node: string, output?: number): INodeExecutionData[];
	ran(node: string): boolean;
	/** The hints that a node showed in the editor. */
	hints(node: string): string[];
	raw: IRun;
}

/** Each execution has an id of its own, as in n8n: nodes tell executions apart by it. */
let executions = 0;

/** Where a run begins, and with what. */
interface Entry {
	node?: INode;
	items?: INodeExecutionData[];
	/** The execution that called this one. */
	caller?: RelatedExecution;
}

/** Runs a workflow in n8n's own engine, with n8n's own nodes and this package's nodes from their sources. */
export async function runWorkflow(json: WorkflowJson, options: RunOptions = {}): Promise<EngineRun> {
	await startExpressions();
	const mode = options.mode ?? 'manual';
	return summary(
		await execute(json, options, mode, (workflow) => ({
			node: startNodeOf(workflow, mode, options.startNode),
			items: options.triggerItems?.map((item) => ({ json: item })),
		})),
	);
}

/** Runs nodes, one behind the other, over rows that somebody else has put out. */
export async function runOver(
	rows: readonly IDataObject[],
	nodes: readonly WorkflowNode[],
	options: RunOptions = {},
): Promise<EngineRun> {
	const before = [
		{ type: 'n8n-nodes-base.manualTrigger', name: 'Start' },
		{ type: 'test.rows', name: 'Rows' },
	];
	const all = [...before, ...nodes];
	const given = testNode({}, async () => [rows.map((json) => ({ json }))]);
	return await runWorkflow(workflowOf(all, all.map(({ name }) => name).join(' -> ')), {
		...options,
		extraNodes: { ...options.extraNodes, 'test.rows': given },
	});
}

async function execute(
	json: WorkflowJson,
	options: RunOptions,
	mode: WorkflowExecuteMode,
	entryOf: (workflow: Workflow) => Entry,
): Promise<IRun> {
	const nodeTypes = new TestNodeTypes(options.extraNodes);
	const credentials = new TestCredentialsHelper(options.credentials ?? {});
	const { base, workflow } = loadWorkflow(json, nodeTypes, credentials, options.staticData);

	const runSubworkflow: RunSubworkflow = async (info, { inputData, parentExecution }) => {
		const called = info.code ?? options.subworkflows?.[info.id ?? ''];
		if (!called) throw new UserError(`Workflow ${info.id} does not exist.`);
		const { staticData: _ownOfCaller, ...shared } = options;
		const run = await execute(called, shared, 'integrated', (sub) => ({
			node: Object.values(sub.nodes).find(({ type }) => type === 'n8n-nodes-base.executeWorkflowTrigger'),
			items: inputData,
			...(parentExecution && { caller: parentExecution }),
		}));
		const { error, lastNodeExecuted = '', runData } = run.data.resultData;
		if (error) throw error;
		return runData[lastNodeExecuted]?.at(-1)?.data?.main ?? [null];
	};

	const { node, items, caller } = entryOf(workflow);
	const additionalData = additionalDataFor(base, mode, `test-execution-${++executions}`, credentials, runSubworkflow);
	const called = node && caller && calledBy(caller, node, items);
	const engine = new WorkflowExecute(additionalData, mode, called);
	if (called) return await engine.processRunExecutionData(workflow);
	const execution = begin(engine, {
		workflow,
		startNode: node,
		pinData: base.pinData,
		triggerToStartFrom: node && items && { name: node.name, data: taskWith(items) },
	});
	if ('data' in execution) return { ...execution, mode };
	const cancel = () => execution.cancel();
	if (options.signal?.aborted) cancel();
	options.signal?.addEventListener('abort', cancel);
	try {
		return await execution;
	} finally {
		options.signal?.removeEventListener('abort', cancel);
	}
}

/** What n8n begins a called workflow with. */
const calledBy = (caller: RelatedExecution, node: INode, items: INodeExecutionData[] = []): IRunExecutionData =>
	createRunExecutionData({
		executionData: { nodeExecutionStack: [{ node, data: { main: [items] }, source: null }] },
		parentExecution: caller,
	});

type Start = Parameters<WorkflowExecute['run']>[0];

/** A workflow whose parameters have issues doesn't begin; n8n records that as a failed execution. */
function begin(engine: WorkflowExecute, start: Start): ReturnType<WorkflowExecute['run']> | Omit<IRun, 'mode'> {
	try {
		return engine.run(start);
	} catch (error) {
		if (!(error instanceof WorkflowHasIssuesError)) throw error;
		const now = new Date();
		const resultData = { error: error as unknown as ExecutionError, runData: {} };
		const data = createRunExecutionData({ resultData });
		return { status: 'error', data, startedAt: now, stoppedAt: now, storedAt: 'db' };
	}
}

const taskWith = (items: INodeExecutionData[]) => ({
	startTime: 0,
	executionIndex: 0,
	executionTime: 0,
	source: [],
	data: { main: [items] },
});

/** Undefined leaves the choice to n8n, which takes the manual trigger before any other. */
function startNodeOf(workflow: Workflow, mode: 'manual' | 'trigger', name?: string): INode | undefined {
	if (name !== undefined) {
		const node = workflow.getNode(name);
		if (!node) throw new UserError(`The workflow has no node "${name}"`);
		return node;
	}
	if (mode === 'manual') return undefined;
	return Object.values(workflow.nodes).find(
		({ type, typeVersion, disabled }) =>
			!disabled &&
			type !== 'n8n-nodes-base.manualTrigger' &&
			workflow.nodeTypes.getByNameAndVersion(type, typeVersion).description.group.includes('trigger'),
	);
}

function summary(raw: IRun): EngineRun {
	const { runData, error } = raw.data.resultData;
	const data = (node: string, output = 0) => (runData[node] ?? []).flatMap((task) => task.data?.main?.[output] ?? []);
	return {
		status: raw.status,
		error: error && { message: error.message, description: 'description' in error ? error.description : undefined },
		data,
		items: (node, output) => data(node, output).map(({ json }) => json),
		ran: (node) => runData[node] !== undefined,
		hints: (node) => (runData[node] ?? []).flatMap((task) => task.hints ?? []).map(({ message }) => message),
		raw,
	};
}
