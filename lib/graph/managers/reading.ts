import { failure } from '../../base/failure';
import { isGuid } from '../../base/json';
import { BATCH_SIZE, readInBatches } from '../batch';
import type { BatchAnswer } from '../batch';
import type { Graph } from '../client';
import { explainGraphAnswer, parseGraphError } from '../graphFailure';
import type { GraphCall } from '../graphFailure';
import { permissionFor } from '../people/userProperties';
import { idOf, limitedData, parseManager, parseNotFound } from './manager';
import type { Manager, ManagerResult } from './manager';
import { answersBy, isSignInName, questionsAbout, urlAlone, urlTogether } from './questions';
import type { Question } from './questions';

/** So many people's managers may stay unknown because Graph failed. More, and what it says can't be trusted. */
export const MAX_UNREADABLE = 5;
/** So many requests for 15 people may fail for good before each person is asked for alone. */
const MAX_FAILED_TOGETHER = 10;

/**
 * Finds out who manages whom. What was read once is kept: a manager who is asked for as a person, or who is met again, costs
 * nothing more and is one object.
 */
export class ManagerReading {
	/** By the person, as asked for. */
	readonly results = new Map<string, ManagerResult>();

	/** In lower case: the managers that are contacts, who have no manager themselves. */
	readonly contacts = new Set<string>();

	/** Contacts of whom the application may see no more than the ID. */
	readonly hiddenContacts = new Set<string>();

	private readonly graph: Graph;

	private readonly properties: readonly string[];

	private readonly call: GraphCall;

	private readonly managers = new Map<string, Manager>();

	private asked = 0;

	private done = 0;

	private unreadable = 0;

	private failedTogether = 0;

	private foundTogether = 0;

	constructor(graph: Graph, properties: readonly string[]) {
		this.graph = graph;
		this.properties = properties;
		this.call = { task: 'managers', permission: permissionFor('User.Read.All', properties) };
	}

	/**
	 * First 15 people a request and 20 requests a batch; whoever that leaves open is asked for alone.
	 *
	 * @throws SyncError when Graph refuses, or fails for more than a few people
	 */
	async read(people: readonly string[]): Promise<void> {
		const asked = people.filter((person) => !this.results.has(person));
		this.done = 0;
		this.asked = asked.length;
		await this.readTogether('id', asked.filter(isGuid));
		await this.readTogether('userPrincipalName', asked.filter(isSignInName));
		await this.checkThatExpandWorks(asked);
		await this.readAlone(asked.filter((person) => !this.results.has(person)));
	}

	private async readTogether(property: Question['property'], people: readonly string[]): Promise<void> {
		const questions = questionsAbout(property, people);
		// One batch first: if Graph does not take such a filter, the others need not be sent.
		const first = questions.slice(0, BATCH_SIZE);
		const refused = await this.askTogether(first);
		if (refused < first.length) await this.askTogether(questions.slice(BATCH_SIZE));
	}

	/** @returns how many of the questions were refused */
	private async askTogether(questions: readonly Question[]): Promise<number> {
		let refused = 0;
		const urls = questions.map((question) => urlTogether(question, this.properties));
		await readInBatches(this.graph, urls, this.call, (answer, index) => {
			const question = questions[index];
			if (answer.status === 200 && question) this.takeTogether(question, answer.body);
			else if (answer.status === 400) {
				this.checkProperties(answer);
				refused++;
			} else this.takeFailure(answer);
			this.done += question?.people.length ?? 0;
			this.graph.progress(`managers of ${this.done} of ${this.asked} people read`);
		});
		return refused;
	}

	/** Whoever the answer leaves out stays open. */
	private takeTogether({ property, people }: Question, body: unknown): void {
		const rows = answersBy(property, body);
		for (const person of people) {
			const row = rows.get(person.toLowerCase());
			if (!row) continue;
			if (typeof row.userPrincipalName !== 'string') throw limitedData();
			const result = this.resultOf(row.manager, true);
			if (!result) continue;
			this.results.set(person, result);
			if (!result.known || !result.manager) continue;
			this.foundTogether++;
			if (property !== 'id' && typeof row.id === 'string') this.results.set(row.id, result);
		}
	}

