import { SyncError } from '../../base/errors';
import { isRecord, toBoolean } from '../../base/json';
import { HttpError } from '../../http/client';
import type { HttpClient } from '../../http/client';
import type { ValueType } from '../../sync/mapping/values';
import { CORE_USER, ENTERPRISE_USER, formatPath, parsePath, property } from './path';

/** An attribute of a server's users, as the server itself describes it. */
export interface LiveAttribute {
	/** SCIM path, such as `name.givenName` or `emails[type eq "work"].value`. */
	path: string;
	label: string;
	description?: string;
	type: ValueType;
	required: boolean;
	mutability: 'readWrite' | 'immutable' | 'writeOnly';
	/** One of several values of its kind: the path says which. */
	multiValued: boolean;
	/** The values that the server suggests, or takes; it doesn't say which of both. */
	canonicalValues?: string[];
	uniqueness: 'none' | 'server' | 'global';
}

const MOST_ATTRIBUTES = 2000;
const USER_EXTENSION = /:extension:.*:user$/i;

/** Written by nobody, by the adapter itself, or no matter for a mapping. */
const LEFT_OUT = new Set([...['id', 'meta', 'schemas', 'password', 'groups', 'manager', 'x509certificates']]);
/** Of multi-valued attributes: what tells the values apart, or is only for show. */
const NOT_VALUES = new Set(['type', 'primary', 'display', '$ref']);
/** RFC 7643 4.1.2, for servers that don't say which types they know. */
const USUAL_TYPES = new Map([
	['emails', ['work', 'home']],
	['phonenumbers', ['work', 'mobile', 'home']],
	['addresses', ['work', 'home']],
]);
const TYPES = new Map<string, ValueType>([
	['string', 'string'],
	['boolean', 'boolean'],
	['decimal', 'number'],
	['integer', 'integer'],
	['datetime', 'dateTime'],
	['date', 'date'],
	['reference', 'string'],
]);
const SINGULARS = new Map([
	['emails', 'email'],
	['phonenumbers', 'phone number'],
	['addresses', 'address'],
	['ims', 'IM address'],
]);

interface Definition {
	name: string;
	/** In lower case. */
	type: string;
	multiValued: boolean;
	required: boolean;
	mutability: LiveAttribute['mutability'] | 'readOnly';
	uniqueness: LiveAttribute['uniqueness'];
	description?: string;
	canonicalValues: string[];
	referenceTypes: string[];
	subAttributes: Definition[];
}

/**
 * What a SCIM server's users can hold, from /Schemas and /ResourceTypes (RFC 7643 6 and 7): core, enterprise and the
 * server's own extensions, flat, without what can't be written or named by a path. At most 2,000 attributes.
 * @throws SyncError when the server does not describe its users; HttpError when it can't be asked
 */
export async function readSchemas(http: HttpClient): Promise<LiveAttribute[]> {
	const [schemas, types] = await Promise.all([read(http, 'Schemas'), read(http, 'ResourceTypes')]);
	const definitions = new Map<string, Definition[]>();
	const urns: string[] = [];
	for (const schema of resourcesOf(schemas) ?? []) {
		const id = textAt(schema, 'id');
		if (id === undefined) continue;
		urns.push(id);
		definitions.set(id.toLowerCase(), definitionsAt(schema, 'attributes'));
	}
	const { core, extensions } = userSchemas(resourcesOf(types), urns);
	const attributes = definitions.get(core.toLowerCase());
	if (!attributes || attributes.length === 0) {
		throw new SyncError(
			'The HR system does not say which attributes its users have',
			'Its list of schemas (/Schemas) holds no SCIM user. Check the base URL of the SCIM credential, which usually ends in /scim/v2, or map the attributes by their paths.',
		);
	}
	const live = [
		...commonAttributes(attributes),
		...attributes.flatMap((definition) => coreAttributes(definition)),
		...extensions.flatMap((urn) =>
			(definitions.get(urn.toLowerCase()) ?? []).flatMap((definition) => extensionAttributes(urn, definition)),
		),
	];
	return distinct(live.filter(({ path }) => canBeNamed(path))).slice(0, MOST_ATTRIBUTES);
}

