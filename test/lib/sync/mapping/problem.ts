import { inEnglish } from '../../../../lib/base/words/english';
import { ValueProblem } from '../../../../lib/sync/mapping/values';
import type { ValueFault } from '../../../../lib/sync/mapping/values';

/** What a check or a transform has against a value. */
export function faultOf(check: () => unknown): ValueFault {
	try {
		check();
	} catch (error) {
		if (error instanceof ValueProblem) return error.fault;
		throw error;
	}
	throw new Error('It was taken');
}

/** The same in words, after whose value it is. */
export function problemIn(fault: ValueFault): string {
	return inEnglish.sentence({ ...fault, attribute: 'Title', person: 'Ann' }).replace('Title of Ann ', '');
}