	private takeFailure(answer: BatchAnswer): void {
		if (isFinal(answer.status)) throw explainGraphAnswer(answer.status, answer.body, this.call);
		if (++this.failedTogether > MAX_FAILED_TOGETHER) throw explainGraphAnswer(answer.status, answer.body, this.call);
	}

	/**
	 * People without a manager look just like people whose manager Graph did not expand. So where not a single manager came
	 * that way, everybody is asked for alone.
	 */
	private async checkThatExpandWorks(people: readonly string[]): Promise<void> {
		if (this.foundTogether > 0) return;
		const without = people.filter((person) => this.results.get(person)?.known);
		for (const person of without) this.results.delete(person);
		const sample = without.slice(0, BATCH_SIZE);
		await this.readAlone(sample);
		const found = sample.some((person) => {
			const result = this.results.get(person);
			return result?.known && result.manager;
		});
		if (found) return;
		for (const person of without.slice(BATCH_SIZE)) this.results.set(person, { known: true, manager: null });
	}

	private async readAlone(people: readonly string[]): Promise<void> {
		const refused = await this.askAlone(people, true);
		// A contact may not have all properties of a user, which Graph answers with 400.
		const refusedAgain = await this.askAlone(refused, false);
		for (const person of refusedAgain) this.setUnreadable(person, 400);
	}

	/** @returns the people for whom the request was refused */
	private async askAlone(people: readonly string[], selected: boolean): Promise<string[]> {
		const refused: string[] = [];
		const urls = people.map((person) => urlAlone(person, selected ? this.properties : undefined));
		let done = 0;
		await readInBatches(this.graph, urls, this.call, (answer, index) => {
			const person = people[index] ?? '';
			const { status, body } = answer;
			this.graph.progress(`managers of ${++done} of ${people.length} people read one by one`);
			if (isFinal(status)) throw explainGraphAnswer(status, body, this.call);
			if (status === 400 && selected) this.checkProperties(answer);
			if (status === 400) return void refused.push(person);
			const result = status === 200 ? this.foundAlone(body, selected) : status === 404 && parseNotFound(body);
			if (result) this.results.set(person, result);
			else this.setUnreadable(person, status);
		});
		return refused;
	}

	private foundAlone(body: unknown, selected: boolean): ManagerResult | undefined {
		return idOf(body) === undefined ? undefined : this.resultOf(body, selected);
	}

	/** Graph leaves `manager` out for people who have none. @returns undefined when it is not readable */
	private resultOf(value: unknown, selected: boolean): ManagerResult | undefined {
		if (value === undefined || value === null) return { known: true, manager: null };
		const parsed = parseManager(value, this.properties, selected);
		if (!parsed) return undefined;
		const { manager, isContact, limited } = parsed;
		const key = manager.id.toLowerCase();
		if (isContact) this.contacts.add(key);
		if (limited) this.hiddenContacts.add(key);
		const known = this.managers.get(key);
		if (known) return { known: true, manager: known };
		if (selected) this.managers.set(key, manager);
		return { known: true, manager };
	}

	/** A property that Graph does not know fails for everyone: it is named. */
	private checkProperties({ status, body }: BatchAnswer): void {
		const { message = '' } = parseGraphError(body);
		if (/could not find a property/i.test(message)) throw explainGraphAnswer(status, body, this.call);
	}

	private setUnreadable(person: string, status: number): void {
		this.results.set(person, { known: false, because: { kind: 'managerUnreadable', status } });
		if (++this.unreadable <= MAX_UNREADABLE) return;
		throw failure({ kind: 'managersUnreadable', most: MAX_UNREADABLE, status }, { status });
	}
}

/** Refused for everyone alike: asking for each person alone would not help. */
function isFinal(status: number): boolean {
	return status === 401 || status === 403;
}
