import type { CauseOf } from '../../cause';
import type { DIFFERENCE_CAUSES, EDIT_CAUSES, LIMIT_CAUSES, ROSTER_CAUSES } from '../../cause/stops';
import type { CauseWords, Saying, Tell } from '../saying';

const EFFECTS = {
	deactivations: { would: 'deactivated', right: 'if they have really left', limit: 'deactivation limit' },
	creations: { would: 'created', right: 'if they are really new', limit: 'limit for creations' },
	changes: { would: 'changed', right: 'if the changes are right', limit: 'limit for changes' },
};

const OVERWRITES = { right: 'if the new values are right', limit: 'limit for overwrites of one attribute' };

function overLimits({ breaches, code, given, used = [] }: CauseOf<'overLimits'>, tell: Tell): Saying {
	const [first] = breaches;
	const { right, limit } = first?.kind === 'breach' ? EFFECTS[first.effect] : OVERWRITES;
	const instead =
		first?.kind === 'overwrites'
			? `look at what Map Attributes has for ${first.attribute}`
			: 'find out why they are in the plan';
	const advice = [
		`This step has written nothing. Look at the names: ${right}, let exactly this plan through, once, with the code ${code} under Allow Once (in the templates: allowOnce in Sync settings), or raise the ${limit}; if not, ${instead}.`,
		...breaches.map((breach) => tell.advice(breach)),
		...used.map((code) => tell.sentence(code)),
		...(given.length > 0
			? [`The code ${given.join(', ')} was given for another plan or HR system, or more than three days ago.`]
			: []),
	];
	return { text: breaches.map((breach) => tell.text(breach)).join('; '), advice: advice.join(' ') };
}

function limitParts({ percent, atLeast, atMost }: Omit<Partial<CauseOf<'breach'>>, 'kind'>): string {
	return [
		...(percent === undefined ? [] : [`${percent} % of the sync's active people`]),
		...(atLeast === undefined ? [] : [`${percent === undefined ? '' : 'at least '}${atLeast} people`]),
		...(atMost === undefined ? [] : [`never more than ${atMost}`]),
	].join(' and ');
}

function breach({ effect, count, before, allowed, of, ...limit }: CauseOf<'breach'>): Saying {
	const advice = `The ${EFFECTS[effect].limit} is ${limitParts(limit)}.`;
	if (effect === 'creations') {
		const more = before === 0 ? '' : ` more, beside ${before} before,`;
		return {
			text: `${count} people${more} would be created where the sync has ${of}, and the limit is ${allowed}`,
			advice,
		};
	}
	const earlier = before === 0 ? '' : `, ${before} were before`;
	const more = before === 0 ? '' : ' more';
	return {
		text: `${count}${more} of the sync's ${of} active people would be ${EFFECTS[effect].would}${earlier}, and the limit is ${allowed}`,
		advice,
	};
}

function overwrites(
	{ attribute, count, before, allowed, of, examples, ...limit }: CauseOf<'overwrites'>,
	tell: Tell,
): Saying {
	const earlier = before === 0 ? '' : `, ${before} were before`;
	const more = before === 0 ? '' : ' more';
	return {
		text: `${attribute} would be overwritten for ${count}${more} of the sync's ${of} active people${earlier}, and the limit is ${allowed}`,
		advice: `${attribute}, for example: ${examples.map((example) => tell.text(example)).join('; ')}. The ${OVERWRITES.limit} is ${limitParts(limit)}.`,
	};
}

const MOST_IN_ADVICE = 10;

function planChanged({ differences }: CauseOf<'planChanged'>, tell: Tell): Saying {
	const { length } = differences;
	const shown = differences.slice(0, MOST_IN_ADVICE).map((difference) => tell.text(difference));
	const more = length > MOST_IN_ADVICE ? ` And ${length - MOST_IN_ADVICE} more.` : '';
	return {
		text: `the plan is no longer the one that was approved (${length} ${length === 1 ? 'difference' : 'differences'})`,
		advice: `This step has written nothing. What has changed meanwhile: ${shown.join(' ')}${more} Make a new preview, and approve that.`,
	};
}

const TO_BE: Readonly<Record<string, string>> = {
	created: 'is to be created',
	updated: 'is to be changed',
	reactivated: 'is to be reactivated',
	deactivated: 'is to be deactivated',
	deleted: 'is to be deleted',
	unassigned: 'is to be unassigned',
	unchanged: 'needs no change',
	skipped: 'is left alone',
	failed: 'fails',
};

function does(action: string): string {
	return Object.hasOwn(TO_BE, action) ? (TO_BE[action] ?? '') : `is ${action}`;
}

function step(change: readonly string[] | undefined): string {
	if (!change) return 'unchanged';
	const [from = '', to = ''] = change;
	return `from ${from || 'nothing'} to ${to || 'nothing'}`;
}

const WHOLE =
	'This node acts only when every member of one read of the group reaches it in one go: connect Get Group Members, Get Manager, Map Attributes and Upsert Employee directly, without a filter, a loop or a second wire in between, and look at the steps before for errors.';

function incomplete(text: string): Saying {
	return { text, advice: `Nobody was deactivated. ${WHOLE}` };
}

function edited(text: string): Saying {
	return {
		text,
		advice: `Nobody was deactivated. Rows must come as Upsert Employee puts them out: take away what changes them on the way. ${WHOLE}`,
	};
}