/** Undefined when the server has nothing at this address. */
async function read(http: HttpClient, url: string): Promise<unknown> {
	try {
		return (await http.request({ method: 'GET', url })).body;
	} catch (error) {
		if (error instanceof HttpError && (error.status === 404 || error.status === 501)) return undefined;
		throw error;
	}
}

/** The resources of a ListResponse, or of a bare list; undefined for anything else. */
function resourcesOf(body: unknown): unknown[] | undefined {
	const resources = Array.isArray(body) ? (body as unknown[]) : property(body, 'Resources');
	return Array.isArray(resources) ? resources.slice(0, MOST_ATTRIBUTES) : undefined;
}

/** Which schemas a user is made of. A server that doesn't list its resource types has them all told apart by name. */
function userSchemas(types: unknown[] | undefined, urns: string[]): { core: string; extensions: string[] } {
	const user = types?.find(
		(type) =>
			textAt(type, 'schema')?.toLowerCase() === CORE_USER.toLowerCase() ||
			textAt(type, 'endpoint')?.toLowerCase().endsWith('/users') ||
			textAt(type, 'name')?.toLowerCase() === 'user',
	);
	if (user === undefined) {
		return { core: CORE_USER, extensions: urns.filter((urn) => USER_EXTENSION.test(urn)).map(spelled) };
	}
	const listed = property(user, 'schemaExtensions');
	const extensions = (Array.isArray(listed) ? listed : []).flatMap((extension) => textAt(extension, 'schema') ?? []);
	return { core: textAt(user, 'schema') ?? CORE_USER, extensions: extensions.map(spelled) };
}

function spelled(urn: string): string {
	return urn.toLowerCase() === ENTERPRISE_USER.toLowerCase() ? ENTERPRISE_USER : urn;
}

/** RFC 7643 3.1: every resource can have an external id, which schemas need not list. */
function commonAttributes(attributes: Definition[]): LiveAttribute[] {
	if (attributes.some(({ name }) => name.toLowerCase() === 'externalid')) return [];
	return [
		{
			path: 'externalId',
			label: readable('externalId'),
			type: 'string',
			required: false,
			mutability: 'readWrite',
			multiValued: false,
			uniqueness: 'none',
		},
	];
}

function coreAttributes(definition: Definition): LiveAttribute[] {
	const { name, multiValued, subAttributes } = definition;
	if (!isOffered(definition)) return [];
	const label = readable(name);
	if (multiValued) return valuesOfMany(definition);
	if (definition.type !== 'complex') return liveAttribute(definition, name, label);
	return subAttributes
		.filter((part) => isOffered(part) && !part.multiValued)
		.flatMap((part) =>
			liveAttribute(
				{ ...part, required: part.required && definition.required },
				`${name}.${part.name}`,
				name.toLowerCase() === 'name' ? readable(part.name) : `${label}: ${readable(part.name).toLowerCase()}`,
			),
		);
}

/** Of a multi-valued attribute, what each type of value holds: without types no path can say which value is meant. */
function valuesOfMany(definition: Definition): LiveAttribute[] {
	const { name, required, subAttributes } = definition;
	const told = subAttributes.find((part) => part.name.toLowerCase() === 'type')?.canonicalValues ?? [];
	const types = told.length > 0 ? told : (USUAL_TYPES.get(name.toLowerCase()) ?? []);
	const workFirst = [...types].sort((left, right) => Number(isWork(right)) - Number(isWork(left)));
	const parts = subAttributes.filter((part) => isOffered(part) && !NOT_VALUES.has(part.name.toLowerCase()));
	const kind = SINGULARS.get(name.toLowerCase()) ?? readable(name).toLowerCase();
	return workFirst.flatMap((type, position) =>
		parts.flatMap((part) => {
			const isValue = part.name.toLowerCase() === 'value';
			const path = formatPath({
				attribute: name,
				filter: { attribute: 'type', value: type },
				subAttribute: part.name,
			});
			const label = `${capitalised(type)} ${kind}${isValue ? '' : `: ${readable(part.name).toLowerCase()}`}`;
			const email = isValue && name.toLowerCase() === 'emails';
			return liveAttribute({ ...part, required: required && position === 0 && isValue }, path, label).map(
				(attribute): LiveAttribute => ({ ...attribute, multiValued: true, ...(email && { type: 'email' }) }),
			);
		}),
	);
}

