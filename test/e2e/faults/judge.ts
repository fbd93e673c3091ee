import type { Execution } from '../../../sandbox/n8n/execution.ts';
import { listIn, numberIn, objectIn, textIn } from '../../../sandbox/shared/json.ts';
import type { JsonObject } from '../../../sandbox/shared/json.ts';
import type { Oracle } from '../crash/oracle.ts';
import type { Employee } from '../inStep.ts';
import type { Cell } from './cells.ts';
import type { Person } from './night.ts';
import type { AboutTeam, Held, TeamOracle } from './teamOracle.ts';

/**
 * - `recovered`: the night ended where it would have ended without the fault
 * - `stopped`: it stopped and said why and what to do; nobody was deactivated on its account
 * - `people`: some people or teams failed and are named with the reason, all others are in step
 */
export type Verdict = 'recovered' | 'stopped' | 'people';

export interface Judgement {
	verdict: Verdict;
	/** What must not be; none when all is well. */
	problems: string[];
}

/** A night as it must end, and whom it is about. */
export interface Expected {
	oracle: Oracle;
	teams: TeamOracle;
	start: Employee[];
	people: Person[];
	/** Who fails on an undisturbed night too, as a report calls them. */
	failing: ReadonlySet<string>;
	/** The HR ids of those who have left. */
	leavers: ReadonlySet<string>;
}

/** A person or a team that failed, by each name that it goes by. */
export interface Named {
	names: string[];
	reason: string;
}

/** What a night reports. */
export interface Told {
	error: string;
	/** What to do about it. */
	advice: string;
	text: string;
	failed: Named[];
	failedTeams: Named[];
	/** Whether a mail went out. */
	mailed: boolean;
}

export function toldBy({ nodes, error }: Execution): Told {
	const reports = nodes
		.filter(({ type }) => type.endsWith('.syncReport'))
		.flatMap(({ outputs }) => outputs[0] ?? [])
		.filter(({ counts }) => counts !== undefined);
	const report: JsonObject = reports.find((one) => one.error !== undefined) ?? reports.at(-1) ?? {};
	const details = nodes.flatMap(({ outputs }) => outputs.flat()).map(({ details: of }) => objectIn(of));
	return {
		error: textIn(report.error) || (error && numberIn(objectIn(report.counts).members) === 0 ? error.message : ''),
		advice: details.map(({ description }) => textIn(description)).find((text) => text !== '') ?? '',
		text: textIn(report.text),
		failed: listIn(report.people)
			.map((person) => objectIn(person))
			.filter(({ action }) => action === 'failed')
			.map(({ displayName, userPrincipalName, reason }) => ({
				names: [textIn(displayName), textIn(userPrincipalName)].filter((name) => name !== ''),
				reason: textIn(reason),
			})),
		failedTeams: failedTeams(nodes, details),
		mailed: nodes.some(({ name, error: failure }) => name.startsWith('E-mail') && failure === undefined),
	};
}

/** The report counts teams; their rows stand where Upsert Team has put them. */
function failedTeams(nodes: Execution['nodes'], details: JsonObject[]): Named[] {
	const written = nodes.filter(({ type }) => type.endsWith('.upsertTeam')).flatMap(({ outputs }) => outputs[1] ?? []);
	const untilStop = details.flatMap(({ teams }) => listIn(teams)).map((team) => objectIn(team));
	return [...written, ...untilStop]
		.filter(({ action }) => action === 'failed')
		.map(({ team, hrId, entraGroup, reason }) => ({
			names: [textIn(team), textIn(hrId), textIn(objectIn(entraGroup).id)].filter((name) => name !== ''),
			reason: textIn(reason),
		}));
}

