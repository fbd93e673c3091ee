import type { Cause } from '../base/cause';
import { SyncError } from '../base/errors';
import type { HrConnection } from '../hr/connect/connect';
import type { Departure } from '../sync/leavers/departures';
import { EXTERNAL_ID } from '../sync/model';
import type { ScopeMark } from '../sync/model';

/** @throws SyncError when long inactive people are to be deleted where nobody can be */
export function checkDeletion({ system, directory }: HrConnection): void {
	if (directory.remove) return;
	throw new SyncError(
		`${system.name} can't delete anybody, or it is not set how, so "Delete Who Has Been Inactive for Long" can't be done`,
		'Switch it off, or say under API Settings > Delete how people are deleted. Nobody was deactivated.',
	);
}

/** Why what is to be done can't be done in this HR system; undefined where it can. */
export function whyImpossible(departure: Departure, hr: HrConnection, mark: ScopeMark | undefined): Cause | undefined {
	const { system, directory, noDeactivation } = hr;
	if (departure === 'deactivate') return noDeactivation;
	if (departure === 'delete' && !directory.remove) return { kind: 'cantDelete', system: system.name };
	return departure === 'unassign' ? whyNotUnassigned(hr, mark) : undefined;
}

function whyNotUnassigned(
	{ system, never, onlyOnCreate, clearsNoManager }: HrConnection,
	mark: ScopeMark | undefined,
): Cause | undefined {
	const links = [EXTERNAL_ID, ...(mark ? [mark.attribute] : [])].filter((attribute) => !never.includes(attribute));
	if (links.length === 0) return { kind: 'keepsNoId', system: system.name };
	if (clearsNoManager) return { kind: 'neverCleared', system: system.name };
	const fixed = links.find((attribute) => onlyOnCreate.includes(attribute));
	return fixed === undefined ? undefined : { kind: 'fixedOnce', attribute: fixed, system: system.name };
}
