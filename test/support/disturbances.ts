/** Disturbances of the wiring, at random. */
import fc from 'fast-check';

import {
	code,
	edit,
	emptyItem,
	filter,
	firstOf,
	loop,
	mergedRead,
	onlyIf,
	PLACES,
	secondRead,
	set,
	split,
	thrower,
	throwsInstead,
	wire,
} from './disturb';
import type { Disturb, Place } from './disturb';

/** What a workflow's nodes call a person's object id, by where its rows are. */
const idAt = (place: Place): string => (place === 'Get Group Members' || place === 'Get Manager' ? 'id' : 'entra.id');
const NOBODY = '00000000-1111-4222-8333-444444444444';
const YESTERDAY = 'new Date(Date.now() - 86400000).toISOString()';
const one = (n: number): string => `rows[${n} % rows.length]`;

/** By name: what is done behind a place, with some number. */
const KINDS = {
	filter: (place, n) => filter(place, `$itemIndex % 5 !== ${n % 5}`),
	if: (place, n) => onlyIf(place, `$itemIndex !== ${n}`),
	limit: (place, n) => firstOf(place, n + 1),
	split: (place, n) => split(place, `$itemIndex < ${n}`),
	loop: (place, n) => loop(place, n + 1, false),
	loopBack: (place, n) => loop(place, n + 1, true),
	emptyItem: (place) => emptyItem(place),
	thrower: (place) => thrower(place),
	throwsInstead: (place) => throwsInstead(place),
	executeOnce: (place) => set(place, {}, { executeOnce: true }),
	disabled: (place) => set(place, {}, { disabled: true }),
	continueOnError: (place) => set(place, {}, { onError: 'continueRegularOutput' }),
	secondRead: (_, __, group) => secondRead(group),
	mergedRead: (_, __, group) => mergedRead(group),
	partial: (_, n) => set('Get Group Members', { options: { limit: n + 1 } }),
	readYesterday: () => code('Get Group Members', `for (const row of rows) row.roster.readAt = ${YESTERDAY};`),
	failedToo: () => wire('Upsert Employee', 1, 'Deactivate Missing'),
	newId: (place, n) => {
		const id = idAt(place);
		return edit(place, { [id]: `{{ $itemIndex === ${n} ? '${NOBODY}' : $json.${id} }}` });
	},
	copiedId: (_, n) => code('Map Attributes', `${one(n)}.entra.id = rows[0].entra.id;`),
	copiedIdAfter: (_, n) => code('Upsert Employee', `${one(n)}.entra.id = rows[0].entra.id;`),
	swappedIds: (_, n) => code('Upsert Employee', `[rows[0].entra, ${one(n)}.entra] = [${one(n)}.entra, rows[0].entra];`),
	copiedHrId: (_, n) => code('Upsert Employee', `${one(n)}.hrId = rows[0].hrId;`),
	lostHrId: (_, n) => code('Upsert Employee', `delete ${one(n)}.hrId;`),
	action: (_, n) => code('Upsert Employee', `${one(n)}.action = ${n} % 2 ? 'skipped' : 'unchanged';`),
	lostLookalikes: () =>
		code('Upsert Employee', 'for (const row of rows) { delete row.lookalikes; delete row.candidates; }'),
	missing: (_, n) => code('Upsert Employee', `${one(n)}.missing = true;`),
	oneRoster: (place) => code(place, 'for (const row of rows) row.roster = rows[0].roster;'),
	noRoster: (place, n) => code(place, `delete ${one(n)}.roster;`),
	twice: (place, n) => code(place, `rows.push(${one(n)});`),
	replaced: (place, n) => code(place, `rows[${n} % rows.length] = rows[0];`),
	reversed: (place) => code(place, 'rows.reverse();'),
} satisfies Record<string, (place: Place, n: number, group: string) => Disturb>;

export interface Disturbance {
	kind: keyof typeof KINDS;
	place: Place;
	n: number;
}

/** Several at once, each of another kind. */
export const disturbances: fc.Arbitrary<Disturbance[]> = fc.uniqueArray(
	fc.record({
		kind: fc.constantFrom(...(Object.keys(KINDS) as (keyof typeof KINDS)[])),
		place: fc.constantFrom(...PLACES),
		n: fc.nat(14),
	}),
	{ selector: ({ kind }) => kind, maxLength: 3 },
);

/** @param group the group that the workflow reads */
export function disturbing(list: readonly Disturbance[], group: string): Disturb {
	return (workflow) => {
		for (const { kind, place, n } of list) {
			const disturb: (place: Place, n: number, group: string) => Disturb = KINDS[kind];
			disturb(place, n, group)(workflow);
		}
	};
}
