import { inParts, request } from './http.ts';

/** Where the people are, and what opens it. */
export interface Source {
	/** Address of the sign-in and of Graph. */
	url: string;
	tenantId: string;
	clientId: string;
	clientSecret: string;
	groupId: string;
}

/** A member of the group, as Graph gives it. */
export interface Person {
	id: string;
	accountEnabled: boolean;
	businessPhones: string[];
	companyName: string | null;
	department: string | null;
	displayName: string | null;
	employeeId: string | null;
	givenName: string | null;
	jobTitle: string | null;
	mail: string | null;
	mobilePhone: string | null;
	preferredLanguage: string | null;
	surname: string | null;
}

/** All members, and the id of each one's manager for those who have one. */
export interface People {
	members: Person[];
	managers: Map<string, string>;
}

interface Page {
	value: Person[];
	'@odata.nextLink'?: string;
}

interface BatchAnswer {
	responses: { status: number; body: { value: { id: string; manager?: { id: string } }[] } }[];
}

const PROPERTIES =
	'id,accountEnabled,businessPhones,companyName,department,displayName,employeeId,givenName,jobTitle,mail,mobilePhone,preferredLanguage,surname';
const PAGE_SIZE = 999;
const REQUESTS_A_BATCH = 20;
/** As many as one `in` filter takes. */
const PEOPLE_A_REQUEST = 15;

/** Reads page after page, which Graph lets nobody do at once, and meanwhile the managers of the pages that are there. */
export async function readPeople(source: Source): Promise<People> {
	const token = await signIn(source);
	const managers = new Map<string, string>();
	const members: Person[] = [];
	const reading: Promise<void>[] = [];
	let open: string[] = [];
	const ask = (ids: string[]) => reading.push(readManagers(source, token, ids, managers));

	let url: string | undefined =
		`${source.url}/v1.0/groups/${source.groupId}/transitiveMembers/microsoft.graph.user` +
		`?$count=true&$top=${PAGE_SIZE}&$select=${PROPERTIES}`;
	while (url !== undefined) {
		const page: Page = await request<Page>(url, token, { headers: { ConsistencyLevel: 'eventual' } });
		members.push(...page.value);
		open.push(...page.value.map(({ id }) => id));
		const whole = open.length - (open.length % (REQUESTS_A_BATCH * PEOPLE_A_REQUEST));
		for (const ids of inParts(open.slice(0, whole), REQUESTS_A_BATCH * PEOPLE_A_REQUEST)) ask(ids);
		open = open.slice(whole);
		url = page['@odata.nextLink'];
	}
	if (open.length > 0) ask(open);
	await Promise.all(reading);
	return { members, managers };
}

async function signIn({ url, tenantId, clientId, clientSecret }: Source): Promise<string> {
	const response = await fetch(`${url}/${tenantId}/oauth2/v2.0/token`, {
		method: 'POST',
		body: new URLSearchParams({
			grant_type: 'client_credentials',
			client_id: clientId,
			client_secret: clientSecret,
			scope: `${url}/.default`,
		}),
	});
	if (!response.ok) throw new Error(`The sign-in answered ${response.status}.`);
	return ((await response.json()) as { access_token: string }).access_token;
}

/** One batch. */
async function readManagers(
	{ url }: Source,
	token: string,
	people: string[],
	managers: Map<string, string>,
): Promise<void> {
	const requests = inParts(people, PEOPLE_A_REQUEST).map((ids, index) => {
		const filter = encodeURIComponent(`id in (${ids.map((id) => `'${id}'`).join(',')})`);
		return {
			id: String(index),
			method: 'GET',
			url: `/users?$filter=${filter}&$select=id&$expand=manager($select=id)&$top=${PEOPLE_A_REQUEST}`,
		};
	});
	const { responses } = await request<BatchAnswer>(`${url}/v1.0/$batch`, token, { body: { requests } });
	for (const { status, body } of responses) {
		if (status !== 200) throw new Error(`Graph answered ${status} to a question about managers.`);
		for (const { id, manager } of body.value) if (manager) managers.set(id, manager.id);
	}
}
