import type { IExecuteFunctions } from 'n8n-workflow';

import { SyncError } from '../../lib/errors';
import type { Graph } from '../../lib/graph/client';
import { resolveApp } from '../../lib/graph/enterpriseApps';
import { resolveGroup } from '../../lib/graph/groups';
import type { Group } from '../../lib/graph/groups';
import type { Source } from '../../lib/graph/people';
import { isRecord } from '../../lib/sync/rows';
import { itemsIn } from '../shared/itemsIn';

/** Finds what the node is to read from. @throws SyncError when it is not there, or there are several */
export async function readSource(context: IExecuteFunctions, graph: Graph): Promise<Source> {
	const kind = context.getNodeParameter('source', 0, 'group') as string;
	if (kind === 'allUsers') return { kind };
	if (kind === 'application') {
		return {
			kind: 'app',
			app: await resolveApp(graph, locatorText(context.getNodeParameter('application', 0, ''))),
			defaultAccess: context.getNodeParameter('leaveOutDefaultAccess', 0, false) !== true,
		};
	}
	if (kind === 'groups') return { kind, groups: await severalGroups(context, graph) };
	return { kind: 'group', group: await resolveGroup(graph, locatorText(context.getNodeParameter('group', 0, ''))) };
}

/** The names and IDs of groups in a node's list and box. @throws SyncError when there are none */
export function groupsGiven(context: IExecuteFunctions): string[] {
	const wanted = [
		...listed(context.getNodeParameter('groups', 0, {})),
		...itemsIn(context.getNodeParameter('groupNames', 0, ''), '\n'),
	];
	if (wanted.length === 0) {
		throw new SyncError('No groups are given', 'Add the groups to the list, or enter their names or IDs, one a line.');
	}
	return wanted;
}

/** A group that is named twice is one group. */
async function severalGroups(context: IExecuteFunctions, graph: Graph): Promise<Group[]> {
	const groups = new Map<string, Group>();
	for (const idOrName of groupsGiven(context)) {
		const group = await resolveGroup(graph, idOrName);
		groups.set(group.id, group);
	}
	return [...groups.values()];
}

function listed(value: unknown): string[] {
	const rows = isRecord(value) && Array.isArray(value.group) ? (value.group as unknown[]) : [];
	return rows.map((row) => locatorText(isRecord(row) ? row.group : ''));
}

/** What a resource locator points to; an expression may also give the text itself. */
function locatorText(value: unknown): string {
	const text = isRecord(value) ? value.value : value;
	return typeof text === 'string' ? text : '';
}
