import metadata from './metadata.json' with { type: 'json' };
import { GraphError } from './errors.ts';
import type { ObjectType } from './directory.ts';

/** What Graph knows properties of: the directory's objects, and the two entities that stand outside of it. */
export type EntityType = ObjectType | 'application' | 'organization';

const known: Record<string, Record<string, string>> = metadata.properties;

/** Property name to Edm type. Types that the metadata doesn't describe have only what every directory object has. */
const PROPERTIES: Record<EntityType, Record<string, string>> = {
	user: known.user ?? {},
	group: known.group ?? {},
	orgContact: known.orgContact ?? {},
	application: known.application ?? {},
	device: known.directoryObject ?? {},
	servicePrincipal: {
		...known.directoryObject,
		accountEnabled: 'Edm.Boolean',
		appDisplayName: 'Edm.String',
		appId: 'Edm.String',
		appRoleAssignmentRequired: 'Edm.Boolean',
		appRoles: 'Collection(graph.appRole)',
		displayName: 'Edm.String',
		servicePrincipalType: 'Edm.String',
		tags: 'Collection(Edm.String)',
	},
	appRoleAssignment: {
		...known.directoryObject,
		appRoleId: 'Edm.Guid',
		createdDateTime: 'Edm.DateTimeOffset',
		principalDisplayName: 'Edm.String',
		principalId: 'Edm.Guid',
		principalType: 'Edm.String',
		resourceDisplayName: 'Edm.String',
		resourceId: 'Edm.Guid',
	},
	organization: { id: 'Edm.String', displayName: 'Edm.String' },
};

/** What Graph returns without `$select`. */
const DEFAULTS: Record<EntityType, string[]> = {
	user: [
		'businessPhones',
		'displayName',
		'givenName',
		'jobTitle',
		'mail',
		'mobilePhone',
		'officeLocation',
		'preferredLanguage',
		'surname',
		'userPrincipalName',
		'id',
	],
	group: [
		'id',
		'deletedDateTime',
		'classification',
		'createdDateTime',
		'description',
		'displayName',
		'groupTypes',
		'mail',
		'mailEnabled',
		'mailNickname',
		'membershipRule',
		'onPremisesSyncEnabled',
		'proxyAddresses',
		'securityEnabled',
		'visibility',
	],
	orgContact: [
		'id',
		'companyName',
		'department',
		'displayName',
		'givenName',
		'jobTitle',
		'mail',
		'mailNickname',
		'surname',
	],
	application: [
		'id',
		'appId',
		'createdDateTime',
		'displayName',
		'signInAudience',
		'keyCredentials',
		'passwordCredentials',
	],
	device: ['id', 'deletedDateTime'],
	servicePrincipal: [
		'id',
		'deletedDateTime',
		'accountEnabled',
		'appDisplayName',
		'appId',
		'appRoleAssignmentRequired',
		'appRoles',
		'displayName',
		'servicePrincipalType',
		'tags',
	],
	appRoleAssignment: [
		'id',
		'deletedDateTime',
		'appRoleId',
		'createdDateTime',
		'principalDisplayName',
		'principalId',
		'principalType',
		'resourceDisplayName',
		'resourceId',
	],
	organization: ['id', 'displayName'],
};

/** Kept outside of the directory, so Graph can add them to a single user only. */
const SINGLE_USER_ONLY = new Set([
	'aboutMe',
	'birthday',
	'hireDate',
	'interests',
	'mailboxSettings',
	'mySite',
	'pastProjects',
	'preferredName',
	'responsibilities',
	'schools',
	'skills',
]);

const FILTERABLE: Partial<Record<EntityType, ReadonlySet<string>>> = {
	user: new Set([
		'id',
		'accountEnabled',
		'city',
		'companyName',
		'country',
		'createdDateTime',
		'department',
		'displayName',
		'employeeHireDate',
		'employeeId',
		'employeeType',
		'givenName',
		'jobTitle',
		'mail',
		'mailNickname',
		'officeLocation',
		'postalCode',
		'state',
		'surname',
		'usageLocation',
		'userPrincipalName',
		'userType',
	]),
	servicePrincipal: new Set(['id', 'accountEnabled', 'appId', 'displayName', 'servicePrincipalType']),
	group: new Set(['id', 'createdDateTime', 'displayName', 'mail', 'mailEnabled', 'mailNickname', 'securityEnabled']),
};

/** A directory extension, `extension_{appId without dashes}_{name}`: any object may have one, no metadata names it. */
const EXTENSION = /^extension_[0-9a-f]{32}_\w+$/i;

/** The Edm type of a property, undefined when the type has no such property. */
export function typeOf(entity: EntityType, property: string): string | undefined {
	const edm = PROPERTIES[entity][property];
	return edm ?? (EXTENSION.test(property) && entity !== 'organization' ? 'Edm.String' : undefined);
}

export function isExtension(property: string): boolean {
	return EXTENSION.test(property);
}

export function defaultsOf(entity: EntityType): readonly string[] {
	return DEFAULTS[entity];
}

export function isFilterable(entity: EntityType, property: string): boolean {
	return FILTERABLE[entity]?.has(property) ?? false;
}

/**
 * Refuses a `$select` as Graph does.
 *
 * @param entities the types that the answer may hold: a property must be known to one of them
 * @param single whether one object is asked for and not a collection
 * @throws GraphError 400 for an unknown property, 501 for one that a collection can't return
 */
export function checkSelect(select: readonly string[], entities: readonly EntityType[], single: boolean): void {
	for (const property of select) {
		if (!entities.some((entity) => typeOf(entity, property) !== undefined)) {
			const type = entities.length === 1 ? entities[0] : 'directoryObject';
			throw new GraphError(
				400,
				'BadRequest',
				`Parsing OData Select and Expand failed: Could not find a property named '${property}' on type 'microsoft.graph.${type}'.`,
			);
		}
		if (!single && entities.includes('user') && SINGLE_USER_ONLY.has(property)) {
			throw new GraphError(501, 'NotSupported', 'This operation target is not yet supported.');
		}
	}
}
