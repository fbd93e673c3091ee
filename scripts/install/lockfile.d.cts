/** The SHA-256 of a lockfile in hex, line ends aside. */
export declare function lockfileHash(file: string): string;

/** Whether `root`'s node_modules holds what its lockfile says; optional packages may be missing. */
export declare function matchesLockfile(root: string): boolean;

/** Counts the packages of a lockfile that stand in a folder: "12 of 200 packages". */
export declare function packageCounter(lockfile: string, folder: string): () => string;
