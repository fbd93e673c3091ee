import type { HrSystem } from '../../lib/hr/systems/types';
import type { HrPerson } from '../support/world';
import type { CaseId } from './cases';

/** One HR system as the contract looks at it: what a person sets up for it, and what is otherwise there than elsewhere. */
export interface ContractSystem {
	/** What its column in the table is called. */
	title: string;
	system: HrSystem;
	/** What the sandbox calls it. */
	sandbox: string;
	/** What a person enters in the nodes' forms, beyond what the system's file knows. */
	form?: { usersPath?: string; settings?: Record<string, unknown> };
	/** The credential of a REST system, out of what its server says when it starts. */
	credential?: (ready: Record<string, string>) => Record<string, string>;
	/** The id of the job title in the system's file, and where the system holds it. */
	jobTitle: { id: string; seen: (person: HrPerson) => unknown };
	/** An attribute beyond those that every system has; absent where there are none. */
	custom?: { path: string; seen: (person: HrPerson) => unknown };
	/** A value that the system refuses, and what it says then. */
	refused: { path: string; value: string | null; words: string };
	/** Whoever is deactivated is gone. */
	deletesLeavers?: true;
	/** Nobody can be deleted for good, as it is set up here. */
	cannotRemove?: true;
	/** The user name can't be changed. */
	fixedUserName?: true;
	/** What the table says instead of a tick: the case was run all the same, and found this. */
	otherwise: Partial<Record<CaseId, string>>;
}
