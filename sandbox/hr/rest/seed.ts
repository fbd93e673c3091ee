import { isObject } from '../person.ts';
import type { Json } from '../person.ts';
import { wordIn } from './person.ts';
import type { Records, RestRecord } from './records.ts';

/**
 * Stores people as the API shows them, all or none. Managers may come after those they manage.
 *
 * @param managerField the field that refers to somebody else
 * @param fieldsOf checks fields; throws a sentence
 * @returns how many there are then
 */
export function seedRecords(
	users: Records,
	list: unknown[],
	managerField: string,
	fieldsOf: (fields: Json, before?: RestRecord) => Json,
): number {
	const before = users.all();
	const entries = list.map((entry) => (isObject(entry) ? entry : {}));
	try {
		const seeded = entries.map(({ [managerField]: _later, id, ...fields }) => {
			const user = users.fresh(fieldsOf(fields), wordIn(id));
			users.put([user]);
			return user;
		});
		for (const [index, { [managerField]: manager }] of entries.entries()) {
			const user = seeded[index];
			if (user && manager !== undefined) users.change(user, fieldsOf({ [managerField]: manager }, user));
		}
	} catch (error) {
		users.clear();
		users.put(before);
		throw error;
	}
	return users.size;
}
