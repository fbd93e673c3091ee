import fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';

import type { EngineRun } from '../support/engine';
import { ScimStore } from '../support/scimStore';
import type { Json, StoreRequest } from '../support/scimStore';
import {
	isDated,
	isOwnLink,
	isOwnMark,
	longAgo,
	MARK,
	membersOf,
	ownLink,
	recordsIn,
	showsChange,
	timeOf,
	town,
} from '../support/strangers';
import type { Hand, Made, Moment, Town } from '../support/strangers';
import { guidOf, runSync } from '../support/syncRun';

const DAY_MS = 24 * 60 * 60 * 1000;
const MINUTE_MS = 60 * 1000;

let store: ScimStore;
beforeAll(async () => {
	store = await ScimStore.open();
	// Only the date: time passes between runs and moments, and nothing that waits has to be told.
	jest.useFakeTimers({
		doNotFake: [
			'hrtime',
			'nextTick',
			'performance',
			'queueMicrotask',
			'setImmediate',
			'clearImmediate',
			'setInterval',
			'clearInterval',
			'setTimeout',
			'clearTimeout',
		],
	});
});
afterAll(async () => {
	jest.useRealTimers();
	await store.close();
});

function passTime(ms: number): void {
	jest.setSystemTime(Date.now() + ms);
}

it('nobody leaves by mistake among strangers, beside a second hand and by clocks that are off, and whoever has to leave does', async () => {
	const runs = process.env.STRANGERS_RUNS;
	await fc.assert(
		fc.asyncProperty(town, async (given) => {
			const nights = new Nights(given);
			nights.expectRight(await nights.run(given.hands));
			passTime(2 * DAY_MS);
			nights.expectRight(await nights.run([]));
			passTime(2 * DAY_MS);
			nights.expectEverybodyGone();
			const third = await nights.run([]);
			nights.expectRight(third);
			expect(third.writes).toEqual([]);
		}),
		{ numRuns: Number(runs ?? 60), ...(runs === undefined && { seed: 20260214 }) },
	);
}, 3_600_000);

/** What came of one run. */
interface Night {
	run: EngineRun;
	/** Everybody as they were before, or as the second hand has left them last. */
	left: Map<string, Json>;
	/** Whom the second hand has changed, and when first. */
	touched: Map<string, Moment>;
	writes: string[];
}

class Nights {
	private readonly made: Map<string, Made>;

	private readonly protectedIds: Set<string>;

	private readonly protectedNames: string[];

	constructor(private readonly town: Town) {
		const { system, sync } = town;
		store.reset();
		const made = recordsIn(town);
		this.made = new Map(made.map((one) => [one.record.id, one]));
		const named = sync.protectedOnes.flatMap(({ who, by }) => {
			const one = made[who]?.record;
			return one ? [{ id: one.id, name: String(one[by]) }] : [];
		});
		this.protectedNames = named.map(({ name }) => name);
		// A name protects whoever has it.
		this.protectedIds = new Set(
			made
				.map(({ record }) => record)
				.filter(({ id, userName }) => named.some((one) => one.id === id || one.name === userName))
				.map(({ id }) => id),
		);
		store.aheadMs = system.aheadMinutes * MINUTE_MS;
		store.versions = system.versions;
		store.config = { bulk: { supported: system.bulk, maxOperations: 4, maxPayloadSize: 1_000_000 } };
		for (const { record } of made) store.put({ ...record, ...longAgo(town, store.now) });
		if (isDated(system)) store.dated = timeOf(system);
	}

