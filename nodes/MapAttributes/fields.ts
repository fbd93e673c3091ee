import { sortBy, upperFirst } from 'lodash';
import type {
	FieldType,
	ILoadOptionsFunctions,
	INodePropertyOptions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { inOneSentence } from '../../lib/base/errors';
import { isRecord } from '../../lib/base/json';
import { createScimHttp, parseScimCredential } from '../../lib/hr/scim/credential';
import { readSchemas } from '../../lib/hr/scim/schemas';
import { systemOf } from '../../lib/hr/systems';
import { attributeAt, idOfShown } from '../../lib/hr/systems/paths';
import type { HrSystem, TargetAttribute } from '../../lib/hr/systems/types';
import type { ValueType } from '../../lib/sync/mapping/values';
import { areLive, boxesOf } from './boxes';

/** The boxes of the mapping form: all attributes but the user name, which is asked for on its own. */
export async function getAttributes(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	let attributes: readonly TargetAttribute[];
	try {
		attributes = await attributesOf(this);
	} catch (error) {
		return emptyOr(this, error);
	}
	return { fields: attributes.map(boxFor) };
}

/** The box of an attribute, as it is at first. */
export function boxFor({ id, label, type, required, source }: TargetAttribute): ResourceMapperField {
	return {
		id,
		displayName: required ? `${label} *` : label,
		// A switch that nothing is mapped to would stand on "no", and that would be written.
		type: type === 'boolean' && source === undefined ? 'string' : FIELD_TYPES[type],
		required: required ?? false,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		readOnly: false,
		removed: source === undefined && !required,
		...(source !== undefined && { defaultValue: source }),
	};
}

/** An HR system that does not answer: the boxes that are there stay as they are, and where there are none it is said why. */
function emptyOr(context: ILoadOptionsFunctions, error: unknown): ResourceMapperFields {
	const system = systemOf(context.getCurrentNodeParameter('system'));
	const boxes = context.getCurrentNodeParameter(boxesOf(system, true)) as unknown;
	const schema: unknown = isRecord(boxes) ? boxes.schema : undefined;
	if (Array.isArray(schema) && schema.length > 0) throw error;
	return { fields: [], emptyFieldsNotice: inOneSentence(error) };
}

/** The attributes that a rule may be about: all boxes, the user name, and the custom attributes as they stand. */
export async function getAttributeNames(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const { userName } = systemOf(this.getCurrentNodeParameter('system'));
	const known = [userName, ...(await attributesOf(this))].map(({ label, path }) => ({
		name: label,
		value: path,
		description: path,
	}));
	const custom = this.getCurrentNodeParameter('customAttributes') as unknown;
	const assignments: unknown[] = isRecord(custom) && Array.isArray(custom.assignments) ? custom.assignments : [];
	const names = assignments
		.filter(isRecord)
		.flatMap(({ name }) => (typeof name === 'string' && name !== '' ? [name] : []));
	return [
		...known,
		...names.map((name) => ({ name: `Custom: ${name}`, value: name, description: 'From Custom Attributes' })),
	];
}

/** What n8n's boxes tell apart. Everything that has a form to check is a text there. */
const FIELD_TYPES: Record<ValueType, FieldType> = {
	string: 'string',
	boolean: 'boolean',
	email: 'string',
	url: 'string',
	date: 'string',
	dateTime: 'string',
	integer: 'number',
	number: 'number',
};

async function attributesOf(context: ILoadOptionsFunctions): Promise<readonly TargetAttribute[]> {
	const system = systemOf(context.getCurrentNodeParameter('system'));
	if (!areLive(system, context.getCurrentNodeParameter('attributesFrom'))) return system.attributes;
	const http = createScimHttp(parseScimCredential(await context.getCredentials('scimApi')));
	const live = await readSchemas(http);
	const attributes = live.filter(({ path }) => path !== system.userName.path);
	return sortBy(
		attributes.map((attribute) => liveAttribute(attribute, system)),
		({ path }) => rankOf(path, system),
	);
}

/** Those of the system's file first, then what it has added itself, then what few people need. */
function rankOf(path: string, { attributes }: HrSystem): number {
	const position = attributes.findIndex((attribute) => attribute.path === path);
	if (position >= 0) return position;
	return attributes.length + (path.toLowerCase().startsWith('urn:') ? 0 : 1);
}

/** What the system shows, under the label and with the source that its file has for it. */
function liveAttribute(live: Awaited<ReturnType<typeof readSchemas>>[number], system: HrSystem): TargetAttribute {
	const { path, label, type, required, mutability } = live;
	const known = attributeAt(system, path);
	if (known) return { ...known, required: required || known.required };
	const shown = { path, type, ...(mutability === 'immutable' && { createOnly: true }) };
	// "Formatted" alone doesn't say of what.
	const [, owner] = /^([A-Za-z]+)\.[A-Za-z]+$/.exec(path) ?? [];
	const name = owner === undefined ? label : `${upperFirst(owner)}: ${label}`;
	return { id: idOfShown(shown), label: name, required, ...shown };
}
