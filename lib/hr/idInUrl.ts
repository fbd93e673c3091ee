import { inUrl } from '../base/json';
import { NotSentError } from './directory';

/** An id as a step of an address. `.` and `..` would be taken out of it, and lead to somewhere else. */
export function encodeSegment(text: string): string {
	if (/^\.{0,2}$/.test(text)) throw new NotSentError({ kind: 'idNotAskable', id: text });
	return inUrl(text);
}
