import assert from 'node:assert/strict';

import { objectIn } from '../../../sandbox/shared/json.ts';
import { assertInStep } from '../inStep.ts';
import type { Employee, Member } from '../inStep.ts';

/** A night, as everybody outside of it sees it. */
export interface NightSeen {
	members: Member[];
	/** The HR system in the evening and in the morning. */
	evening: Employee[];
	morning: Employee[];
}

/**
 * Fails unless the HR system holds what the night's members say, and all that is not the sync's is as it was: strangers
 * whom somebody has entered by hand, and everybody who has left.
 */
export function assertMorning({ members, evening, morning }: NightSeen): void {
	assertInStep(
		members,
		morning.filter(({ externalId }) => externalId !== undefined),
	);
	const byExternalId = new Map(morning.map((employee) => [employee.externalId, employee]));
	for (const { id, mail, accountEnabled, displayName } of members) {
		if (mail === null || !accountEnabled) continue;
		assert.equal(objectIn(byExternalId.get(id)).displayName, displayName, `the name of ${mail}`);
	}
	const now = new Map(morning.map((employee) => [employee.id, employee]));
	const addresses = new Set(members.flatMap(({ mail }) => (mail === null ? [] : [mail.toLowerCase()])));
	for (const employee of evening) {
		assert.ok(now.has(employee.id), `${employee.userName} is gone`);
		const isStranger = employee.externalId === undefined && !addresses.has(employee.userName.toLowerCase());
		if (isStranger) assert.deepEqual(kept(now.get(employee.id)), kept(employee), `${employee.userName} is no member`);
	}
	const known = new Set(evening.map(({ id }) => id));
	const ids = new Set(members.map(({ id }) => id));
	for (const { id, externalId, userName } of morning) {
		assert.ok(known.has(id) || ids.has(externalId ?? ''), `${userName} was created and is no member`);
	}
}

/** An employee without what the HR system makes up when it is asked. */
function kept(employee: Employee | undefined): object {
	const { raw: _shown, meta, ...rest } = objectIn(employee);
	return { ...rest, version: objectIn(meta).version, lastModified: objectIn(meta).lastModified };
}