	async run(hands: readonly Hand[]): Promise<Night> {
		const { sync, system } = this.town;
		store.requests.length = 0;
		const left = new Map([...store.people].map(([id, person]) => [id, person]));
		const touched = new Map<string, Moment>();
		const over = new Set<Moment>();
		const come = (moment: Moment): void => {
			if (over.has(moment)) return;
			over.add(moment);
			passTime(MINUTE_MS);
			for (const hand of hands) {
				if (hand.moment !== moment) continue;
				const id = this.lendAHand(hand);
				if (id === undefined) continue;
				left.set(id, store.people.get(id) as Json);
				if (!touched.has(id)) touched.set(id, moment);
			}
			passTime(MINUTE_MS);
		};
		let isLeaving = false;
		store.answer = (request) => {
			const isList = request.method === 'GET' && request.path === '/Users';
			const isWrite = request.method !== 'GET';
			if (isLeaving) come('beforeLook');
			if (isLeaving && isWrite) come('beforeLeaving');
			if (!isLeaving && isList) come('beforeList');
			const answer = this.answered(request);
			if (!isLeaving && isList && request.query.get('count') !== '1') come('afterList');
			return answer;
		};
		const scimSettings = { update: system.update, bulk: system.bulk ? 'auto' : 'never' };
		const safety = { protected: this.protectedNames.join('\n'), limitPercent: 100 };
		const run = await runSync(store, {
			members: membersOf(this.town),
			upsert: {
				...safety,
				...(sync.marked && { scopeMark: 'ours', scopeMarkAttribute: MARK }),
				// Another way of speaking to the HR system: nothing is handed over between the nodes then.
				scimSettings: { ...scimSettings, ...(system.freshList && { manager: 'id' }) },
			},
			deactivate: {
				...safety,
				scope: sync.scope,
				departure: sync.departure,
				scimSettings,
			} satisfies INodeParameters,
			more: [
				{ type: 'test.meanwhile', name: 'After the read' },
				{ type: 'test.meanwhile', name: 'Between' },
			],
			wires: ['Every night -> Table -> People -> After the read -> Upsert Employee -> Between -> Deactivate Missing'],
			meanwhile: (context) => {
				if (context.getNode().name === 'After the read') come('afterRead');
				else {
					come('between');
					isLeaving = true;
				}
			},
		});
		return { run, left, touched, writes: store.log.filter((line) => !line.startsWith('GET')) };
	}

	/** Whoever is asked tells of everybody that the last change was now, where the HR system does so. */
	private answered(request: StoreRequest): ReturnType<ScimStore['carryOut']> {
		const answer = store.carryOut(request);
		if (this.town.system.dates !== 'nowForAll') return answer;
		const time = new Date(store.now).toISOString();
		const now = (person: Json): Json => {
			return { ...person, meta: { ...(person.meta as Json | undefined), created: time, lastModified: time } };
		};
		const body = answer.body as Json | undefined;
		if (Array.isArray(body?.Resources)) {
			return { ...answer, body: { ...body, Resources: (body.Resources as Json[]).map(now) } };
		}
		return body?.userName === undefined ? answer : { ...answer, body: now(body) };
	}

	/** @returns whom the second hand has changed */
	private lendAHand({ who, what }: Hand): string | undefined {
		const position = 300 + this.made.size;
		if (what === 'create') {
			const id = `newcomer-${position}`;
			const record = {
				id,
				userName: `newcomer${position}@example.com`,
				externalId: ownLink(this.town, position),
				active: true,
				[MARK]: 'ours',
			};
			this.made.set(id, { record });
			store.put(record);
			return id;
		}
		const one = [...this.made.values()][who % Math.max(1, this.made.size)];
		const now = one && store.people.get(one.record.id);
		if (!now) return undefined;
		const changed = { ...now, nickName: `By hand ${String(Date.now())}` };
		if (what === 'reactivate') store.put({ ...changed, active: true });
		else if (what === 'link' && one.whose === undefined && one.nameOf === undefined) {
			store.put({ ...changed, externalId: ownLink(this.town, position) });
		} else store.put(changed);
		return one.record.id;
	}

