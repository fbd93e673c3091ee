import { shuffle } from '../../../sandbox/entra/random.ts';
import type { EntraReady } from '../../../sandbox/start/servers.ts';
import { ask } from '../inStep.ts';
import type { Employee, Member } from '../inStep.ts';

/** What happens in the company on one day, at most; everything together stays within the limits of the template. */
const JOINING_AND_LEAVING = 12;
const SWAPPING_MANAGERS = 5;
const LOCKED_OUT = 6;
const RENAMED = 2;

/** A company in the Entra simulator, which lives on from day to day the same way for the same source of numbers. */
export class Company {
	readonly #entra: EntraReady;

	readonly #next: () => number;

	#lockedOut: string[] = [];

	#left: string[] = [];

	constructor(entra: EntraReady, next: () => number) {
		this.#entra = entra;
		this.#next = next;
	}

	/** People join, leave, come back, are locked out and let in, get other titles, managers and addresses. */
	async liveOneDay(): Promise<void> {
		await this.#letBack();
		const { added, removed } = await this.#post<{ added: string[]; removed: string[] }>('mutate', {
			count: JOINING_AND_LEAVING,
		});
		this.#left = removed;
		await this.leadEachOther(added[0]!, added[1]!);

		const ordinary = shuffle(await this.#ordinary(new Set(added)), this.#next);
		for (let pair = 0; pair < SWAPPING_MANAGERS; pair++) {
			const [one, other] = ordinary.splice(0, 2) as [Member, Member];
			await this.#change(one.id, { managerId: other.managerId });
			await this.#change(other.id, { managerId: one.managerId });
		}
		for (const { id, mail } of ordinary.splice(0, RENAMED)) {
			await this.#change(id, { mail: String(mail).replace('@', '-married@'), surname: 'Newly-Married' });
		}
		// Whoever joined reports to the other of the pair, who may be created after them.
		await this.#change(ordinary[0]!.id, { managerId: added[1]! });
		this.#lockedOut = ordinary.splice(1, LOCKED_OUT).map(({ id }) => id);
		for (const id of this.#lockedOut) await this.#change(id, { accountEnabled: false });
	}

	/** Two people who are each other's managers: whoever is written first has to wait for the other. */
	async leadEachOther(one: string, other: string): Promise<void> {
		await this.#change(one, { managerId: other });
		await this.#change(other, { managerId: one });
	}

	async members(): Promise<Member[]> {
		return (await this.#people()).filter(({ inGroup }) => inGroup);
	}

	async #letBack(): Promise<void> {
		for (const id of this.#lockedOut) await this.#change(id, { accountEnabled: true });
		// Half of those who left are still in the tenant.
		const there = new Set((await this.#people()).map(({ id }) => id));
		const add = this.#left.filter((id) => there.has(id)).slice(0, 3);
		await this.#post(`groups/${this.#entra.groupId}/members`, { add });
	}

	/** Members with an account and an address, who lead nobody and didn't join today. */
	async #ordinary(joined: ReadonlySet<string>): Promise<Member[]> {
		const people = await this.#people();
		const leading = new Set(people.map(({ managerId }) => managerId));
		return people.filter(
			({ id, inGroup, accountEnabled, mail, managerId }) =>
				inGroup && accountEnabled && mail !== null && managerId !== null && !leading.has(id) && !joined.has(id),
		);
	}

	async #people(): Promise<Member[]> {
		return await ask<Member[]>(`${this.#entra.url}/_sim/people`);
	}

	async #change(id: string, patch: object): Promise<void> {
		await this.#post(`people/${id}`, patch);
	}

	async #post<T>(path: string, body: object): Promise<T> {
		return await ask<T>(`${this.#entra.url}/_sim/${path}`, 'POST', body);
	}
}

/** Whom the HR system knows before the first night: strangers whom the sync must leave alone, and members without a link. */
export function enteredByHand(members: Member[]): Partial<Employee>[] {
	const strangers = ['works.council', 'board.secretary', 'site.doctor'].map((local) => ({
		userName: `${local}@elsewhere.example`,
		displayName: local,
		active: true,
	}));
	const unlinked = members
		.filter(({ mail, accountEnabled }) => mail !== null && accountEnabled)
		.slice(10, 15)
		.map(({ mail, displayName }) => ({ userName: String(mail), displayName, active: true, title: 'to be filled in' }));
	return [...strangers, ...unlinked];
}
