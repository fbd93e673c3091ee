import { getInBatches } from './batch';
import type { BatchAnswer } from './batch';
import { odataQuery, odataString } from './client';
import type { Graph } from './client';
import { isGuid } from './credential';
import { explainGraphAnswer, parseGraphError } from './errors';
import type { GraphCall } from './errors';

/** A person's manager. What the manager does not have is null; a contact has no userPrincipalName. */
export interface Manager {
	id: string;
	userPrincipalName: string | null;
	mail: string | null;
	employeeId: string | null;
	displayName: string | null;
	[property: string]: unknown;
}

/** `manager: null` means that Graph said there is none. Not knowing is something else, and says why. */
export type ManagerResult = { known: true; manager: Manager | null } | { known: false; reason: string };

export const MANAGER_PROPERTIES = ['id', 'userPrincipalName', 'mail', 'employeeId', 'displayName'] as const;

/** As many as one `id in (...)` filter takes. With `$top` under 20 the request also costs one unit less. */
const PEOPLE_A_REQUEST = 15;

const CALL: GraphCall = { doing: 'read the managers', permission: 'User.Read.All' };

type Results = Map<string, ManagerResult>;

/**
 * Reads the managers of people, by their ids. Every id is in the result, as it was given.
 *
 * First 15 people a request and 20 requests a batch; whoever that leaves open is asked for alone.
 *
 * @param select properties of the manager, beside those always read
 * @throws SyncError when Graph refuses, so that a missing permission is never taken for "no manager"
 */
export async function readManagers(
	graph: Graph,
	ids: readonly string[],
	select: readonly string[] = [],
): Promise<Map<string, ManagerResult>> {
	const properties = [...new Set([...MANAGER_PROPERTIES, ...select])];
	const people = [...new Set(ids)];
	const results: Results = new Map();
	await readTogether(graph, people.filter(isGuid), properties, results);
	await readAlone(graph, people, properties, results);
	return results;
}

async function readTogether(
	graph: Graph,
	people: readonly string[],
	properties: string[],
	results: Results,
): Promise<void> {
	const chunks: string[][] = [];
	for (let start = 0; start < people.length; start += PEOPLE_A_REQUEST) {
		chunks.push(people.slice(start, start + PEOPLE_A_REQUEST));
	}
	const urls = chunks.map((chunk) => {
		const query = odataQuery({
			$filter: `id in (${chunk.map(odataString).join(',')})`,
			$expand: `manager($select=${properties.join(',')})`,
			$select: 'id',
			$top: PEOPLE_A_REQUEST,
		});
		return `/users?${query}`;
	});
	const answers = await getInBatches(graph, urls, CALL);
	answers.forEach((answer, index) => takeChunk(answer, chunks[index] ?? [], properties, results));
}

/** Whoever an answer leaves out, or a refused filter, stays open for `readAlone`. */
function takeChunk(answer: BatchAnswer, chunk: readonly string[], properties: string[], results: Results): void {
	if (answer.status !== 200) {
		if (isFinal(answer.status)) throw explainGraphAnswer(answer.status, answer.body, CALL);
		return;
	}
	const rows = fieldsOf(answer.body).value;
	const byId = new Map(
		(Array.isArray(rows) ? rows : []).map((row: unknown) => [idOf(row)?.toLowerCase(), fieldsOf(row)] as const),
	);
	for (const id of chunk) {
		const row = byId.get(id.toLowerCase());
		if (!row) continue;
		// Graph leaves `manager` out for people who have none.
		if (row.manager === undefined || row.manager === null) results.set(id, { known: true, manager: null });
		else if (idOf(row.manager)) results.set(id, { known: true, manager: toManager(row.manager, properties) });
	}
}

async function readAlone(
	graph: Graph,
	people: readonly string[],
	properties: string[],
	results: Results,
): Promise<void> {
	const open = people.filter((id) => !results.has(id));
	await askEach(graph, open, `?$select=${properties.join(',')}`, properties, results);
	// A contact may not have all properties of a user, which Graph answers with 400.
	const refused = open.filter((id) => !results.has(id));
	await askEach(graph, refused, '', properties, results);
	for (const id of refused) {
		if (!results.has(id)) results.set(id, { known: false, reason: 'Graph could not read the manager (400)' });
	}
}

async function askEach(
	graph: Graph,
	people: readonly string[],
	query: string,
	properties: string[],
	results: Results,
): Promise<void> {
	if (people.length === 0) return;
	const urls = people.map((id) => `/users/${encodeURIComponent(id)}/manager${query}`);
	const answers = await getInBatches(graph, urls, CALL);
	answers.forEach((answer, index) => {
		const result = toResult(answer, properties);
		if (result) results.set(people[index] ?? '', result);
	});
}

function toResult({ status, body }: BatchAnswer, properties: string[]): ManagerResult | undefined {
	if (status === 200 && idOf(body)) return { known: true, manager: toManager(body, properties) };
	if (status === 404) return toNotFound(body);
	if (isFinal(status)) throw explainGraphAnswer(status, body, CALL);
	return status === 400 ? undefined : { known: false, reason: `Graph could not read the manager (${status})` };
}

/** The same code stands for "has no manager" and "there is no such person": only the quoted word tells them apart. */
function toNotFound(body: unknown): ManagerResult {
	const { message } = parseGraphError(body);
	if (message && /'manager'/i.test(message)) return { known: true, manager: null };
	return { known: false, reason: 'The person is no longer in Entra' };
}

/** Refused for everyone alike: asking for each person alone would not help. */
function isFinal(status: number): boolean {
	return status === 401 || status === 403 || status === 429;
}

function toManager(value: unknown, properties: string[]): Manager {
	const fields = fieldsOf(value);
	return Object.fromEntries(properties.map((name) => [name, fields[name] ?? null])) as Manager;
}

function idOf(value: unknown): string | undefined {
	const { id } = fieldsOf(value);
	return typeof id === 'string' && id !== '' ? id : undefined;
}

function fieldsOf(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
