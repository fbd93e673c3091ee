import type { Surroundings } from '../hr/connect/connect';

/** The run that a job is part of, as far as a job has to know it. */
export interface Run extends Surroundings {
	/** n8n's id of the execution that called this one, or its own; undefined outside of one. */
	root?: string | undefined;
	/** n8n's id of the workflow; undefined where it has none yet. */
	workflow?: string | undefined;
	/** Says something beside the results, for whoever looks at the node. */
	hint: (message: string, kind?: 'warning') => void;
	/** Wall-clock time in milliseconds since 1970. */
	now: () => number;
	/**
	 * What the node remembers from run to run. n8n keeps changes of it after runs of the published workflow, and not on
	 * workers in queue mode. Plain JSON.
	 */
	memory: Record<string, unknown>;
}
