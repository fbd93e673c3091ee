export interface NpmOptions {
	cwd: string;
	/** What is being installed, as the subject of "could not be installed". */
	what: string;
	/** Takes a line about progress. */
	say: (line: string) => void;
	/** The Node.js that runs npm; else the one that runs this. */
	node?: string;
	/** A folder that goes to the front of PATH. */
	pathFirst?: string;
	/** How far it is, e.g. "12 of 200 packages". */
	progress?: () => string;
	/** Makes the error out of npm's output; else, or when it knows nothing, it is one about an installation. */
	explain?: (output: string) => Error | undefined;
	/** A file that npm's output is appended to. */
	log?: string;
	signal?: AbortSignal;
}

/** Runs npm and resolves with its standard output. Says every 15 s how far it is. Fails with a `Sentence`. */
export declare function runNpm(args: string[], options: NpmOptions): Promise<string>;

/** How npm is called here: the npm that started this process, else the one on PATH. */
export declare function npmCommand(node: string, env?: NodeJS.ProcessEnv): { file: string; args: string[] };

/** The Node.js that runs this, or another one on PATH where that one is not there any more. */
export declare function presentNode(process?: { execPath: string; env: NodeJS.ProcessEnv }): string;
