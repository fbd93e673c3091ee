import { isRecord } from '../../base/json';
import { NotSentError } from '../directory';

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

/**
 * A copy of the record with the value put there; neither the record nor what stands in it is changed. In an array a number is
 * the position, of an element that is there or of the next one.
 *
 * @throws NotSentError when an array has no such place: an object in its stead would lose all that is in it
 */
export function setIn(owner: unknown, steps: readonly string[], value: unknown): Record<string, unknown> {
	const record = isRecord(owner) ? owner : {};
	if (steps.length === 0) return isRecord(value) ? { ...record, ...value } : record;
	return setBelow(record, steps, value, steps.join('.')) as Record<string, unknown>;
}

function setBelow(owner: unknown, steps: readonly string[], value: unknown, field: string): unknown {
	const [step, ...rest] = steps;
	if (step === undefined) return value;
	const below = setBelow(getIn(owner, [step]), rest, value, field);
	if (!Array.isArray(owner)) return { ...(isRecord(owner) ? owner : {}), [step]: below };
	const position = positionIn(owner, step);
	if (position === undefined) throw new NotSentError({ kind: 'noSuchPosition', field });
	return owner.toSpliced(position, 1, below);
}

/** Undefined for whatever is no position of an element, nor that of the next one. */
function positionIn(owner: readonly unknown[], step: string): number | undefined {
	return /^(0|[1-9]\d*)$/.test(step) && Number(step) <= owner.length ? Number(step) : undefined;
}

/**
 * A copy of the record without what stands there. An element of an array stays: the others would move up, and an API takes
 * what is missing from a list for deleted.
 */
export function removeIn(owner: Record<string, unknown>, steps: readonly string[]): Record<string, unknown> {
	return removeBelow(owner, steps) as Record<string, unknown>;
}

function removeBelow(owner: unknown, steps: readonly string[]): unknown {
	const [step, ...rest] = steps;
	if (step === undefined || getIn(owner, [step]) === undefined) return owner;
	if (Array.isArray(owner)) {
		const position = positionIn(owner, step);
		if (position === undefined || rest.length === 0) return owner;
		return owner.toSpliced(position, 1, removeBelow(owner[position], rest));
	}
	if (!isRecord(owner)) return owner;
	if (rest.length === 0) return Object.fromEntries(Object.entries(owner).filter(([name]) => name !== step));
	return { ...owner, [step]: removeBelow(owner[step], rest) };
}
