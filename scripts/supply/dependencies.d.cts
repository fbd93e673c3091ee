/** A package that comes to whoever installs this one. */
export interface RuntimePackage {
	name: string;
	version: string;
	/** As the package names it; `unknown` when it doesn't. */
	license: string;
	/** Whether the lockfile holds a hash of it. */
	integrity: boolean;
	/** Whether npm runs a script of it when it is installed. */
	installScript: boolean;
}

/** What comes to whoever installs the package: its dependencies, theirs, and so on, out of the lockfile; by name. */
export declare function runtimePackages(lockfile: { packages: Record<string, object> }): RuntimePackage[];

/** A sentence for each package that must not be depended on as it is. */
export declare function objections(runtime: readonly RuntimePackage[]): string[];

/** A Markdown table: each licence with the packages under it. */
export declare function licenseTable(runtime: readonly RuntimePackage[]): string;
