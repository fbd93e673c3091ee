import { isRecord } from '../../base/json';

/** The steps of a place or field; none for ''. */
export function stepsOf(place: string): string[] {
	return place === '' ? [] : place.split('.');
}

/** What stands there; undefined when nothing does. A number is also the position in an array. */
export function getIn(owner: unknown, steps: readonly string[]): unknown {
	let value = owner;
	for (const step of steps) {
		if ((!isRecord(value) && !Array.isArray(value)) || !Object.hasOwn(value, step)) return undefined;
		value = (value as Record<string, unknown>)[step];
	}
	return value;
}

/** A copy of the record with the value put there; neither the record nor what stands in it is changed. */
export function setIn(owner: unknown, steps: readonly string[], value: unknown): Record<string, unknown> {
	const record = isRecord(owner) ? owner : {};
	const [step, ...rest] = steps;
	if (step === undefined) return isRecord(value) ? { ...record, ...value } : record;
	return { ...record, [step]: rest.length === 0 ? value : setIn(getIn(record, [step]), rest, value) };
}

/** A copy of the record without what stands there. */
export function removeIn(owner: Record<string, unknown>, steps: readonly string[]): Record<string, unknown> {
	const [step, ...rest] = steps;
	if (step === undefined || !Object.hasOwn(owner, step)) return owner;
	if (rest.length === 0) return Object.fromEntries(Object.entries(owner).filter(([name]) => name !== step));
	const child = owner[step];
	return isRecord(child) ? { ...owner, [step]: removeIn(child, rest) } : owner;
}
