import { SyncError } from '../base/errors';

/**
 * An id as the server gave it, as text; undefined when it is none.
 *
 * @throws SyncError for a number that was rounded when it was read: it is the id of somebody else
 */
export function idText(id: unknown): string | undefined {
	if (typeof id === 'string') return id.trim() === '' ? undefined : id;
	if (typeof id !== 'number') return undefined;
	if (Math.abs(id) <= Number.MAX_SAFE_INTEGER) return String(id);
	throw new SyncError(
		`The HR system gave an id that is too large a number to be read exactly (about ${id})`,
		'Ask the maker of the HR system for ids as texts. The id of somebody else would be written to.',
	);
}
