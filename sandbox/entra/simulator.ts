import { makeCompany, OUTSIDERS } from './company.ts';
import { Directory, type DirectoryObject } from './directory.ts';
import { Faults } from './faults.ts';
import { DEFAULT_SETTINGS, type Settings } from './settings.ts';
import { Stats } from './stats.ts';
import { Store } from './store.ts';
import { EMPLOYEES_ID } from './tenant.ts';
import { Throttle } from './throttle.ts';

/** Everything that the simulator knows while it runs. */
export class Simulator {
	readonly store: Store;

	readonly directory: Directory;

	readonly settings: Settings;

	readonly faults = new Faults();

	readonly stats = new Stats();

	readonly throttle = new Throttle();

	/**
	 * @param file where the state is kept
	 * @param members how many users the group "All Employees" holds in a new company
	 */
	constructor(file: string, members: number, latencyMs: number, say: (sentence: string) => void) {
		this.store = new Store(file, members, members + OUTSIDERS, say);
		this.directory = new Directory(makeCompany(members), this.store.state.changes);
		this.settings = { ...DEFAULT_SETTINGS, latencyMs };
	}

	/** Resolves once every change so far is on the disk. */
	save(): Promise<void> {
		return this.store.save(() => this.directory.changes());
	}

	get employees(): DirectoryObject {
		return this.directory.get(EMPLOYEES_ID) as DirectoryObject;
	}

	/** The users that "All Employees" holds, directly or through other groups. */
	employeeUsers(): DirectoryObject[] {
		return this.directory.transitiveMembers(this.employees).filter(({ type }) => type === 'user');
	}

	/** "All Employees" and every group below it. */
	employeeGroups(): DirectoryObject[] {
		const below = this.directory.transitiveMembers(this.employees).filter(({ type }) => type === 'group');
		return [this.employees, ...below];
	}
}
