import type { IExecuteFunctions } from 'n8n-workflow';

import { SyncError, messageOf } from '../../lib/errors';
import { canonicalPath } from '../../lib/hr/scim/path';
import { SCIM_ATTRIBUTES } from '../../lib/hr/systems/scim';
import { isEmpty } from '../../lib/sync/compare';
import { fieldNameOf } from '../../lib/sync/fieldPath';
import type { MappedAttribute } from '../../lib/sync/mapping';
import { isRecord } from '../../lib/sync/rows';
import { perItem } from '../shared/perItem';

interface Target extends Omit<MappedAttribute, 'value'> {
	valueAt: (position: number) => unknown;
}

/**
 * The mapping as the node's form holds it.
 * @returns a function that works out all mapped attributes for the item at a position
 * @throws SyncError when nothing is mapped, or an attribute is unknown or mapped twice
 */
export function readMapping(context: IExecuteFunctions): (position: number) => MappedAttribute[] {
	const targets = [...formTargets(context), ...customTargets(context)];
	if (targets.length === 0) {
		throw new SyncError(
			'Nothing is mapped',
			'Drag at least the fields for the user name and the external ID onto the attributes of Map Attributes.',
		);
	}
	const paths = targets.map(({ path }) => path.toLowerCase());
	const twice = targets.find(({ path }, i) => paths.indexOf(path.toLowerCase()) !== i);
	if (twice) {
		throw new SyncError(
			`The attribute "${twice.label}" is mapped twice`,
			'Remove it from Attributes or from Custom Attributes.',
		);
	}
	return (position) => targets.map((target) => valueOf(target, position));
}

function formTargets(context: IExecuteFunctions): Target[] {
	const { attributes } = context.getNode().parameters as Record<string, unknown>;
	const values = isRecord(attributes) && isRecord(attributes.value) ? attributes.value : {};
	return Object.entries(values).flatMap(([id, raw]) => {
		const attribute = SCIM_ATTRIBUTES.find((known) => known.id === id);
		if (isEmpty(raw)) return [];
		if (!attribute) {
			throw new SyncError(
				`The HR system has no attribute "${id}"`,
				'Open Map Attributes, refresh the list of attributes and map it again.',
			);
		}
		const { path, label, type, required } = attribute;
		return [{ path, label, type, required, source: fieldNameOf(raw), valueAt: perItem(context, raw) }];
	});
}

function customTargets(context: IExecuteFunctions): Target[] {
	const { customAttributes } = context.getNode().parameters as Record<string, unknown>;
	const assignments =
		isRecord(customAttributes) && Array.isArray(customAttributes.assignments) ? customAttributes.assignments : [];
	return assignments.filter(isRecord).map(({ name, type, value }) => {
		const path = canonicalPath(typeof name === 'string' ? name : '');
		const known = SCIM_ATTRIBUTES.find((attribute) => attribute.path === path);
		return {
			path,
			label: known?.label ?? path,
			type: known?.type ?? (type === 'boolean' ? 'boolean' : 'string'),
			required: known?.required,
			source: fieldNameOf(value),
			valueAt: perItem(context, value),
		};
	});
}

/** An expression that fails is a problem of this one person. */
function valueOf({ valueAt, ...target }: Target, position: number): MappedAttribute {
	try {
		return { ...target, value: valueAt(position) };
	} catch (error) {
		return { ...target, value: undefined, error: messageOf(error) };
	}
}
