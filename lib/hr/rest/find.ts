import { HttpError } from '../../http/client';
import { matchKey } from '../../sync/compare';
import { fieldOf, readField } from './fields';
import type { PersonRecord } from './fields';
import type { ListOptions } from './list';
import { recordsIn } from './pages';
import type { RestProfile } from './profile/profile';
import { urlOf } from './profile/template';

export type RestOptions = Omit<ListOptions, 'listed'> & { profile: RestProfile };

/**
 * The people with a value, asked of the API; undefined when it can't be asked, gives others than were asked for, or
 * answers 404: that may mean nobody, or another address.
 */
export async function askFor(
	{ http, profile }: RestOptions,
	attribute: string,
	value: string,
): Promise<PersonRecord[] | undefined> {
	const { find } = profile;
	const field = fieldOf(profile, attribute);
	if (!find || field === undefined || find.fields?.includes(field) === false) return undefined;
	const url = urlOf(find, { attribute: field, value });
	const answer = await http.request({ method: find.method, url, repeatable: true }).catch(unlessNotFound);
	if (!answer) return undefined;
	const records = recordsIn(answer.body, find.items, 'find.items');
	const key = matchKey(value);
	return records.every((record) => matchKey(readField(profile, record, field)) === key) ? records : undefined;
}

function unlessNotFound(error: unknown): undefined {
	if (error instanceof HttpError && error.status === 404) return undefined;
	throw error;
}
