import { ENTERPRISE, isPerson, managerIdOf, textOf, valuesOf, withManager } from './person.ts';
import type { Person } from './person.ts';
import { Store } from './store.ts';

/** Someone else has this user name. */
export class UserNameTaken extends Error {}

/** `manager.value` names nobody. */
export class UnknownManager extends Error {}

/** The employees of a system that speaks SCIM. Indexes are called as SCIM filters spell the attributes' paths. */
export class People extends Store<Person> {
	constructor(path: string, system: string) {
		super(path, {
			system,
			isEntry: isPerson,
			indexed: {
				username: (person) => [person.userName],
				externalid: (person) => [textOf(person, 'externalId')],
				'emails.value': (person) => valuesOf(person, 'emails').map((email) => textOf(email, 'value')),
				[`${ENTERPRISE.toLowerCase()}:employeenumber`]: (person) => [textOf(person[ENTERPRISE], 'employeeNumber')],
			},
		});
	}

	/**
	 * Creates or replaces people, all or none of them. They may name each other as managers.
	 *
	 * @throws UserNameTaken, UnknownManager
	 */
	save(batch: Person[]): void {
		const ids = new Set(batch.map((person) => person.id));
		const names = new Map<string, string>();
		for (const person of batch) {
			const name = person.userName.toLowerCase();
			const owner = names.get(name) ?? this.lookUp('username', name)?.[0]?.id;
			if (owner !== undefined && owner !== person.id) {
				throw new UserNameTaken(`The userName '${person.userName}' is already taken`);
			}
			names.set(name, person.id);
			const manager = managerIdOf(person);
			if (manager !== undefined && !ids.has(manager) && !this.has(manager)) {
				throw new UnknownManager(`manager.value '${manager}' is not the id of an employee`);
			}
		}
		this.put(batch);
	}

	/** Deletes one person. Whom they managed have no manager afterwards. */
	remove(id: string): void {
		const reports = this.all().filter((person) => managerIdOf(person) === id && person.id !== id);
		this.delete(
			id,
			reports.map((person) => withManager(person, undefined)),
		);
	}
}