	/** What one run has done to everybody: all that must never be. */
	expectRight({ run, left, touched }: Night): void {
		expect(run.error).toBeUndefined();
		this.expectOneRowEach(run);
		const { people, sync } = this.town;
		const ways = { deactivate: 'inactive', delete: 'gone', unassign: 'unlinked' };
		const allTouched = [...left.keys()].every((id) => touched.has(id));
		const wrong = [...left].flatMap(([id, before]) => {
			const after = store.people.get(id);
			const one = this.made.get(id);
			const how = harmTo(before, after);
			const told = (why: string): unknown[] => [{ id, why, how, before, after }];
			const holder = one?.nameOf === undefined ? undefined : people[one.nameOf];
			if (one?.contradicts && holder?.member && !isSame(before, after)) return told('the record of somebody else');
			const owner = one?.whose === undefined ? undefined : people[one.whose];
			if (one && owner?.member && this.isLinkedTo(one, before) && !owner.problem && !this.isElsewhere(before)) {
				const kept = after?.externalId === before.externalId;
				if (!kept || (owner.enabled && !this.hasRival(one) && after?.active !== true))
					return told('a member by object id');
			}
			if (how === undefined) return [];
			if (this.protectedIds.has(id)) return told('protected');
			const disabled = owner ?? (one?.contradicts ? undefined : holder);
			if (how === 'inactive' && disabled?.member && !disabled.enabled && !this.isElsewhere(before)) return [];
			if (how !== ways[sync.departure]) return told('in another way');
			if (owner?.member) return told('a member');
			if (before.active === false) return told('inactive before');
			if (!isOwnMark(this.town, before)) return told('of another sync, or of none');
			if (sync.scope === 'linked' && !isOwnLink(this.town, before.externalId)) return told('linked by others');
			if (how === 'unlinked' && before.externalId && !isOwnLink(this.town, before.externalId)) {
				if (after?.externalId !== before.externalId) return told('lost the link of others');
			}
			const moment = touched.get(id);
			if (moment === undefined || allTouched) return [];
			return showsChange(this.town, moment) ? told(`changed by another hand, ${moment}`) : [];
		});
		expect(wrong).toEqual([]);
	}

	private expectOneRowEach(run: EngineRun): void {
		const members = membersOf(this.town).map(({ name }) => guidOf(name));
		const idsIn = (node: string): unknown[] =>
			run
				.items(node)
				.filter(({ missing }) => !missing)
				.map(({ entra }) => (entra as { id: string }).id);
		expect(idsIn('Upsert Employee')).toEqual(members);
		expect(idsIn('Deactivate Missing')).toEqual(members);
		const missing = run.items('Deactivate Missing').filter((row) => row.missing);
		const hrIds = missing.map(({ hrId }) => hrId as string);
		expect(new Set(hrIds).size).toBe(hrIds.length);
		const there = new Set(run.items('Upsert Employee').map(({ hrId }) => hrId));
		expect(hrIds.filter((hrId) => there.has(hrId))).toEqual([]);
	}

	/** Of those whom nothing protects nobody is left. */
	expectEverybodyGone(): void {
		const { people, sync } = this.town;
		const someUnknown = people.some(({ member, problem, record }) => member && problem && record === 'absent');
		const still = [...store.people.values()].filter((person) => {
			const one = this.made.get(String(person.id));
			if (!one || person.active === false || this.protectedIds.has(one.record.id)) return false;
			if (one.whose !== undefined && people[one.whose]?.member) return false;
			if (one.nameOf !== undefined && people[one.nameOf]?.member) return false;
			if (typeof one.namesake === 'number' && people[one.namesake]?.member) return false;
			if (!isOwnMark(this.town, person)) return false;
			const linked = isOwnLink(this.town, person.externalId);
			if (sync.scope === 'linked' && !linked) return false;
			if (someUnknown && !/^[\da-f-]{36}$/.test(String(person.externalId))) return false;
			return sync.departure !== 'unassign' || linked;
		});
		expect(still).toEqual([]);
	}

	private isLinkedTo({ whose = -1 }: Made, record: Json): boolean {
		return record.externalId === ownLink(this.town, whose);
	}

	/** Somebody who has left holds the user name of this person. */
	private hasRival({ whose }: Made): boolean {
		return [...this.made.values()].some(({ nameOf }) => nameOf === whose);
	}

	private isElsewhere(record: Json): boolean {
		return this.town.sync.marked && record[MARK] === 'theirs';
	}
}

function harmTo(before: Json, after: Json | undefined): 'gone' | 'inactive' | 'unlinked' | undefined {
	if (!after) return 'gone';
	if (before.active !== false && after.active === false) return 'inactive';
	return (before.externalId && !after.externalId) || (before[MARK] && !after[MARK]) ? 'unlinked' : undefined;
}

function isSame(before: Json, after: Json | undefined): boolean {
	const content = ({ meta: _, ...person }: Json): string => JSON.stringify(Object.entries(person).sort());
	return after !== undefined && content(before) === content(after);
}
