import nightlySync from '../../workflows/nightly-sync.json';
import type { WorkflowJson, WorkflowNode } from './engine';

/** The shipped template, as a copy. */
export function nightlyTemplate(): WorkflowJson {
	return structuredClone(nightlySync) as unknown as WorkflowJson;
}

/** A node of the shipped template by its name, as a copy. */
export function nodeOf(name: string): WorkflowNode {
	const node = nightlyTemplate().nodes.find((candidate) => candidate.name === name);
	if (!node) throw new Error(`The template has no node "${name}"`);
	return node;
}
