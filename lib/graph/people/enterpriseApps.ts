import { SyncError } from '../../base/errors';
import { failure } from '../../base/failure';
import { fieldsOf, isGuid } from '../../base/json';
import { odataQuery, odataString } from '../client';
import type { Graph } from '../client';
import { PAGE_SIZE, readWholly } from '../collection';
import type { Collection } from '../collection';
import type { GraphCall } from '../graphFailure';
import type { Group } from './groups';
import { searchByName } from './search';

/** An enterprise application: a service principal of the tenant. `id` is its object ID. */
export interface EnterpriseApp {
	id: string;
	appId: string;
	displayName: string;
}

/** Who is assigned to an application. Each once, however many roles they have there. */
export interface Assigned {
	/** Ids of people who are assigned themselves. */
	people: string[];
	groups: Group[];
	/** How many others: service principals, for the most part. */
	others: number;
	/** How many people and groups were left out because all they have is Default Access. */
	defaultOnly: number;
}

interface Assignment {
	id: string;
	principalId: string;
	principalType: string;
	principalDisplayName: string;
	isDefault: boolean;
}

const SELECT = 'id,appId,displayName';
const MAX_CANDIDATES = 10;
const PERMISSION = 'Application.Read.All';
const LOOK_UP: GraphCall = { task: 'findApp', permission: PERMISSION };
/** "Default Access": assigned without a role of the application. */
const DEFAULT_ACCESS = '00000000-0000-0000-0000-000000000000';

/**
 * Finds an enterprise application: a GUID is its object ID or its application ID, anything else its exact name.
 *
 * @throws SyncError when there is none, or several of that name
 */
export async function resolveApp(graph: Graph, idOrName: string): Promise<EnterpriseApp> {
	const wanted = idOrName.trim();
	if (wanted === '') {
		throw new SyncError(
			'No enterprise application is given',
			'Choose an application from the list, or enter its name, object ID or application ID.',
		);
	}
	return isGuid(wanted) ? await appById(graph, wanted) : await appByName(graph, wanted);
}

async function appById(graph: Graph, id: string): Promise<EnterpriseApp> {
	for (const path of [`servicePrincipals/${id}`, `servicePrincipals(appId='${id}')`]) {
		try {
			const [app] = parseApps([await graph.get(`${path}?$select=${SELECT}`, LOOK_UP)]);
			if (app) return app;
		} catch (error) {
			if (!(error instanceof SyncError) || error.details.status !== 404) throw error;
		}
	}
	throw notFound(`with the ID ${id}`);
}

async function appByName(graph: Graph, name: string): Promise<EnterpriseApp> {
	const query = odataQuery({ $filter: `displayName eq ${odataString(name)}`, $select: SELECT, $top: MAX_CANDIDATES });
	const found = parseApps((await graph.get(`servicePrincipals?${query}`, LOOK_UP)).value);
	const [app, ...others] = found;
	if (app === undefined) throw notFound(`named "${name}"`);
	if (others.length > 0) {
		throw new SyncError(
			`There are several enterprise applications named "${name}": ${found.map(({ id }) => id).join(', ')}`,
			'Enter the object ID of the right one instead of the name.',
			{ candidates: found },
		);
	}
	return app;
}

function notFound(what: string): SyncError {
	return new SyncError(
		`There is no enterprise application ${what}`,
		"Choose it from the list, or copy the object ID from the application's Overview page under Enterprise applications.",
	);
}

/** Enterprise applications for a list to choose from, see searchByName. */
export async function searchApps(
	graph: Graph,
	text: string,
	nextLink?: string,
): Promise<{ apps: EnterpriseApp[]; nextLink: string | undefined }> {
	const call: GraphCall = { task: 'listApps', permission: PERMISSION };
	const found = await searchByName(graph, { path: 'servicePrincipals', select: SELECT, call }, text, nextLink);
	return { apps: parseApps(found.rows), nextLink: found.nextLink };
}

/**
 * Reads everybody who is assigned to an application, or fails.
 *
 * @param defaultAccess whether those count who have nothing but Default Access
 */
export async function readAssigned(graph: Graph, app: EnterpriseApp, defaultAccess: boolean): Promise<Assigned> {
	const assignments = await readAssignments(graph, app);
	const wanted = assignments.filter(({ isDefault }) => defaultAccess || !isDefault);
	const of = (type: string, list = wanted) => byPrincipal(list.filter(({ principalType }) => principalType === type));
	const others = wanted.filter(({ principalType }) => principalType !== 'User' && principalType !== 'Group');
	const everybody = of('User', assignments).length + of('Group', assignments).length;
	return {
		people: of('User').map(({ principalId }) => principalId),
		groups: of('Group').map(({ principalId, principalDisplayName }) => ({
			id: principalId,
			displayName: principalDisplayName,
		})),
		others: byPrincipal(others).length,
		defaultOnly: everybody - of('User').length - of('Group').length,
	};
}

/** Graph need not count this list: it is asked to, and where it refuses, the list is read twice. */
async function readAssignments(graph: Graph, app: EnterpriseApp): Promise<Assignment[]> {
	const path = `servicePrincipals/${app.id}/appRoleAssignedTo?$top=${PAGE_SIZE}`;
	const call: GraphCall = {
		task: 'assignments',
		of: app.displayName,
		permission: PERMISSION,
		notFound: { kind: 'appDeleted', app: app.displayName },
	};
	const collection: Collection<Assignment> = {
		url: `${path}&$count=true`,
		list: 'app',
		of: app.displayName,
		call,
		counted: 'maybe',
		advanced: true,
		parse: (row) => parseAssignment(row, app),
	};
	try {
		return (await readWholly(graph, collection)).rows;
	} catch (error) {
		if (!(error instanceof SyncError) || error.details.status !== 400) throw error;
		graph.log('Graph does not count assignments: they are read twice');
		return (await readWholly(graph, { ...collection, url: path, advanced: false })).rows;
	}
}

function parseAssignment(row: Record<string, unknown>, app: EnterpriseApp): Assignment {
	const { id, principalId, principalType, principalDisplayName, appRoleId } = row;
	if (typeof principalId !== 'string' || typeof principalType !== 'string' || typeof appRoleId !== 'string') {
		throw failure({ kind: 'assignmentsHidden', app: app.displayName, permission: PERMISSION });
	}
	return {
		id: String(id),
		principalId: principalId.toLowerCase(),
		principalType,
		principalDisplayName: typeof principalDisplayName === 'string' ? principalDisplayName : principalId,
		isDefault: appRoleId === DEFAULT_ACCESS,
	};
}

function byPrincipal(assignments: readonly Assignment[]): Assignment[] {
	return [...new Map(assignments.map((assignment) => [assignment.principalId, assignment])).values()];
}

function parseApps(rows: unknown): EnterpriseApp[] {
	if (!Array.isArray(rows)) throw new SyncError('Graph answered without a list of applications', 'Try again later.');
	return rows.flatMap((row: unknown) => {
		const { id, appId, displayName } = fieldsOf(row);
		if (typeof id !== 'string') return [];
		return [
			{
				id,
				appId: typeof appId === 'string' ? appId : '',
				displayName: typeof displayName === 'string' ? displayName : id,
			},
		];
	});
}
