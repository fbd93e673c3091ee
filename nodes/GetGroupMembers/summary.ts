import { SyncError } from '../../lib/base/errors';
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

/** Nobody is mostly a mistake. */
export function nobody(source: Source, { read }: People, nested: boolean): SyncError {
	const accept = 'If that may be so, switch on "Accept an Empty Group".';
	if (read > 0) {
		return new SyncError(
			`None of the ${read} ${CALLED[source.kind]} of ${sourceInWords(source)} is in scope`,
			`Look at the conditions of the scope. ${accept}`,
		);
	}
	if (source.kind === 'app' || source.kind === 'allUsers') {
		return new SyncError(
			source.kind === 'app' ? `Nobody is assigned to ${sourceInWords(source)}` : 'The tenant has no users',
			`Look under Enterprise applications > Users and groups, and whether members are in nested groups. ${accept}`,
		);
	}
	const [subject, have] =
		source.kind === 'group' ? [`The group ${sourceInWords(source)}`, 'has'] : ['The groups', 'have'];
	return new SyncError(
		`${subject} ${have} ${nested ? 'no members who are users' : 'no direct members who are users'}`,
		`Check that it is the right group${nested ? '' : ', and whether its members are in nested groups'}. If it may be empty, switch on "Accept an Empty Group".`,
	);
}
