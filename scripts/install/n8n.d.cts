export interface InstallOptions {
	/** Takes a line about progress. */
	say: (line: string) => void;
	signal?: AbortSignal;
}

/** Where n8n is installed: outside the checkout, named after its lockfile. `root` is the package's folder. */
export declare function n8nHome(root: string): string;

/** Installs n8n, unless it is there, and resolves with its folder. Fails with a `Sentence`. */
export declare function ensureN8n(root: string, options: InstallOptions): Promise<string>;
