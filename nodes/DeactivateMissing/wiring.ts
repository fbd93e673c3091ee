import type { IExecuteFunctions, INode, INodeParameters, NodeTypeAndVersion } from 'n8n-workflow';

import type { Cause } from '../../lib/base/cause';

const LOOP = 'n8n-nodes-base.splitInBatches';

/**
 * n8n runs a node once for each wire that brings rows, and once a round of a loop. So two reads of different groups can
 * each arrive whole, one after the other, and whoever is in the second group would be missing from the first. What a loop's
 * rounds bring, such as out of another workflow, can't be seen before they come.
 * @returns how the wires bring more than one read; undefined where they don't
 */
export function severalReads(context: IExecuteFunctions): Cause | undefined {
	const self = context.getNode();
	const isRead = isOurs(self, 'getGroupMembers');

	const reads = nodesBefore(context, self.name, [self.name], isRead).filter(isRead);
	const before = new Map(reads.map((read) => [read.name, nodesBefore(context, read.name, [self.name])]));
	// A read that begins where another one ends, such as on its error output, takes its place.
	const first = reads.filter(({ name }) => !before.get(name)?.some((other) => other.name !== name && isRead(other)));
	if (first.length > 1) {
		return { kind: 'readsMeet', nodes: first.map(({ name }) => name) };
	}

	const loop = [...before.values()].flat().find(({ name, type, disabled }) => {
		return type === LOOP && !disabled && nodesBefore(context, name, []).some((node) => node.name === self.name);
	});
	if (loop) return { kind: 'readsInLoop', node: loop.name };
	const isBefore = (name: string): boolean => nodesBefore(context, name, []).some((node) => node.name === self.name);
	if (context.getParentNodes(self.name, { depth: 1 }).some(({ name }) => isBefore(name))) return { kind: 'inLoop' };
	const other = otherUpsert(context, reads);
	return other && { kind: 'otherUpsert', node: other.name };
}

/**
 * An Upsert Employee of the same run, for a system of the same kind, whose people come from another read: they would be
 * missing here. What it comes to in a branch that runs later can't be seen yet.
 */
function otherUpsert(context: IExecuteFunctions, reads: readonly NodeTypeAndVersion[]): NodeTypeAndVersion | undefined {
	const self = context.getNode();
	const isRead = isOurs(self, 'getGroupMembers');
	const isUpsert = isOurs(self, 'upsertEmployee');
	const own = new Set(reads.map(({ name }) => name));
	const starts = nodesBefore(context, self.name, []).filter(
		({ name }) => context.getParentNodes(name, { depth: 1 }).length === 0,
	);
	const together = starts.flatMap(({ name }) => context.getChildNodes(name, { includeNodeParameters: true }));
	return together.find((node) => {
		const { name, parameters = {} } = node;
		if (!isUpsert(node) || isDryRun(parameters)) return false;
		if ((parameters.system ?? 'scim') !== (self.parameters.system ?? 'scim')) return false;
		return nodesBefore(context, name, []).some((before) => isRead(before) && !own.has(before.name));
	});
}

/** Whether a node does something, and is of a type of this package, whatever n8n calls the package. */
function isOurs({ type: own }: INode, name: string): (node: NodeTypeAndVersion) => boolean {
	const wanted = `${own.slice(0, own.lastIndexOf('.') + 1)}${name}`;
	return ({ type, disabled }) => type === wanted && !disabled;
}

/** As the node has it: n8n leaves away what is as usual, and that is on. */
function isDryRun({ dryRun = true }: INodeParameters): boolean {
	return dryRun === true;
}

/** All nodes that lead to a node, but for what lies before these nodes, or before one at which to stop. */
function nodesBefore(
	context: IExecuteFunctions,
	start: string,
	without: readonly string[],
	isEnd: (node: NodeTypeAndVersion) => boolean = () => false,
): NodeTypeAndVersion[] {
	const seen = new Set([start, ...without]);
	const found: NodeTypeAndVersion[] = [];
	const open = [start];
	for (let name = open.pop(); name !== undefined; name = open.pop()) {
		for (const node of context.getParentNodes(name, { depth: 1 })) {
			if (seen.has(node.name)) continue;
			seen.add(node.name);
			found.push(node);
			if (!isEnd(node)) open.push(node.name);
		}
	}
	return found;
}
