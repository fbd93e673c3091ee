import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { SyncError } from '../../lib/base/errors';
import { isRecord } from '../../lib/base/json';
import { searchGroups as findGroups } from '../../lib/graph/people/groups';
import { openGraphForLists } from './graph';
import type { ParameterReader } from './parameters';

/** Groups to choose from, by what their names begin with. */
export async function searchGroups(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { groups, nextLink } = await findGroups(await openGraphForLists(this), filter ?? '', paginationToken);
	return {
		results: groups.map(({ id, displayName }) => ({ name: displayName, value: id })),
		paginationToken: nextLink,
	};
}

/** The names and IDs of groups in a node's list and box. @throws SyncError when there are none */
export function groupsGiven(read: ParameterReader): string[] {
	const wanted = [...listed(read.value('groups', {})), ...read.list('groupNames', 'Groups by Name or ID', '\n')];
	if (wanted.length === 0) {
		throw new SyncError('No groups are given', 'Add the groups to the list, or enter their names or IDs, one a line.');
	}
	return wanted;
}

function listed(value: unknown): string[] {
	const rows = isRecord(value) && Array.isArray(value.group) ? (value.group as unknown[]) : [];
	return rows.map((row) => locatorText(isRecord(row) ? row.group : ''));
}

/** What a resource locator points to; an expression may also give the text itself. */
export function locatorText(value: unknown): string {
	const text = isRecord(value) ? value.value : value;
	return typeof text === 'string' ? text : '';
}
