import type { CauseOf } from '../../cause';
import type { ENTRA_CAUSES, GraphList, GraphTask } from '../../cause/entra';
import type { CauseWords, Saying } from '../saying';
import { EXPLAINED } from './signIn';

/** Completes "Graph refused to ...". */
const TASKS: Readonly<Record<GraphTask, (of: string) => string>> = {
	assignments: (of) => `list who is assigned to the enterprise application "${of}"`,
	countPeople: () => 'count people',
	extensions: () => 'list the directory extensions',
	findApp: () => 'look the enterprise application up',
	findGroup: () => 'look the group up',
	groups: () => 'list groups',
	licenses: () => 'list the licenses of the tenant',
	listApps: () => 'list enterprise applications',
	lookForGroups: () => 'look for groups',
	managers: () => 'read the managers',
	members: (of) => `list the members of the group "${of}"`,
	people: () => 'read the people',
	readGroup: () => 'read the group',
	readGroups: () => 'read groups',
	readUsers: () => 'read users',
	users: () => 'list the users of the tenant',
};

const doing = ({ task, of = '' }: { task: GraphTask; of?: string | undefined }): string => TASKS[task](of);

/** Begins a sentence, with what its rows are called. */
const LISTS: Readonly<Record<GraphList, { name: (of: string) => string; rows: string }>> = {
	app: { name: (of) => `The enterprise application "${of}"`, rows: 'assignments' },
	group: { name: (of) => `The group "${of}"`, rows: 'members' },
	groups: { name: () => 'The list of groups', rows: 'groups' },
	users: { name: () => 'The list of all users', rows: 'users' },
};

/** How a list of Graph is called in a message or a line of the log. */
export function listInEnglish(list: GraphList, of = ''): { name: string; rows: string } {
	return { name: LISTS[list].name(of), rows: LISTS[list].rows };
}

const permit = (permission: string): string =>
	`Grant the application permission ${permission} and admin consent, under App registrations > API permissions.`;

function failed(cause: CauseOf<'graphFailed'>): Saying {
	const { status, said } = cause;
	const text = `Graph could not ${doing(cause)} (${status})${said === undefined ? '' : `: ${said}`}`;
	if (status === 429) {
		return { text, advice: 'Graph still asked to slow down after several tries. Run at a quieter time.' };
	}
	if (status >= 500) return { text, advice: 'Microsoft Graph has a problem of its own. Try again later.' };
	if (status === 400) {
		return { text, advice: 'Check the properties that are asked for: Graph names what it does not know.' };
	}
	return { text, advice: 'The details hold what Graph said.' };
}

function incomplete({ list, of, why, read = 0, counted = 0 }: CauseOf<'readIncomplete'>): Saying {
	const { name, rows } = listInEnglish(list, of);
	const whys: Record<typeof why, string> = {
		badLink: 'the link to the next page is not readable',
		changed: 'it was another list at each reading',
		circle: `the pages of its ${rows} go round in a circle`,
		counted: `read ${read} of ${counted} ${rows}`,
		emptyPages: `${read} pages without ${rows} followed each other`,
		expired: 'the page token expired on the way',
		gone: `Graph does not know ${read} of its people`,
		noId: `one of its ${rows} came without an ID`,
		noList: `a page came without a list of ${rows}`,
		uncounted: `Graph did not say how many ${rows} there are`,
	};
	return {
		text: `${name} could not be read completely: ${whys[why]}`,
		advice:
			why === 'gone'
				? 'Nothing was done with the others. Run again later.'
				: 'Nothing was done with the part that was read. Run again later; if it stays so, look for a change in Entra that is under way.',
	};
}

function source({ list, of, count = 0 }: { list: GraphList; of?: string | undefined; count?: number | undefined }): {
	rows: string;
	name: string;
} {
	if (list === 'group') return { rows: 'members', name: `"${of ?? ''}"` };
	if (list === 'groups') return { rows: 'members', name: `${count} groups` };
	if (list === 'app') return { rows: 'people', name: `the enterprise application "${of ?? ''}"` };
	return { rows: 'users', name: 'the tenant' };
}

const ACCEPT = 'If that may be so, switch on "Accept an Empty Group".';

