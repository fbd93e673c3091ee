import type { Bench } from '../workbench';
import { LEAVING } from './leaving';
import { MANAGERS } from './managers';
import { MATCHING } from './matching';
import { REMOVING } from './removing';
import { TROUBLE } from './trouble';
import { WRITING } from './writing';

export interface ContractCase {
	/** The row's words in the table. */
	title: string;
	run: (bench: Bench) => Promise<void>;
}

/** What every HR system has to get right, in the order of the table. */
export const CASES = { ...WRITING, ...MANAGERS, ...LEAVING, ...REMOVING, ...MATCHING, ...TROUBLE } satisfies Record<
	string,
	ContractCase
>;

export type CaseId = keyof typeof CASES;
