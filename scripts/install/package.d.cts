import type { InstallOptions } from './n8n.cjs';

/** The Node.js that the npm package `node` brings: what the nodes, the tests and n8n run on. */
export declare function nodePath(root: string): string;

/** Whether node_modules holds what the lockfile that stands beside it says, Node.js included. */
export declare function isInstalled(root: string): boolean;

/** Brings node_modules up to the lockfile, Node.js included. Silent when there is nothing to do. Fails with a `Sentence`. */
export declare function ensurePackage(root: string, options: InstallOptions): Promise<void>;
