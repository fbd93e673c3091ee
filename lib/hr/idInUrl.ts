import { inUrl } from '../base/json';
import { NotSentError } from './directory';

/** An id as a step of an address. `.` and `..` would be taken out of it, and lead to somewhere else. */
export function encodeSegment(text: string): string {
	if (/^\.{0,2}$/.test(text))
		throw new NotSentError(`The HR system has somebody with the id "${text}", who can't be asked for`);
	return inUrl(text);
}
