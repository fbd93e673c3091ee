import type { ResultRow } from '../sync/model';
import { nameOf } from '../sync/names';
import type { TeamRow } from '../sync/teams/model';
import type { Entry } from './blocks';
import { oneLine, shownAttribute, shownValue } from './oneLine';
import type { ReportedPerson } from './reportedPeople';
import { fill } from './words';
import type { Words } from './words';

/** More of one person's changes nobody reads in a mail. */
const MOST_CHANGES = 8;
const MOST_NAMES = 20;
const LONGEST_NAME = 120;
const LONGEST_REASON = 1000;

export function personEntry(
	person: Pick<ReportedPerson, 'displayName' | 'userPrincipalName'>,
	lines: string[],
	words: Words,
): Entry {
	const name = oneLine(person.displayName, LONGEST_NAME);
	const login = oneLine(person.userPrincipalName, LONGEST_NAME);
	return {
		name: name || login || words.nameless,
		...(name && login && { login }),
		lines: lines.map((line) => oneLine(line, LONGEST_REASON)).filter((line) => line !== ''),
	};
}

/** A person with what changes about them: attribute by attribute, or the reason where nothing does. */
export function changeEntry({ entra, reason, changes }: ResultRow, words: Words): Entry {
	const shown = changes.slice(0, MOST_CHANGES).map(({ attribute, from, to }) =>
		fill(
			words.change,
			{
				attribute: shownAttribute(attribute),
				from: shownValue(from, words.empty),
				to: shownValue(to, words.empty),
			},
			words,
		),
	);
	const more = changes.length - shown.length;
	const lines = [...shown, ...(more > 0 ? [fill(words.cutChanges, { count: more }, words)] : []), reason ?? ''];
	return rowEntry(entra, lines, words);
}

/** A person with the reason alone. */
export function reasonEntry({ entra, reason }: ResultRow, words: Words): Entry {
	return rowEntry(entra, [reason ?? ''], words);
}

function rowEntry(entra: ResultRow['entra'], lines: string[], words: Words): Entry {
	const { displayName = '', userPrincipalName = entra.id } = entra;
	return personEntry({ displayName, userPrincipalName }, lines, words);
}

export function teamEntry(team: TeamRow, words: Words): Entry {
	const { added, removed, renamedFrom, reason = '', entraGroup } = team;
	const lines = [
		renamedFrom === undefined ? '' : fill(words.teamRenamed, { name: renamedFrom }, words),
		added.length === 0 ? '' : fill(words.teamAdded, { names: names(added, words) }, words),
		removed.length === 0 ? '' : fill(words.teamRemoved, { names: names(removed, words) }, words),
		reason,
	];
	const group = oneLine(entraGroup.displayName ?? '', LONGEST_NAME);
	const name = oneLine(team.team, LONGEST_NAME) || group || nameOf(entraGroup);
	return {
		name,
		...(group !== '' && group !== name && { login: group }),
		lines: lines.map((line) => oneLine(line, LONGEST_REASON)).filter((line) => line !== ''),
	};
}

function names(all: readonly string[], words: Words): string {
	const shown = all
		.slice(0, MOST_NAMES)
		.map((name) => oneLine(name, LONGEST_NAME))
		.join(', ');
	return all.length > MOST_NAMES ? `${shown} ${fill(words.cut, { count: all.length - MOST_NAMES }, words)}` : shown;
}
