/** One write, as far as others depend on it. */
export interface Turn {
	/** Absent for somebody who is only created by it. */
	hrId?: string;
	/** The manager that the write names. */
	managerHrId?: string | null;
	/** May change what the person is named by when somebody gets this person as a manager. */
	renames: boolean;
}

/**
 * Where managers are named by something that can change, such as their e-mail, a change of it and the writes that name the
 * manager must not overtake each other: either would refer to an address that nobody has.
 */
export function createTurns(): <T>(turn: Turn, write: () => Promise<T>) => Promise<T> {
	const underWay = new Map<Turn, Promise<unknown>>();
	return async (turn, write) => {
		// Only what began before is waited for, so that nobody waits in a circle.
		const before = [...underWay].filter(([other]) => names(turn, other) || names(other, turn)).map(([, done]) => done);
		const done = before.length === 0 ? write() : Promise.allSettled(before).then(write);
		underWay.set(turn, done);
		try {
			return await done;
		} finally {
			underWay.delete(turn);
		}
	};
}

function names({ managerHrId }: Turn, manager: Turn): boolean {
	return manager.renames && manager.hrId !== undefined && manager.hrId === managerHrId;
}
