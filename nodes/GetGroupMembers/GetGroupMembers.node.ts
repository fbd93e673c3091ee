import { randomUUID } from 'node:crypto';

import { NodeConnectionTypes } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { digestOf } from '../../lib/base/digest';
import { findScope, findSource } from '../../lib/graph/people/findSource';
import { readPeople } from '../../lib/graph/people/people';
import type { People, Source } from '../../lib/graph/people/request';
import type { Roster } from '../../lib/sync/model';
import { azureClientCredentialsTest } from '../shared/credentialTests';
import { openGraph } from '../shared/graph';
import { searchGroups } from '../shared/groups';
import { runNode } from '../shared/runNode';
import { getGroupMembersProperties } from './GetGroupMembers.description';
import { searchApplications } from './lists';
import { listProperties } from './properties';
import { readSettings } from './settings';
import { checkNotEmpty, inWords, sourceInWords } from './summary';

/** n8n gives of what was chosen from a list only the ID, which tells nobody anything. */
const SUBTITLE = `={{ ({
	allUsers: "all users",
	groups: "several groups",
	application: ($parameter.application || "").replace(/^[0-9a-f-]{36}$/i, "enterprise application"),
	group: ($parameter.group || "").replace(/^[0-9a-f-]{36}$/i, "one group"),
})[$parameter.source] }}`;

/** Runs once, however many items arrive: the source is one, and reading it twice would be two rosters. */
export class GetGroupMembers implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Get Group Members',
		name: 'getGroupMembers',
		icon: { light: 'file:getGroupMembers.svg', dark: 'file:getGroupMembers.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: SUBTITLE.replace(/\s+/g, ' '),
		description: 'Read all members of a Microsoft Entra ID group, or fail: never a part of them',
		defaults: { name: 'Get Group Members' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'azureClientCredentialsApi', required: true, testedBy: 'azureClientCredentialsTest' }],
		properties: getGroupMembersProperties,
		hints: [
			{
				message: 'A limit is set: only a part is read, and Deactivate Missing refuses to go by it',
				type: 'warning',
				location: 'ndv',
				whenToDisplay: 'always',
				displayCondition: '={{ $parameter["options"]?.["limit"] > 0 }}',
			},
		],
	};

	methods = {
		credentialTest: { azureClientCredentialsTest },
		listSearch: { searchGroups, searchApplications },
		loadOptions: { listProperties },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runNode(this, 1, async () => [await members(this)]);
	}
}

async function members(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const { source: named, scope: chosen, scopeAsSet, nested, acceptEmpty, properties, limit } = readSettings(context);
	const graph = await openGraph(context);

	const scope = await findScope(graph, chosen);
	const source = await findSource(graph, named);
	graph.log(
		`reading ${sourceInWords(source)}${nested && source.kind !== 'allUsers' ? ', nested groups included' : ''}`,
	);
	const readAt = new Date().toISOString();
	const people = await readPeople(graph, { source, nested, properties, scope, limit });
	if (!acceptEmpty) checkNotEmpty(source, people, nested);

	for (const message of inWords(source, people)) {
		graph.log(message);
		context.addExecutionHints({ message, location: 'outputPane' });
	}
	const account = context.getNode().credentials?.azureClientCredentialsApi?.id ?? undefined;
	return toItems(people, readAt, sourceKey(account, source, nested, scopeAsSet));
}

/** The same for reads of the same people, whenever that is: which credential, list and scope. */
function sourceKey(account: string | undefined, source: Source, nested: boolean, scopeAsSet: unknown): string {
	const ids = source.kind === 'groups' ? source.groups.map(({ id }) => id).sort() : [idOf(source)];
	return digestOf([JSON.stringify([account, source.kind, ids, nested, scopeAsSet])]);
}

function idOf(source: Source): string {
	if (source.kind === 'group') return source.group.id;
	return source.kind === 'app' ? source.app.id : '';
}

/** Only now, after everybody was read, do the rows get the roster that vouches for them: one object for all. */
function toItems(
	{ users, groupsOf, read, otherMembers, partial }: People,
	readAt: string,
	source: string,
): INodeExecutionData[] {
	const roster: Roster = {
		id: randomUUID(),
		size: users.length,
		digest: digestOf(users.map(({ id }) => id)),
		readAt,
		source,
		read,
		...(otherMembers !== undefined && { otherMembers }),
		...(partial && { partial }),
	};
	return users.map((user) => {
		const groups = groupsOf?.get(user.id);
		const json = { ...user, ...(groups && { groups }), roster } as unknown as IDataObject;
		return { json, pairedItem: { item: 0 } };
	});
}
