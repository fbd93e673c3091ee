/**
 * n8n's own engine in the test's process: workflows and single nodes run as they do in n8n, with n8n's own nodes and
 * with this package's nodes from their sources. A test file that imports this starts the engine when it first runs a
 * workflow and stops it when the file is done.
 */
// First, since it sets what n8n's modules read while they are loaded.
import './engine/environment';

export { callNodeMethod, testCredential } from './engine/methods';
export type { MethodOptions } from './engine/methods';
export { runOver, runWorkflow } from './engine/run';
export type { EngineRun, RunOptions } from './engine/run';
export { testNode, workflowOf } from './engine/workflow';
export type { CredentialData } from './engine/credentials';
export type { WorkflowJson, WorkflowNode } from './engine/workflow';
