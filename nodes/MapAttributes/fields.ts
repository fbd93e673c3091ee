import type { FieldType, ILoadOptionsFunctions, INodePropertyOptions, ResourceMapperFields } from 'n8n-workflow';

import { readSchemas } from '../../lib/hr/scim/schemas';
import { systemOf } from '../../lib/hr/systems';
import { attributeAt, idOfShown } from '../../lib/hr/systems/paths';
import type { HrSystem, TargetAttribute } from '../../lib/hr/systems/types';
import type { ValueType } from '../../lib/sync/values';
import { isRecord } from '../../lib/sync/rows';
import { createScimHttp, parseScimCredential } from '../shared/scim';

/** The boxes of the mapping form: all attributes but the user name, which is asked for on its own. */
export async function getAttributes(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const fields = (await attributesOf(this)).map(({ id, label, hint, type, required, source }) => ({
		id,
		displayName: hint === undefined ? label : `${label} (${hint})`,
		type: FIELD_TYPES[type],
		required: required ?? false,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		readOnly: false,
		removed: source === undefined && !required,
		...(source !== undefined && { defaultValue: source }),
	}));
	return { fields };
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
	if (system.protocol !== 'scim' || context.getCurrentNodeParameter('attributesFrom') !== 'target') {
		return system.attributes;
	}
	const http = createScimHttp(parseScimCredential(await context.getCredentials('scimApi')));
	const live = await readSchemas(http);
	return live.filter(({ path }) => path !== system.userName.path).map((attribute) => liveAttribute(attribute, system));
}

/** What the system shows, under the label and with the source that its file has for it. */
function liveAttribute(live: Awaited<ReturnType<typeof readSchemas>>[number], system: HrSystem): TargetAttribute {
	const { path, label, type, required, mutability } = live;
	const known = attributeAt(system, path);
	if (known) return { ...known, required: required || known.required };
	const shown = { path, type, ...(mutability === 'immutable' && { createOnly: true }) };
	return { id: idOfShown(shown), label, required, ...shown };
}
