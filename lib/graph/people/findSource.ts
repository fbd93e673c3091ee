import type { Graph } from '../client';
import { resolveApp } from './enterpriseApps';
import { resolveGroup } from './groups';
import type { Group } from './groups';
import { resolveLicenses } from './licenses';
import type { Source } from './request';
import { scopeFilter } from './scopeFilter';
import type { Scope, ScopeFilter } from './scopeFilter';

/** Where people come from, as a person names it: groups and applications by their IDs or names. */
export type SourceNamed =
	| { kind: 'group'; group: string }
	| { kind: 'groups'; groups: readonly string[] }
	| { kind: 'allUsers' }
	| { kind: 'app'; app: string; defaultAccess: boolean };

/** Finds what people are to be read from. @throws SyncError when it is not there, or there are several */
export async function findSource(graph: Graph, named: SourceNamed): Promise<Source> {
	if (named.kind === 'allUsers') return named;
	if (named.kind === 'app') return { ...named, app: await resolveApp(graph, named.app) };
	if (named.kind === 'groups') return { kind: 'groups', groups: await findGroups(graph, named.groups) };
	return { kind: 'group', group: await resolveGroup(graph, named.group) };
}

/** A group that is named twice is one group. */
async function findGroups(graph: Graph, named: readonly string[]): Promise<Group[]> {
	const groups = new Map<string, Group>();
	for (const idOrName of named) {
		const group = await resolveGroup(graph, idOrName);
		groups.set(group.id.toLowerCase(), group);
	}
	return [...groups.values()];
}

/** Who is in scope, its licenses looked up where they are no SKU IDs; undefined when everybody is. */
export async function findScope(graph: Graph, scope: Scope | undefined): Promise<ScopeFilter | undefined> {
	if (scope === undefined) return undefined;
	const { licenses } = scope;
	return scopeFilter({
		...scope,
		licenses: typeof licenses === 'string' ? licenses : await resolveLicenses(graph, licenses),
	});
}