/** What came of a night under a fault. */
export function judge(cell: Cell, execution: Execution, held: Held, expected: Expected): Judgement {
	const told = toldBy(execution);
	const { oracle, teams } = expected;
	const { employees } = held;
	const aftermath = oracle.examine(employees);
	const differences = oracle.differences(employees);
	const failed = told.failed.filter(({ names }) => !names.some((name) => expected.failing.has(name)));
	const named = (about: string): boolean => isNamed(about, failed, expected);
	const unnamed = (teamsFound: AboutTeam[]): string[] => unnamedTeams(teamsFound, told.failedTeams);
	const always = [
		...aftermath.wronglyDeactivated.map((name) => `${name} was wrongly deactivated`),
		...aftermath.duplicates.map((name) => `${name} is there twice`),
		...aftermath.foreign.map((value) => `a value that nobody wrote: ${value}`),
		...teams.wrong(held),
		...told.failedTeams.flatMap((team) => untold(team, told.text)),
	];
	if (told.error === '' && execution.status !== 'success') always.push(`ended as "${execution.status}" without words`);

	if (told.error !== '') {
		const said = `${told.error} ${told.advice}`;
		return {
			verdict: 'stopped',
			problems: [
				...always,
				...(cell.fault.words.test(said) ? [] : [`stopped with other words: ${said}`]),
				...(told.advice === '' ? [`says nothing about what to do: ${told.error}`] : []),
				...(contains(told.text, told.error) && contains(told.text, told.advice)
					? []
					: [`the mail doesn't say it: ${said}`]),
				...(told.mailed ? [] : ['no mail went out']),
				...(mayDeactivate(cell) ? [] : deactivated(employees, expected)),
				...aftermath.halfMade.filter((key) => !named(key)).map((key) => `half-made and not named: ${key}`),
				...unnamed(teams.halfMade(held)),
			],
		};
	}
	const allFailed = [...failed, ...told.failedTeams];
	if (allFailed.length > 0) {
		return {
			verdict: 'people',
			problems: [
				...always,
				...differences.filter((difference) => !named(difference)).map((one) => `otherwise and not named: ${one}`),
				...unnamed(teams.differences(held)),
				...allFailed
					.filter(({ reason }) => !cell.fault.words.test(reason))
					.map(({ names, reason }) => `failed with other words: ${names[0]}: ${reason}`),
				...(told.mailed ? [] : ['no mail went out']),
			],
		};
	}
	const otherTeams = teams.differences(held).map(({ text }) => text);
	return { verdict: 'recovered', problems: [...always, ...differences, ...otherTeams] };
}

/** Where the fault is on these, some leavers may rightly be gone before it stops the night. */
function mayDeactivate({ kind }: Cell): boolean {
	return kind.writes && !kind.name.startsWith('creation') && !kind.name.startsWith('change');
}

function deactivated(employees: Employee[], { start, leavers }: Expected): string[] {
	const active = new Set(employees.filter((employee) => employee.active).map(({ id }) => id));
	return start
		.filter((employee) => employee.active && leavers.has(employee.id) && !active.has(employee.id))
		.map(({ userName }) => `${userName} was deactivated although the night was stopped`);
}

/** Whether a report names the person whom a line of the oracle is about. */
function isNamed(about: string, failed: Told['failed'], { start, people }: Expected): boolean {
	const employee = start.find(({ id, userName }) => about.startsWith(`${userName} (${id})`));
	const entraId = employee?.externalId ?? people.find(({ id }) => about.startsWith(id))?.id;
	const person = people.find(({ id }) => id === entraId);
	const names = [
		entraId,
		employee?.userName,
		textIn((employee as JsonObject | undefined)?.displayName),
		person?.userPrincipalName,
		person?.mail,
		person?.displayName,
	];
	return failed.some((one) => one.names.some((name) => names.includes(name)));
}

function unnamedTeams(found: AboutTeam[], failed: Named[]): string[] {
	return found
		.filter(({ names }) => !failed.some((one) => one.names.some((name) => names.includes(name))))
		.map(({ text }) => `not named: ${text}`);
}

/** What the mail leaves out about a team that failed. */
function untold({ names: [name = ''], reason }: Named, mail: string): string[] {
	return [name, reason].filter((part) => !contains(mail, part)).map((part) => `the mail doesn't say it: ${part}`);
}

function contains(text: string, part: string): boolean {
	const plain = (words: string): string => words.replace(/\s+/g, ' ').trim();
	return plain(text).includes(plain(part));
}
