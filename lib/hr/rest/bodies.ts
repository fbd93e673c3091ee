import { isEmpty, toBoolean } from '../../base/json';
import { EXTERNAL_ID } from '../../sync/model';
import type { AttributeValues, Change } from '../../sync/model';
import { NotSentError } from '../directory';
import { getIn, removeIn, setIn, stepsOf } from './fieldAt';
import { fieldOf, statusValue, writeField } from './fields';
import type { PersonRecord } from './fields';
import type { RestProfile, RestStep } from './profile/profile';
import { fill } from './profile/template';

/** A field to write. */
export interface FieldValue {
	steps: string[];
	value: unknown;
}

/** The record of a new person. Empty values are left out. */
export function newRecord(profile: RestProfile, values: AttributeValues, manager?: unknown): PersonRecord {
	let record: PersonRecord = {};
	for (const [field, value] of Object.entries(profile.create.constants ?? {})) {
		if (value !== null) record = setIn(record, stepsOf(field), value);
	}
	const changes = Object.entries(values).map(([attribute, to]) => ({ attribute, from: null, to }));
	const given = changes.filter(({ to }) => !isEmpty(to));
	for (const { steps, value } of fieldValues(profile, given)) record = setIn(record, steps, value);
	if (manager !== undefined && profile.manager) record = setIn(record, stepsOf(profile.manager.field), manager);
	return record;
}

/**
 * The fields that changes write. What the API has no field for, or does not change any more, is left out.
 * @param manager the reference to write, null to clear it, undefined to leave it
 */
export function changedFields(profile: RestProfile, changes: Change[], manager: unknown): FieldValue[] {
	const changeable = changes.filter(({ attribute }) => !isCreateOnly(profile, attribute));
	const fields = fieldValues(profile, changeable);
	if (manager === undefined || !profile.manager) return fields;
	const value = manager === null ? writeField(profile, profile.manager.field, null) : manager;
	return value === undefined ? fields : [...fields, { steps: stepsOf(profile.manager.field), value }];
}

/** Whether an attribute, under whichever of its names, stays as it was when the person was created. */
function isCreateOnly(profile: RestProfile, attribute: string): boolean {
	const field = fieldOf(profile, attribute);
	return [attribute, field].some((name) => name !== undefined && profile.createOnly?.includes(name));
}

function fieldValues(profile: RestProfile, changes: Change[]): FieldValue[] {
	return changes.flatMap(({ attribute, to }) => {
		const field = fieldOf(profile, attribute);
		if (field === undefined) return [];
		const value = attribute === 'active' ? activeValue(profile, to) : writeField(profile, field, to);
		return value === undefined ? [] : [{ steps: stepsOf(field), value }];
	});
}

function activeValue({ status }: RestProfile, to: unknown): unknown {
	const active = toBoolean(to);
	return active === undefined || !status ? undefined : statusValue(status, active);
}

/** The record with the fields in it. */
export function withFields(record: PersonRecord, fields: FieldValue[]): PersonRecord {
	return fields.reduce((written, { steps, value }) => setIn(written, steps, value), record);
}

/** Whether the body of an update holds more of the person than the fields: it has to be what is there now. */
export function holdsMore({ update }: RestProfile, fields: readonly FieldValue[]): boolean {
	return update.sends === 'whole' || fields.some(({ steps }) => steps.length > 1);
}

/** The body of an update, before its envelope. `record`: the person's, of now where it holds more than the fields. */
export function updateBody(profile: RestProfile, record: PersonRecord, fields: FieldValue[]): PersonRecord {
	const { update, readOnly = [] } = profile;
	const known = update.sends === 'whole' ? record : objectsIn(record, fields);
	const kept = readOnly.reduce((rest, field) => removeIn(rest, stepsOf(field)), known);
	return withFields(kept, fields);
}

/** Of each object in which something changes, all that it holds now: some APIs drop what is not sent. */
export function objectsIn(record: PersonRecord, fields: readonly FieldValue[]): PersonRecord {
	const objects = fields.filter(({ steps }) => steps.length > 1).map(({ steps }) => steps.slice(0, 1));
	const present = objects.filter((steps) => getIn(record, steps) !== undefined);
	return present.reduce<PersonRecord>((all, steps) => setIn(all, steps, getIn(record, steps)), {});
}

export function inEnvelope(envelope: string | undefined, body: unknown): unknown {
	return envelope === undefined || envelope === '' ? body : setIn({}, stepsOf(envelope), body);
}

/** The body of a step; undefined when it has none. */
export function stepBody(step: RestStep, values: { id: string; today: string }): unknown {
	if (!step.body) return undefined;
	const body = Object.entries(step.body).reduce<PersonRecord>((all, [field, value]) => {
		return setIn(all, stepsOf(field), typeof value === 'string' ? fill(value, values) : value);
	}, {});
	return inEnvelope(step.envelope, body);
}

/** @throws NotSentError when the API has no way to do what the change of `active` asks for */
export function checkActivation(profile: RestProfile, active: boolean | undefined, leavers: string): void {
	if (active === false && leavers === 'keep') {
		throw new NotSentError({ kind: 'noDeactivationHere' });
	}
	if (active === true && !profile.reactivate && !profile.status) {
		throw new NotSentError({ kind: 'noReactivationHere' });
	}
}

/**
 * A value that stays would be reported as cleared.
 * @param manager null to clear it
 * @throws NotSentError when something is to be cleared and can't be
 */
export function checkClearing(profile: RestProfile, changes: Change[], manager: string | null | undefined): void {
	const cleared = changes.filter(({ attribute, to }) => attribute !== 'active' && isEmpty(to));
	for (const { attribute } of cleared) checkAttribute(profile, attribute);
	if (manager === null && profile.manager && profile.clearing === 'leave') {
		throw new NotSentError({ kind: 'nothingClears', manager: true });
	}
}

function checkAttribute(profile: RestProfile, attribute: string): void {
	const named = attribute === EXTERNAL_ID ? {} : { attribute };
	if (fieldOf(profile, attribute) === undefined) {
		throw new NotSentError({ kind: 'fieldUnknown', ...named });
	}
	if (isCreateOnly(profile, attribute)) {
		throw new NotSentError({ kind: 'onlyForNew', ...named });
	}
	if (profile.clearing === 'leave') throw new NotSentError({ kind: 'nothingClears', ...named, manager: false });
}
