import { SyncError } from '../errors';

/**
 * How many people one run may deactivate. The percentage counts only once it is above `atLeast` people, so that a
 * small company can still let five people go; `absolute`, when given, is never exceeded.
 */
export interface DeactivationLimits {
	percent: number;
	atLeast: number;
	absolute?: number;
}

/** How many of `active` employees may be deactivated in one run. */
export function allowedDeactivations(active: number, limits: DeactivationLimits): number {
	const share = Math.max(limits.atLeast, Math.floor((active * limits.percent) / 100));
	return limits.absolute === undefined ? share : Math.min(share, limits.absolute);
}

/**
 * Stops before the first write when a plan would deactivate more people than allowed.
 * @param names who would be deactivated, for the message and the mail
 * @param active how many employees were active before the run
 * @param before who was deactivated earlier in the same run; they count too
 * @throws SyncError whose details hold `wouldDeactivate`, every name
 */
export function checkDeactivations(
	names: string[],
	active: number,
	limits: DeactivationLimits,
	before: string[] = [],
): void {
	const allowed = allowedDeactivations(active, limits);
	if (names.length === 0 || names.length + before.length <= allowed) return;
	const { percent, atLeast, absolute } = limits;
	throw new SyncError(
		before.length === 0
			? `Stopped: ${names.length} of ${active} active employees would be deactivated, and the limit is ${allowed}`
			: `Stopped: ${names.length} more of ${active} active employees would be deactivated, ${before.length} were before, and the limit is ${allowed}`,
		`None of the ${names.length} was deactivated. Look at the names: if they have really left, raise the deactivation limit for one run; if not, find out why they are missing or disabled in Entra. The limit is ${percent} % of the active employees and at least ${atLeast} people${absolute === undefined ? '' : `, never more than ${absolute}`}.`,
		{ wouldDeactivate: names, deactivatedBefore: before, limit: allowed, activeEmployees: active },
	);
}

/** @throws SyncError when a limit is not a number in its range: an empty setting must not switch the brake off. */
export function parseLimits(percent: unknown, atLeast: unknown): DeactivationLimits {
	return {
		percent: parseLimit(percent, 'The deactivation limit in percent', 100),
		atLeast: parseLimit(atLeast, 'The number of deactivations that is always allowed', Number.MAX_SAFE_INTEGER),
	};
}

/** @throws SyncError when a limit, as messages call it, is no number from 0 to the maximum */
export function parseLimit(value: unknown, name: string, maximum: number): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number !== 'number' || !Number.isFinite(number) || number < 0 || number > maximum) {
		throw new SyncError(
			`${name} is ${JSON.stringify(value)}, which is not a number from 0 to ${maximum}`,
			'Correct it in this node or in the settings it comes from. Nothing was written.',
		);
	}
	return number;
}