function severalReads(text: string): Saying {
	return {
		text: `${text}, and whoever is in one group would be missing from the others`,
		advice:
			'Nobody was deactivated. Read all groups with one Get Group Members (Source: Several Groups). For groups that are synced each on its own, use a workflow each, with a Scope Mark. Where a loop is meant, such as for an approval, set Keep To in this node.',
	};
}

export const stops: CauseWords<
	keyof typeof LIMIT_CAUSES | keyof typeof DIFFERENCE_CAUSES | keyof typeof ROSTER_CAUSES | keyof typeof EDIT_CAUSES
> = {
	overLimits,
	codeUsed: ({ code, at }) => `The code ${code} was used on ${at} for a plan already.`,
	breach,
	overwrites,
	overwritten: ({ person, from, to }) => `${person}: ${from} -> ${to || 'nothing'}`,
	tooManyRemovals: ({ removals, memberships, allowed, percent, atLeast }) => ({
		text: `${removals.length} of ${memberships} members would be taken out of their teams, and the limit is ${allowed}`,
		advice: `No team was changed. Look at the names: if the groups in Entra are right, raise the removal limit for one run. The limit is ${percent} % of all members and at least ${atLeast}.`,
	}),
	removal: ({ name, team }) => `${name} from "${team}"`,
	planChanged,

	nowPlanned: ({ person, action }) => `${person} ${does(action)} now, and was not in the plan.`,
	nowMember: ({ person }) => `${person} is a member of the group now, and was none then.`,
	noMemberNow: ({ person, before }) =>
		before === undefined
			? `${person} was a member of the group then, and is none now.`
			: `${person} ${does(before)} then, and is no member of the group now.`,
	notConcernedNow: ({ person, before }) => `${person} ${does(before)} then, and is not concerned any more.`,
	otherAction: ({ person, action, before, because }, tell) =>
		`${person} ${does(action)} now${because ? ` (${tell.sentence(because)})` : ''}, and ${does(before)} then.`,
	otherEmployee: ({ person }) => `${person} is another employee in the HR system than then.`,
	otherChanges: ({ person, action, changes }, tell) =>
		`${person} ${does(action)} otherwise: ${changes.map((change) => tell.text(change)).join('; ')}.`,
	otherChange: ({ attribute, now, before }) => `${attribute} ${step(now)} instead of ${step(before)}`,

	noRows: () => incomplete('no rows arrived, so it is not known who is in the group'),
	noRoster: () => incomplete('a row arrived that no read of a group vouches for (it has no roster)'),
	readTooOld: ({ readAt }) =>
		incomplete(`the group was read at ${readAt}, which is too long ago to say who has left since`),
	readInFuture: ({ readAt }) =>
		incomplete(
			`the group is said to have been read at ${readAt}, which is still to come, so it can't be told how old that is`,
		),
	readSuperseded: ({ newerRead, readAt }) => ({
		text: `another run of this sync has read the group at ${newerRead}, after this one did at ${readAt}`,
		advice:
			'Nobody was deactivated: whoever joined in between would be taken for missing. The newer run looks for leavers itself.',
	}),
	severalReads: ({ count }) => incomplete(`the rows come from ${count} different reads of a group`),
	partialRead: () => incomplete('the group was read with a limit, so these are only some of its people'),
	sizesDisagree: () => incomplete('the rows of one read disagree about how many people it found'),
	rowsLost: ({ arrived, read }) => incomplete(`only ${arrived} of the ${read} people that were read arrived here`),
	rowsAdded: ({ arrived, read }) => incomplete(`${arrived} people arrived here, and only ${read} were read`),
	idChanged: () =>
		edited('somebody arrived who was not read, in the place of somebody who was: an Entra object id was changed'),
	readsMeet: ({ nodes }) => severalReads(`${nodes.map((node) => `"${node}"`).join(' and ')} both lead here`),
	readsInLoop: ({ node }) => severalReads(`"${node}" brings one group after the other`),
	inLoop: () => severalReads('this node stands in a loop, whose rounds may bring one group after the other'),
	otherSource: ({ readAt }) =>
		severalReads(`another group was read for the same HR system in this execution or the last one, at ${readAt}`),
	otherUpsert: ({ node }) => severalReads(`"${node}" writes people of another group into the same HR system`),

	rowWithoutId: () => edited('a row arrived without an Entra object id'),
	hrIdLost: ({ person }) => edited(`the row of ${person} has lost the id of the employee (hrId)`),
	rowOfOthers: () => edited('a row arrived that Upsert Employee did not put out'),
	rowChanged: ({ person }) =>
		edited(
			`a row was changed after Upsert Employee, that of ${person}: who it is about, its employee (hrId), or what became of it`,
		),
	severalMarks: () => edited('the rows come from nodes with different scope marks'),
	severalSystems: () => edited('the rows come from nodes with different HR systems or credentials'),
	otherPlace: () => ({
		text: 'the rows are about another HR system: Upsert Employee has written to one with another address or credential',
		advice:
			'This step has written nothing. Use the same HR system, base URL and credential in this node as in the Upsert Employee that its rows come from, and look at the wires.',
	}),
	otherSystem: ({ unknown, of }) => ({
		text: `${unknown === of ? 'None' : unknown} of the ${of} people who are said to be in the HR system ${unknown === of ? 'is' : 'are not'} in its list`,
		advice:
			'Nobody was deactivated. Use the same HR system, credential and settings in this node as in Upsert Employee.',
	}),
};
