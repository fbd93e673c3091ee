import { FAULTS } from './faults.ts';
import { POSITIONS } from './injector.ts';
import type { Verdict } from './judge.ts';
import { KINDS } from './kinds.ts';
import type { Outcome, Result } from './matrix.ts';

const LETTERS: Record<Verdict, string> = { recovered: 'R', stopped: 'S', people: 'P' };
const WRONG = 'X';
const NONE = '·';

/** So many columns a page is wide enough for. */
const COLUMNS = 9;

/** What came of the whole matrix, as Markdown. */
export function asMarkdown({ outcomes, secrets, seconds }: Result): string {
	const wrong = outcomes.filter(({ problems }) => problems.length > 0);
	const count = (verdict: Verdict): number =>
		outcomes.filter((outcome) => outcome.problems.length === 0 && outcome.verdict === verdict).length;
	const faults = FAULTS.map(({ name }) => name);
	const tables = Array.from({ length: Math.ceil(faults.length / COLUMNS) }, (_, index) =>
		table(faults.slice(index * COLUMNS, (index + 1) * COLUMNS), outcomes),
	);
	return [
		`${outcomes.length} nights of a company of 64 people, each under one fault: ${count('recovered')} recovered, ` +
			`${count('stopped')} stopped, ${count('people')} left out single people or teams, ${wrong.length} went wrong. ` +
			`Took ${Math.round(seconds / 60)} minutes.`,
		'',
		`Afterwards all of n8n's database, log and files, its history and its mails were searched for the ${secrets.sent} tokens ` +
			`and secrets that n8n had sent in these nights: ${secrets.found.length === 0 ? 'none' : secrets.found.length} was found.`,
		'',
		'| | |',
		'| --- | --- |',
		'| **R** | recovered: everybody, and every team, stands in the HR system as without the fault |',
		'| **S** | stopped: the mail says what happened and what to do; nobody was deactivated wrongly; the next night ended as without the fault |',
		'| **P** | some people or teams failed: the mail names each with the reason, all others are in step; the next night mended it |',
		...(wrong.length > 0 ? [`| **${WRONG}** | none of these |`] : []),
		`| ${NONE} | there is no such request, or the fault makes no sense there |`,
		'',
		'The four letters: the fault hit the first, the middle, the last request of its kind, or all of them.',
		'',
		...tables.flatMap((lines) => [...lines, '']),
	].join('\n');
}

function table(faults: string[], outcomes: Outcome[]): string[] {
	const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
	return [
		line(['request', ...faults]),
		line(['request', ...faults].map(() => '---')),
		...KINDS.map(({ name }) => line([name, ...faults.map((fault) => letters(name, fault, outcomes))])),
	];
}

function letters(kind: string, fault: string, outcomes: Outcome[]): string {
	const here = outcomes.filter(({ cell }) => cell.kind.name === kind && cell.fault.name === fault);
	if (here.length === 0) return NONE;
	return POSITIONS.map((position) => {
		const outcome = here.find(({ cell }) => cell.position === position);
		if (!outcome) return NONE;
		return outcome.problems.length > 0 ? WRONG : LETTERS[outcome.verdict];
	}).join('');
}