function nobody({ list, of, nested }: CauseOf<'nobodyRead'>): Saying {
	if (list === 'app' || list === 'users') {
		return {
			text:
				list === 'app' ? `Nobody is assigned to the enterprise application "${of ?? ''}"` : 'The tenant has no users',
			advice: `Look under Enterprise applications > Users and groups, and whether members are in nested groups. ${ACCEPT}`,
		};
	}
	const who = list === 'group' ? `The group "${of ?? ''}" has` : 'The groups have';
	return {
		text: `${who} ${nested ? 'no members who are users' : 'no direct members who are users'}`,
		advice: `Check that it is the right group${nested ? '' : ', and whether its members are in nested groups'}. If it may be empty, switch on "Accept an Empty Group".`,
	};
}

function signIn({ code, said, thumbprint }: CauseOf<'entraSignIn'>): Saying {
	const explained = code !== undefined && Object.hasOwn(EXPLAINED, code) ? EXPLAINED[code] : undefined;
	if (explained) {
		const listed = thumbprint === undefined ? '' : ` The certificate's thumbprint is ${thumbprint}.`;
		return { text: `${explained.message} (${code})`, advice: `${explained.description}${listed}` };
	}
	return {
		text: `Microsoft Entra ID refused the sign-in: ${said}`,
		advice: 'Check the tenant, the application, and its secret, certificate or federated credential.',
	};
}

export const entra: CauseWords<keyof typeof ENTRA_CAUSES> = {
	graphToken: (cause) => ({
		text: `Graph did not accept the token to ${doing(cause)} (401)`,
		advice: 'Check the credential: the tenant, the cloud, and that the application still exists and is enabled.',
	}),
	graphRefused: (cause) => ({
		text: `Graph refused to ${doing(cause)} (403)`,
		advice: `${permit(cause.permission)} A new permission can take a few minutes to work.`,
	}),
	graphFailed: failed,
	graphOdd: (cause) => ({
		text: `Graph was asked to ${doing(cause)} and answered with something else`,
		advice: 'Check the cloud in the credential, and a proxy in between. Try again later.',
	}),
	graphUnanswered: (cause) => ({
		text: `Graph was asked to ${doing(cause)} and left requests of a batch unanswered`,
		advice: 'Try again later.',
	}),
	idsOnly: ({ list, of }) => ({
		text:
			list === 'managers'
				? 'Graph gave only the IDs of people and managers, not their data'
				: `${listInEnglish(list, of).name}: Graph gave only the IDs of the people, not their data`,
		advice: permit('User.Read.All'),
	}),
	assignmentsHidden: ({ app, permission }) => ({
		text: `Graph did not say who is assigned to the enterprise application "${app}"`,
		advice: permit(permission),
	}),
	readIncomplete: incomplete,
	managersUnreadable: ({ most, status }) => ({
		text: `Graph could not read the managers of more than ${most} people (${status})`,
		advice: `Up to ${most} people are passed on with an unknown manager. With more than that Graph has a problem that is not theirs: run again later.`,
	}),
	noGroup: ({ id }) => ({
		text: `There is no group with the ID ${id}`,
		advice: 'Choose the group again: it may have been deleted, or be in another tenant.',
	}),
	noGroupNamed: ({ name }) => ({
		text: `There is no group named "${name}"`,
		advice: 'Check the spelling: the whole display name is needed. Or choose the group from the list.',
	}),
	severalGroups: ({ name, ids }) => ({
		text: `There are several groups named "${name}": ${ids.join(', ')}`,
		advice: 'Enter the ID of the right one instead of the name: the portal shows it as Object ID.',
	}),
	groupDeleted: ({ group }) => ({
		text: `The group "${group}" is no longer there`,
		advice: 'Choose the group again: it was deleted while it was being read.',
	}),
	appDeleted: ({ app }) => ({
		text: `The enterprise application "${app}" is no longer there`,
		advice: 'Choose the application again: it was deleted while it was being read.',
	}),
	nobodyInScope: (cause) => ({
		text: `None of the ${cause.read} ${source(cause).rows} of ${source(cause).name} is in scope`,
		advice: `Look at the conditions of the scope. ${ACCEPT}`,
	}),
	nobodyRead: nobody,
	emptyGroups: ({ groups, nested }, tell) => ({
		text: `${groups.count === 1 ? 'A group has' : `${groups.count} groups have`} ${nested ? 'no members' : 'no direct members'} who are users: ${tell.names(groups)}`,
		advice: `Whoever came through a group that was emptied would be taken for somebody who has left. Look at it in Entra${nested ? '' : ', and whether its members are in nested groups'}, or leave it out here. ${ACCEPT}`,
	}),
	entraSignIn: signIn,
};