/** Names of extensions are taken literally, so that parts of complex attributes there can't be named. */
function extensionAttributes(urn: string, definition: Definition): LiveAttribute[] {
	if (!isOffered(definition) || definition.multiValued || definition.type === 'complex') return [];
	const label = urn === ENTERPRISE_USER ? readable(definition.name) : definition.name;
	return liveAttribute(definition, `${urn}:${definition.name}`, label);
}

function liveAttribute(definition: Definition, path: string, label: string): LiveAttribute[] {
	const type = typeOf(definition);
	const { mutability, description, canonicalValues, required, uniqueness } = definition;
	if (type === undefined || mutability === 'readOnly') return [];
	return [
		{
			path,
			label,
			...(description !== undefined && { description }),
			type,
			required,
			mutability,
			multiValued: false,
			...(canonicalValues.length > 0 && { canonicalValues }),
			uniqueness,
		},
	];
}

function typeOf({ type, referenceTypes }: Definition): ValueType | undefined {
	if (type === 'reference' && referenceTypes.includes('external')) return 'url';
	return TYPES.get(type);
}

function isOffered({ name, type, mutability }: Definition): boolean {
	return mutability !== 'readOnly' && type !== 'binary' && !LEFT_OUT.has(name.toLowerCase());
}

function isWork(type: string): boolean {
	return type.toLowerCase() === 'work';
}

/** A path that would be read back as another attribute is no use. */
function canBeNamed(path: string): boolean {
	try {
		return formatPath(parsePath(path)) === path;
	} catch {
		return false;
	}
}

function distinct(attributes: LiveAttribute[]): LiveAttribute[] {
	const byPath = new Map<string, LiveAttribute>();
	for (const attribute of attributes) {
		const key = attribute.path.toLowerCase();
		if (!byPath.has(key)) byPath.set(key, attribute);
	}
	return [...byPath.values()];
}

function definitionsAt(owner: unknown, name: string, depth = 0): Definition[] {
	const given = property(owner, name);
	if (!Array.isArray(given) || depth > 1) return [];
	return given.slice(0, MOST_ATTRIBUTES).flatMap((attribute: unknown): Definition[] => {
		const attributeName = textAt(attribute, 'name');
		if (!isRecord(attribute) || attributeName === undefined) return [];
		return [
			{
				name: attributeName,
				type: (textAt(attribute, 'type') ?? 'string').toLowerCase(),
				multiValued: toBoolean(property(attribute, 'multiValued')) ?? false,
				required: toBoolean(property(attribute, 'required')) ?? false,
				mutability: known(textAt(attribute, 'mutability'), 'readOnly', 'immutable', 'writeOnly') ?? 'readWrite',
				uniqueness: known(textAt(attribute, 'uniqueness'), 'server', 'global') ?? 'none',
				description: textAt(attribute, 'description'),
				canonicalValues: textsAt(attribute, 'canonicalValues'),
				referenceTypes: textsAt(attribute, 'referenceTypes'),
				subAttributes: definitionsAt(attribute, 'subAttributes', depth + 1),
			},
		];
	});
}

function known<T extends string>(text: string | undefined, ...choices: T[]): T | undefined {
	return choices.find((choice) => choice.toLowerCase() === text?.toLowerCase());
}

function textAt(owner: unknown, name: string): string | undefined {
	const value = property(owner, name);
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function textsAt(owner: unknown, name: string): string[] {
	const values = property(owner, name);
	return Array.isArray(values) ? values.filter((value): value is string => typeof value === 'string') : [];
}

/** "givenName" as "Given name". Names that hold blanks or begin with a capital are fit to be shown. */
function readable(name: string): string {
	if (!/^[a-z][A-Za-z0-9]*$/.test(name)) return name;
	return capitalised(
		name.replace(/([a-z0-9])([A-Z])/g, (_, before: string, next: string) => `${before} ${next.toLowerCase()}`),
	);
}

function capitalised(text: string): string {
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
