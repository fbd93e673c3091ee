import { shuffle } from '../../../sandbox/entra/random.ts';
import type { Sandbox } from '../../../sandbox/start/sandbox.ts';
import { Company } from '../crash/nights.ts';
import { ask } from '../inStep.ts';
import type { Employee, Member } from '../inStep.ts';

interface Account extends Member {
	userPrincipalName: string;
	/** By which the HR system knows that the person is the same. */
	employeeId: string | null;
	givenName: string | null;
	surname: string | null;
}

/** Of those who can be matched and lead nobody, some are needed each day. */
const FEWEST_ORDINARY = 12;
const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** What happens between two nights, on both sides, the same way for the same source of numbers. */
export class Days {
	readonly company: Company;

	readonly #sandbox: Sandbox;

	readonly #next: () => number;

	#day = 0;

	constructor(sandbox: Sandbox, next: () => number) {
		this.#sandbox = sandbox;
		this.#next = next;
		this.company = new Company(sandbox.entra, next);
	}

	/**
	 * Joiners, leavers, people who come back, titles, managers, addresses and locks as on the days of `Company`; and some of: a
	 * name that somebody else has, an account that is deleted and made again, and changes by hand in the HR system.
	 * @returns what was done besides, in words
	 */
	async live(): Promise<string[]> {
		this.#day++;
		await this.company.liveOneDay();
		const ordinary = shuffle(await this.#ordinary(), this.#next);
		const employees = new Map((await this.#employees()).map((one) => [one.externalId, one]));
		if (ordinary.length < FEWEST_ORDINARY) throw new Error('Too few people are left to let another day pass.');
		const extras: [string, () => Promise<void>][] = [
			['a name that somebody else has', async () => await this.#namesake(ordinary[0]!, ordinary[1]!)],
			['an account deleted and made again', async () => await this.#madeAgain(ordinary[2]!)],
			[
				'a title and a name changed by hand',
				async () => {
					const titles = [{ op: 'replace', path: 'title', value: 'Changed by hand' }];
					const names = [{ op: 'replace', path: 'displayName', value: 'Changed by Hand' }];
					await this.#patchEmployee(employees.get(ordinary[3]!.id), titles);
					await this.#patchEmployee(employees.get(ordinary[4]!.id), names);
				},
			],
			[
				'somebody deactivated by hand',
				async () => {
					const inactive = [{ op: 'replace', path: 'active', value: false }];
					await this.#patchEmployee(employees.get(ordinary[5]!.id), inactive);
				},
			],
			['somebody deleted by hand', async () => await this.#deleteEmployee(employees.get(ordinary[6]!.id))],
			['a stranger entered by hand', async () => await this.#enterStranger()],
			['a joiner entered by hand before the sync', async () => await this.#enterJoiner(employees)],
		];
		const done = extras.filter(() => this.#next() < 0.3);
		for (const [, happen] of done) await happen();
		return done.map(([what]) => what);
	}

	async #namesake(one: Account, other: Account): Promise<void> {
		await this.#entra(`people/${one.id}`, { displayName: other.displayName });
	}

	/** The same person and address, another id; nobody reports to them. */
	async #madeAgain(account: Account): Promise<void> {
		const { id, userPrincipalName, mail, displayName, jobTitle, managerId } = account;
		await ask(`${this.#sandbox.entra.url}/_sim/people/${id}`, 'DELETE');
		const { employeeId, givenName, surname } = account;
		await this.#entra('people', {
			...{ userPrincipalName, mail, displayName, jobTitle, managerId },
			...{ employeeId, givenName, surname },
		});
	}

	async #enterStranger(): Promise<void> {
		const userName = `stranger.${this.#day}@elsewhere.example`;
		await this.#hr('POST', '/Users', { schemas: [USER_SCHEMA], userName, displayName: userName, active: true });
	}

	/** Somebody whom the sync is to link and not to create. */
	async #enterJoiner(known: ReadonlyMap<string | undefined, Employee>): Promise<void> {
		const members = (await this.#accounts()).filter(({ inGroup }) => inGroup);
		const names = new Set([...known.values()].map(({ userName }) => userName.toLowerCase()));
		const joiner = members.find(
			({ id, mail, accountEnabled }) =>
				accountEnabled && mail !== null && !known.has(id) && !names.has(mail.toLowerCase()),
		);
		if (!joiner) return;
		await this.#hr('POST', '/Users', { schemas: [USER_SCHEMA], userName: joiner.mail, active: true });
	}

	async #patchEmployee(employee: Employee | undefined, Operations: object[]): Promise<void> {
		if (employee) await this.#hr('PATCH', `/Users/${employee.id}`, { schemas: [PATCH_SCHEMA], Operations });
	}

	async #deleteEmployee(employee: Employee | undefined): Promise<void> {
		if (employee) await this.#hr('DELETE', `/Users/${employee.id}`);
	}

	/** Members with an account and an address, who lead nobody. */
	async #ordinary(): Promise<Account[]> {
		const accounts = await this.#accounts();
		const leading = new Set(accounts.map(({ managerId }) => managerId));
		return accounts.filter(
			({ id, inGroup, accountEnabled, mail }) => inGroup && accountEnabled && mail !== null && !leading.has(id),
		);
	}

	async #accounts(): Promise<Account[]> {
		return await ask<Account[]>(`${this.#sandbox.entra.url}/_sim/people`);
	}

	async #employees(): Promise<Employee[]> {
		return await ask<Employee[]>(`${this.#sandbox.hr.url}/_sim/people`);
	}

	async #entra(path: string, body: object): Promise<void> {
		await ask(`${this.#sandbox.entra.url}/_sim/${path}`, 'POST', body);
	}

	/** As somebody else who has a token for the HR system's API. */
	async #hr(method: string, path: string, body?: object): Promise<void> {
		const { baseUrl, token } = this.#sandbox.hr;
		const response = await fetch(baseUrl + path, {
			method,
			headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
			...(body && { body: JSON.stringify(body) }),
		});
		if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
		await response.arrayBuffer();
	}
}
