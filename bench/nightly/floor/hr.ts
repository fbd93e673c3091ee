import { inParallel, inParts, request } from './http.ts';

export const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** Where the employees are, and what opens it. */
export interface Target {
	baseUrl: string;
	token: string;
}

/** A SCIM user, as far as it is synced. */
export interface Employee {
	userName?: string;
	externalId?: string;
	active?: boolean;
	name?: { givenName?: string; familyName?: string };
	displayName?: string;
	title?: string;
	preferredLanguage?: string;
	emails?: Typed[];
	phoneNumbers?: Typed[];
	[ENTERPRISE]?: {
		department?: string;
		employeeNumber?: string;
		organization?: string;
		manager?: { value?: string };
	};
}

export interface Typed {
	type: string;
	value: string;
	primary?: boolean;
}

export type Known = Employee & { id: string };

/** One operation of a Bulk request (RFC 7644 3.7). */
export interface Write {
	method: 'POST' | 'PATCH';
	path: string;
	data: unknown;
}

interface List {
	totalResults: number;
	Resources?: Known[];
}

interface Config {
	bulk: { supported: boolean; maxOperations: number };
}

/** The employees, and how many writes the system takes at once. */
export interface Employees {
	known: Known[];
	writesAtOnce: number;
}

/** More than most servers give; they answer with what they have. */
const PAGE_SIZE = 1_000;
const AT_ONCE = 8;

/** The first page says how many the others are, and how large. */
export async function readEmployees({ baseUrl, token }: Target): Promise<Employees> {
	const page = async (start: number, count: number): Promise<List> =>
		await request<List>(`${baseUrl}/Users?startIndex=${start}&count=${count}`, token);
	const [{ bulk }, { totalResults, Resources: first = [] }] = await Promise.all([
		request<Config>(`${baseUrl}/ServiceProviderConfig`, token),
		page(1, PAGE_SIZE),
	]);
	if (!bulk.supported) throw new Error('The HR system takes no Bulk requests.');
	const size = Math.max(first.length, 1);
	const starts = Array.from({ length: Math.ceil(totalResults / size) - 1 }, (_, index) => (index + 1) * size + 1);
	const others = await inParallel(starts, AT_ONCE, async (start) => (await page(start, size)).Resources ?? []);
	const known = [first, ...others].flat();
	if (known.length !== totalResults)
		throw new Error(`The HR system has ${totalResults} employees and gave ${known.length}.`);
	return { known, writesAtOnce: bulk.maxOperations };
}

interface BulkAnswer {
	Operations: { bulkId?: string; status: string; location?: string }[];
}

/** Sends writes together. Resolves with the ids of the employees, in the order of the writes. */
export async function write({ baseUrl, token }: Target, writes: readonly Write[], atOnce: number): Promise<string[]> {
	const parts = await inParallel(inParts(writes, atOnce), AT_ONCE, async (part) => {
		const { Operations } = await request<BulkAnswer>(`${baseUrl}/Bulk`, token, { body: bulkRequest(part) });
		return part.map(({ method, path }, index) => {
			// Only creations have to be answered with their bulkId; whoever was there before has a location.
			const answer = Operations.find(
				({ bulkId, location }) => bulkId === String(index) || (method === 'PATCH' && location?.endsWith(path)),
			);
			if (!answer || Number(answer.status) >= 400) {
				throw new Error(`The HR system answered ${answer?.status ?? 'nothing'} to ${method} ${path}.`);
			}
			return answer.location?.split('/').at(-1) ?? '';
		});
	});
	return parts.flat();
}

function bulkRequest(part: readonly Write[]): unknown {
	return {
		schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
		Operations: part.map((operation, index) => ({ ...operation, bulkId: String(index) })),
	};
}
