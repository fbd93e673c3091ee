import { CredentialTestContext, LoadOptionsContext } from 'n8n-core';
import { UserError } from 'n8n-workflow';
import type { ICredentialsDecrypted, INodeCredentialTestResult, INodeParameters, INodeType } from 'n8n-workflow';

import { additionalDataFor } from './additionalData';
import { TestCredentialsHelper } from './credentials';
import type { CredentialData } from './credentials';
import { startExpressions } from './expressions';
import { runWorkflow } from './run';
import { credentialType, TestNodeTypes } from './types';
import { loadWorkflow, testNode } from './workflow';

export interface MethodOptions {
	/** The parameters set in the node while the editor asks. */
	parameters?: INodeParameters;
	credentials?: CredentialData;
	/** What follows `this`: for `listSearch` the filter and the pagination token. */
	args?: unknown[];
	/** Node types that only the test has, by their full name. */
	extraNodes?: Record<string, INodeType>;
}

const noSubworkflow = async () => {
	throw new UserError('No sub-workflow runs here');
};

/**
 * Calls what a node's editor panel calls, e.g. `callNodeMethod('n8n-nodes-x.y', 'listSearch', 'searchGroups', { args: ['HR'] })`,
 * with n8n's own context as `this`.
 */
export async function callNodeMethod<Result = unknown>(
	type: string,
	group: 'listSearch' | 'loadOptions' | 'resourceMapping' | 'localResourceMapping',
	method: string,
	options: MethodOptions = {},
): Promise<Result> {
	await startExpressions();
	const nodeTypes = new TestNodeTypes(options.extraNodes);
	const credentials = new TestCredentialsHelper(options.credentials ?? {});
	const json = { nodes: [{ type, name: 'Node', parameters: options.parameters ?? {} }], connections: {} };
	const { base, workflow } = loadWorkflow(json, nodeTypes, credentials);
	const node = workflow.getNode('Node');
	const nodeType = nodeTypes.getByNameAndVersion(type);
	const methods = nodeType.methods?.[group] as Record<string, (...args: unknown[]) => Promise<Result>> | undefined;
	const called = methods?.[method];
	if (!node || !called) throw new UserError(`${type} has no ${group} method "${method}"`);

	const additionalData = {
		...additionalDataFor(base, 'internal', 'test-execution', credentials, noSubworkflow),
		currentNodeParameters: node.parameters,
	};
	const context = new LoadOptionsContext(workflow, node, additionalData, 'parameters');
	return await workflow.expression.withIsolate(async () => await called.call(context, ...(options.args ?? [])));
}

/**
 * Tests a credential as the editor's "Save" does: through the request that its type names, or, if `testedBy` names a
 * node's type and one of its `credentialTest` methods, through that.
 */
export async function testCredential(
	type: string,
	data: Record<string, unknown>,
	testedBy?: { node: string; method: string },
): Promise<INodeCredentialTestResult> {
	await startExpressions();
	const helper = new TestCredentialsHelper({ [type]: data });
	const { base } = loadWorkflow({ nodes: [], connections: {} }, new TestNodeTypes(), helper);
	const additionalData = additionalDataFor(base, 'internal', 'test-execution', helper, noSubworkflow);
	if (testedBy) {
		const nodeType = new TestNodeTypes().getByNameAndVersion(testedBy.node);
		const method = nodeType.methods?.credentialTest?.[testedBy.method];
		if (!method) throw new UserError(`${testedBy.node} has no credentialTest method "${testedBy.method}"`);
		const decrypted = (await helper.getDecrypted(additionalData, { id: null, name: type }, type)) as object;
		const credential = { id: 'id', name: 'Test', type, data: decrypted } as ICredentialsDecrypted;
		return await method.call(new CredentialTestContext(additionalData), credential);
	}
	return await testByRequest(type, data);
}

/** n8n sends the type's test request through a node that is made up for it. */
async function testByRequest(type: string, data: Record<string, unknown>): Promise<INodeCredentialTestResult> {
	const { test } = credentialType(type);
	if (!test) return { status: 'Error', message: 'No testing function found for this credential.' };
	const tester = testNode({
		credentials: [{ name: type, required: true }],
		properties: [
			{ displayName: 'Temp', name: 'temp', type: 'string', default: '', routing: { request: test.request } },
		],
	});
	const run = await runWorkflow(
		{ nodes: [{ type: 'test.tester', name: 'Tester' }], connections: {} },
		{ extraNodes: { 'test.tester': tester }, credentials: { [type]: data }, startNode: 'Tester' },
	);
	if (run.status === 'success') return { status: 'OK', message: 'Connection successful!' };
	return { status: 'Error', message: run.error?.message ?? '' };
}
