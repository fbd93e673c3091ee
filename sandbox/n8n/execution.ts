import { DatabaseSync } from 'node:sqlite';

import { parse } from 'flatted';

import { Sentence } from '../../scripts/install/sentence.cjs';
import { listIn, numberIn, objectIn, textIn } from '../shared/json.ts';
import type { JsonObject } from '../shared/json.ts';
import type { N8n } from './start.ts';

/** What a node did in an execution. Several runs of one node stand after one another. */
export interface NodeRun {
	name: string;
	/** The full type name, e.g. `n8n-nodes-base.set`; empty when the workflow no longer has the node. */
	type: string;
	milliseconds: number;
	/** The items' json, a list for each output. */
	outputs: JsonObject[][];
	/** What the node threw. */
	error?: { message: string; description: string };
}

/** An execution that has ended. */
export interface Execution {
	id: string;
	/** n8n's word: `success`, `error`, `crashed`, `canceled`, ... */
	status: string;
	seconds: number;
	/** In the order in which the nodes ran. */
	nodes: NodeRun[];
	/** What stopped the execution. */
	error?: { message: string; description: string };
}

/** Reads an execution from n8n, with the data of all its nodes. */
export async function readExecution(n8n: N8n, id: string): Promise<Execution> {
	const answer = objectIn(await n8n.client.get(`/executions/${id}`));
	// Beyond n8n's limit for its editor the data still is in the database, where reading it costs n8n no memory.
	const flatted = answer.dataTooLargeToDisplay === true ? dataInDatabase(n8n.database, id) : textIn(answer.data);
	const { runData, error } = objectIn(objectIn(flatted === '' ? {} : parse(flatted)).resultData);
	const types = new Map(
		listIn(objectIn(answer.workflowData).nodes).map((node) => [
			textIn(objectIn(node).name),
			textIn(objectIn(node).type),
		]),
	);
	const nodes = Object.entries(objectIn(runData))
		.map(([name, runs]) => ({ start: startOf(runs), run: nodeRun(name, types.get(name) ?? '', listIn(runs)) }))
		.sort((a, b) => a.start - b.start)
		.map(({ run }) => run);
	return {
		id,
		status: textIn(answer.status),
		seconds: (Date.parse(textIn(answer.stoppedAt)) - Date.parse(textIn(answer.startedAt))) / 1000 || 0,
		nodes,
		...(error !== undefined && { error: errorOf(error) }),
	};
}

/** Nodes that began in the same millisecond are told apart by n8n's own count. */
function startOf(runs: unknown): number {
	const { startTime, executionIndex } = objectIn(listIn(runs)[0]);
	return numberIn(startTime) + numberIn(executionIndex) / 1e6;
}

function nodeRun(name: string, type: string, runs: unknown[]): NodeRun {
	const node: NodeRun = { name, type, milliseconds: 0, outputs: [] };
	for (const run of runs.map((entry) => objectIn(entry))) {
		node.milliseconds += numberIn(run.executionTime);
		if (run.error !== undefined) node.error = errorOf(run.error);
		listIn(objectIn(run.data).main).forEach((items, output) => {
			const jsons = listIn(items).map((item) => objectIn(objectIn(item).json));
			node.outputs[output] = (node.outputs[output] ?? []).concat(jsons);
		});
	}
	return node;
}

function errorOf(error: unknown): { message: string; description: string } {
	const { message, description } = objectIn(error);
	return { message: textIn(message), description: textIn(description) };
}

function dataInDatabase(file: string | undefined, id: string): string {
	if (file === undefined) throw new Sentence(`The data of the execution ${id} is more than n8n shows.`);
	const database = new DatabaseSync(file, { readOnly: true });
	try {
		const row = database.prepare('SELECT data FROM execution_data WHERE executionId = ?').get(Number(id));
		return textIn(row?.data);
	} finally {
		database.close();
	}
}
