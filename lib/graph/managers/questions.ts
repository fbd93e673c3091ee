import { chunk } from 'lodash';

import { fieldsOf, inUrl } from '../../base/json';
import { odataQuery, odataString } from '../client';

/** As many as one `in` filter takes. With `$top` under 20 the request also costs one unit less. */
const PEOPLE_A_REQUEST = 15;

/** Who manages these people: all of them by their ids, or all by their sign-in names. */
export interface Question {
	property: 'id' | 'userPrincipalName';
	people: readonly string[];
}

export function questionsAbout(property: Question['property'], people: readonly string[]): Question[] {
	return chunk(people, PEOPLE_A_REQUEST).map((some) => ({ property, people: some }));
}

/** @param properties of the manager */
export function urlTogether({ property, people }: Question, properties: readonly string[]): string {
	const query = odataQuery({
		$filter: `${property} in (${people.map(odataString).join(',')})`,
		$expand: `manager($select=${properties.join(',')})`,
		// The sign-in name, which everybody has, proves that the application may read people at all.
		$select: 'id,userPrincipalName',
		$top: PEOPLE_A_REQUEST,
	});
	return `/users?${query}`;
}

/** @param properties of the manager; undefined for those that Graph gives unasked */
export function urlAlone(person: string, properties: readonly string[] | undefined): string {
	const query = properties === undefined ? '' : `?$select=${properties.join(',')}`;
	return `/users/${inUrl(person)}/manager${query}`;
}

/** The rows of an answer, by what was asked with, in lower case. */
export function answersBy(property: Question['property'], body: unknown): Map<string, Record<string, unknown>> {
	const { value } = fieldsOf(body);
	const rows = new Map<string, Record<string, unknown>>();
	for (const row of Array.isArray(value) ? (value as unknown[]) : []) {
		const fields = fieldsOf(row);
		const name = fields[property];
		if (typeof name === 'string') rows.set(name.toLowerCase(), fields);
	}
	return rows;
}

export function isSignInName(person: string): boolean {
	return person.includes('@');
}
