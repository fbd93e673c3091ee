import type { Cause } from '../base/cause';
import { inEnglish } from '../base/words/english';

/** A cause as rows carry it: with the English sentence that a person reads in n8n. */
export function explained(cause: Cause): { reason: string; cause: Cause } {
	return { reason: inEnglish.sentence(cause), cause };
}

/** The cause of a row; what it says where it carries none, as rows do that were made elsewhere. */
export function causeOfRow({ cause, reason }: { cause?: Cause; reason?: string }): Cause | undefined {
	return cause ?? (reason === undefined ? undefined : { kind: 'said', text: reason });
}
