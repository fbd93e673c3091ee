import { namesOf } from '../../lib/base/cause';
import type { GraphList } from '../../lib/base/cause/entra';
import type { SyncError } from '../../lib/base/errors';
import { failure } from '../../lib/base/failure';
import type { People, Source } from '../../lib/graph/people/request';

/** Where people come from, inside a sentence. */
export function sourceInWords(source: Source): string {
	if (source.kind === 'group') return `"${source.group.displayName}"`;
	if (source.kind === 'groups') return `${source.groups.length} groups`;
	if (source.kind === 'app') return `the enterprise application "${source.app.displayName}"`;
	return 'the tenant';
}

const CALLED: Record<Source['kind'], string> = {
	group: 'members',
	groups: 'members',
	allUsers: 'users',
	app: 'people',
};

/** What was read, for the hint and the log: one sentence each. */
export function inWords(source: Source, people: People): string[] {
	const { users, read, otherMembers = 0, defaultOnly = 0, partial } = people;
	const from = `${CALLED[source.kind]} of ${sourceInWords(source)}`;
	if (partial) {
		return [`${users.length} ${from} read, and then the limit was reached: Deactivate Missing will not act on a part`];
	}
	const outside = read - users.length;
	return [
		`${read} ${from} read`,
		...(outside > 0 ? [`${outside} of them are out of scope and will count as not in the group`] : []),
		...(defaultOnly > 0 ? [`${defaultOnly} people and groups with Default Access left out`] : []),
		...(otherMembers > 0 ? [`${otherMembers} devices, contacts or service principals left out`] : []),
	];
}

/**
 * Nobody is mostly a mistake, of a whole source as of one of its groups: who came through it would count as a leaver.
 *
 * @throws SyncError that names the groups
 */
export function checkNotEmpty(source: Source, people: People, nested: boolean): void {
	if (people.users.length === 0) throw nobody(source, people, nested);
	const { emptyGroups = [] } = people;
	if (emptyGroups.length === 0) return;
	throw failure({ kind: 'emptyGroups', groups: namesOf(emptyGroups.map(({ displayName }) => displayName)), nested });
}

function nobody(source: Source, { read }: People, nested: boolean): SyncError {
	const from = listOf(source);
	return failure(read > 0 ? { kind: 'nobodyInScope', ...from, read } : { kind: 'nobodyRead', ...from, nested });
}

function listOf(source: Source): { list: GraphList; of?: string; count?: number } {
	if (source.kind === 'group') return { list: 'group', of: source.group.displayName };
	if (source.kind === 'groups') return { list: 'groups', count: source.groups.length };
	return source.kind === 'app' ? { list: 'app', of: source.app.displayName } : { list: 'users' };
}
