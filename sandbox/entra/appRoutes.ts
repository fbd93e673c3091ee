import { createHash } from 'node:crypto';
import type { DirectoryObject } from './directory.ts';
import { type Reply, notFound } from './errors.ts';
import { SKUS } from './people.ts';
import { type Call, type Route, ok, one, page } from './routes.ts';
import { demand } from './rows.ts';
import { APP_NAME, EXTENSION_PREFIX } from './tenant.ts';

/** How Graph calls the type of a principal in an assignment. */
const PRINCIPAL_TYPES: Partial<Record<DirectoryObject['type'], string>> = {
	user: 'User',
	group: 'Group',
	servicePrincipal: 'ServicePrincipal',
};

/** What belongs to applications: who is assigned to them, what they add to users, and what was bought. */
export const APP_ROUTES: readonly Route[] = [
	{ method: 'GET', pattern: 'servicePrincipals', cost: 1, answer: listApps },
	{ method: 'GET', pattern: 'servicePrincipals/{id}', cost: 1, answer: getApp },
	{ method: 'GET', pattern: "servicePrincipals(appId='{appId}')", cost: 1, answer: getApp },
	{ method: 'GET', pattern: 'servicePrincipals/{id}/appRoleAssignedTo', cost: 1, answer: listAssigned },
	{
		method: 'POST',
		pattern: 'directoryObjects/getAvailableExtensionProperties',
		cost: 1,
		answer: getExtensions,
	},
	{ method: 'GET', pattern: 'subscribedSkus', cost: 1, answer: listSkus },
];

function listApps(call: Call): Reply {
	demand(call.settings, 'servicePrincipal');
	const all = () => call.directory.all('servicePrincipal');
	return page(call, { key: 'servicePrincipals', entities: ['servicePrincipal'], all });
}

function getApp(call: Call): Reply {
	return one(call, findApp(call));
}

function findApp({ params, directory, settings }: Call): DirectoryObject {
	demand(settings, 'servicePrincipal');
	const appId = params.appId?.toLowerCase();
	const app =
		appId === undefined
			? directory.get(params.id ?? '')
			: directory.all('servicePrincipal').find(({ properties }) => properties.appId === appId);
	if (app?.type !== 'servicePrincipal') throw notFound(params.appId ?? params.id ?? '');
	return app;
}

function listAssigned(call: Call): Reply {
	const app = findApp(call);
	const key = `${app.id} assignments`;
	const all = () => call.directory.list(key, () => assignmentsOf(app, call));
	return page(call, { key, entities: ['appRoleAssignment'], all });
}

/** Whoever was deleted is no longer assigned. */
function assignmentsOf(app: DirectoryObject, { directory }: Call): DirectoryObject[] {
	return (app.assignments ?? []).flatMap(({ principalId, appRoleId }) => {
		const principal = directory.get(principalId);
		if (!principal) return [];
		const text = [app.id, principalId, appRoleId].join();
		return [
			{
				id: createHash('sha256').update(text).digest('base64url'),
				type: 'appRoleAssignment' as const,
				properties: {
					appRoleId,
					createdDateTime: '2023-05-02T07:00:00Z',
					principalDisplayName: principal.properties.displayName ?? null,
					principalId,
					principalType: PRINCIPAL_TYPES[principal.type],
					resourceDisplayName: app.properties.displayName,
					resourceId: app.id,
				},
			},
		];
	});
}

function getExtensions({ settings, request }: Call): Reply {
	demand(settings, 'directory');
	const extension = (name: string, targetObjects: string[]) => ({
		id: createHash('sha256').update(name).digest('hex').slice(0, 32),
		deletedDateTime: null,
		appDisplayName: APP_NAME,
		dataType: 'String',
		isMultiValued: false,
		isSyncedFromOnPremises: false,
		name: `${EXTENSION_PREFIX}${name}`,
		targetObjects,
	});
	return ok({
		'@odata.context': `${request.origin}/v1.0/$metadata#directoryObjects`,
		value: [extension('badgeNumber', ['User']), extension('assetTag', ['Device'])],
	});
}

function listSkus({ settings, request }: Call): Reply {
	demand(settings, 'licenses');
	const value = Object.entries(SKUS).map(([skuPartNumber, skuId]) => ({
		appliesTo: 'User',
		capabilityStatus: 'Enabled',
		skuId,
		skuPartNumber,
	}));
	return ok({ '@odata.context': `${request.origin}/v1.0/$metadata#subscribedSkus`, value });
}
