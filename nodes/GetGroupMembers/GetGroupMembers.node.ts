import { randomUUID } from 'node:crypto';

import type {
	IExecuteFunctions,
	ILoadOptionsFunctions,
	INodeExecutionData,
	INodeListSearchResult,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { SyncError } from '../../lib/errors';
import { resolveGroup, searchGroups } from '../../lib/graph/groups';
import { readMembers } from '../../lib/graph/members';
import type { Members } from '../../lib/graph/members';
import { azureClientCredentialsTest } from '../shared/azureClientCredentialsTest';
import { openGraph, openGraphForLists } from '../shared/graph';
import { runNode } from '../shared/runNode';
import { getGroupMembersProperties } from './GetGroupMembers.description';

/** Runs once, however many items arrive: the group is one, and reading it twice would be two rosters. */
export class GetGroupMembers implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Get Group Members',
		name: 'getGroupMembers',
		icon: { light: 'file:getGroupMembers.svg', dark: 'file:getGroupMembers.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: '={{ $parameter["group"]["cachedResultName"] || $parameter["group"]["value"] }}',
		description: 'Read all members of a Microsoft Entra ID group, or fail: never a part of them',
		defaults: { name: 'Get Group Members' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'azureClientCredentialsApi', required: true, testedBy: 'azureClientCredentialsTest' }],
		properties: getGroupMembersProperties,
	};

	methods = { credentialTest: { azureClientCredentialsTest }, listSearch: { searchGroups: listGroups } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, 1, async () => [await members(this)]);
	}
}

async function members(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const wanted = context.getNodeParameter('group', 0, '', { extractValue: true });
	const nested = context.getNodeParameter('includeNested', 0) as boolean;
	const graph = await openGraph(context);

	const group = await resolveGroup(graph, typeof wanted === 'string' ? wanted : '');
	graph.log(`reading the group "${group.displayName}"${nested ? ' with its nested groups' : ''}`);
	const read = await readMembers(graph, { group, nested, properties: selectedProperties(context) });
	if (read.users.length === 0 && context.getNodeParameter('options.acceptEmpty', 0, false) !== true) {
		throw emptyGroup(read, nested);
	}

	const summary = `${read.users.length} members of "${read.groupName}" read`;
	graph.log(summary);
	context.addExecutionHints({ message: summary, location: 'outputPane' });
	return toItems(read);
}

/** Only now, after the whole group was read, do the rows get the roster that vouches for it: one object for all. */
function toItems({ users }: Members): INodeExecutionData[] {
	const roster = { id: randomUUID(), size: users.length };
	return users.map((user) => ({ json: { ...user, roster }, pairedItem: { item: 0 } }));
}

function selectedProperties(context: IExecuteFunctions): string[] {
	const chosen = context.getNodeParameter('properties', 0, []) as string[];
	const others = (context.getNodeParameter('options.otherProperties', 0, '') as string).split(',');
	return [...chosen, ...others.map((name) => name.trim()).filter((name) => name !== '')];
}

function emptyGroup({ groupName }: Members, nested: boolean): SyncError {
	const members = nested ? 'no members who are users' : 'no direct members who are users';
	return new SyncError(
		`The group "${groupName}" has ${members}`,
		`Check that it is the right group${nested ? '' : ', and whether its members are in nested groups'}. If it may be empty, switch on "Accept an Empty Group".`,
	);
}

async function listGroups(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { groups, nextLink } = await searchGroups(await openGraphForLists(this), filter ?? '', paginationToken);
	return {
		results: groups.map(({ id, displayName }) => ({ name: displayName, value: id })),
		paginationToken: nextLink,
	};
}
