export interface LockOptions {
	/** Wait for the holder, the default; else come back with its process id. */
	wait?: boolean;
	/** Called once when there is somebody to wait for. */
	onWait?: (pid: number) => void;
	signal?: AbortSignal;
}

/** Holds a lock file while something is done that only one process may do. A dead holder's lock is taken over. */
export declare function takeLock(
	file: string,
	options: LockOptions & { wait: false },
): Promise<Lock | { heldBy: number }>;
export declare function takeLock(file: string, options?: LockOptions & { wait?: true }): Promise<Lock>;

export interface Lock {
	release(): void;
}

export declare function isAlive(pid: number): boolean;
