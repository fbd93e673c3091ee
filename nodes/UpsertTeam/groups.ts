import type { IExecuteFunctions } from 'n8n-workflow';

import { inOneSentence, SyncError } from '../../lib/errors';
import type { Graph } from '../../lib/graph/client';
import { groupsByPrefix, groupsOfPeople, readGroups, resolveGroups } from '../../lib/graph/groupLists';
import type { Group } from '../../lib/graph/groups';
import type { WantedTeam } from '../../lib/sync/teamMatch';
import type { TeamPerson } from '../../lib/sync/teams';
import { groupsGiven } from '../GetGroupMembers/source';

/** How a group's team is called. */
type NameTeam = (group: Group) => string;

/**
 * The teams that the node is to make, with all members of their groups. A group that can't be found or read stands
 * there with the reason.
 * @throws SyncError when none could be read, or the setting makes no sense
 */
export async function readWanted(
	context: IExecuteFunctions,
	graph: Graph,
	people: readonly TeamPerson[],
): Promise<WantedTeam[]> {
	const nameTeam = readNaming(context);
	const source = context.getNodeParameter('source', 0, 'groups') as string;
	if (source === 'groups') return await readGiven(context, graph, nameTeam);
	if (source === 'prefix') {
		const groups = await groupsByPrefix(graph, readPrefix(context));
		return await readAll(graph, groups, isNested(context), nameTeam);
	}
	if (source !== 'all') {
		throw new SyncError(
			`The setting "source" is ${JSON.stringify(source)}, which is none of groups, prefix, all`,
			'Choose one of the values that the node offers.',
		);
	}
	const ids = new Set(people.map(({ entraId }) => entraId));
	const wanted = await readAll(graph, await groupsOfPeople(graph), false, nameTeam);
	return wanted.filter(({ members }) => !members || [...members].some((id) => ids.has(id)));
}

function isNested(context: IExecuteFunctions): boolean {
	return context.getNodeParameter('includeNested', 0, true) !== false;
}

/** @throws SyncError for an empty prefix, which would mean every group */
function readPrefix(context: IExecuteFunctions): string {
	const prefix = textOf(context, 'groupPrefix').trim();
	if (prefix !== '') return prefix;
	throw new SyncError(
		'No prefix is given for the names of the groups',
		'Enter what their names begin with, such as "HR-".',
	);
}

async function readAll(
	graph: Graph,
	groups: readonly Group[],
	nested: boolean,
	nameTeam: NameTeam,
): Promise<WantedTeam[]> {
	const reads = await readGroups(graph, groups, nested);
	return reads.map(({ group, members, failure }) => ({
		group,
		name: nameTeam(group),
		...(members && { members }),
		...(failure && { failure: inOneSentence(failure) }),
	}));
}

/** Groups that are named by a person: one that is gone is that team's failure. */
async function readGiven(context: IExecuteFunctions, graph: Graph, nameTeam: NameTeam): Promise<WantedTeam[]> {
	const { groups, failures } = await resolveGroups(graph, groupsGiven(context));
	const failed = failures.map(({ idOrName, failure }): WantedTeam => {
		const group = { id: idOrName, displayName: idOrName };
		return { group, name: nameTeam(group), failure: inOneSentence(failure) };
	});
	return [...(await readAll(graph, groups, isNested(context), nameTeam)), ...failed];
}

const NAME = '{name}';

function readNaming(context: IExecuteFunctions): NameTeam {
	const template = textOf(context, 'teamName').trim() || NAME;
	const leftOut = textOf(context, 'leaveOutPrefix');
	if (!template.includes(NAME)) {
		throw new SyncError(
			`The team name ${JSON.stringify(template)} would be the same for every group`,
			`Let it hold ${NAME}, which stands for the name of the group.`,
		);
	}
	return ({ displayName }) => template.replaceAll(NAME, () => withoutPrefix(displayName, leftOut));
}

/** A name that is nothing but the prefix stays. */
function withoutPrefix(name: string, prefix: string): string {
	const begins = prefix !== '' && name.toLowerCase().startsWith(prefix.toLowerCase());
	return (begins && name.slice(prefix.length).trim()) || name;
}

/** An expression may also give nothing, or a number. */
function textOf(context: IExecuteFunctions, name: string): string {
	const value = context.getNodeParameter(name, 0, '') as unknown;
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
