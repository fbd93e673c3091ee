import type { Surroundings } from '../hr/connect/connect';

/** The run that a job is part of, as far as a job has to know it. */
export interface Run extends Surroundings {
	/** n8n's id of the execution that called this one, where n8n says which; see executionOf. */
	root?: string | undefined;
	/** Somebody has started it in the editor, or tries it out; what is counted from run to run is not counted then. */
	byHand: boolean;
	/** n8n's id of the workflow; undefined where it has none yet. */
	workflow?: string | undefined;
	/** Says something beside the results, for whoever looks at the node. */
	hint: (message: string, kind?: 'warning') => void;
	/** Wall-clock time in milliseconds since 1970. */
	now: () => number;
	/**
	 * What the node remembers from run to run. n8n keeps changes of it after runs of the published workflow, and not on
	 * workers in queue mode. In one process it also holds what a run by hand leaves in it. Plain JSON.
	 */
	memory: Record<string, unknown>;
}

/** Names the execution that one is a part of; undefined outside of one. */
export function executionOf({ root, execution }: Pick<Run, 'root' | 'execution'>): string | undefined {
	return root ?? execution;
}
