import { SyncError } from '../base/errors';

/** RFC 9110 5.5. A line break that is let through becomes a header of its own. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

export function isHeaderValue(value: string): boolean {
	return HEADER_VALUE.test(value);
}

/** @param credential begins the sentence @throws SyncError for a value that no header may have; it is not shown */
export function checkHeaderValue(value: string, credential: string): void {
	if (isHeaderValue(value)) return;
	throw new SyncError(
		`${credential} holds a line break or another character that no header may have`,
		'Paste the token or key again, without what stands around it.',
	);
}
