import type { IExecuteFunctions } from 'n8n-workflow';

import { odataString } from '../../lib/graph/client';
import { clause } from '../../lib/graph/people/scopeFilter';
import type { Clause, Conditions } from '../../lib/graph/people/scopeFilter';
import { checkProperties, isUserProperty } from '../../lib/graph/people/userProperties';
import { fieldsOf, readFilter } from '../shared/conditions';
import type { FilterWords, PersonFilter } from '../shared/conditions';

/** What Graph filters by, under advanced queries: alike, and by its beginning. */
const EQUALS = new Set(
	'city companyName country department displayName employeeId employeeType givenName jobTitle mail mailNickname officeLocation postalCode state surname usageLocation userPrincipalName'.split(
		' ',
	),
);
const STARTS = new Set(
	'city companyName country displayName givenName jobTitle mail mailNickname surname userPrincipalName'.split(' '),
);
const ASCII = /^[\x20-\x7e]+$/;

const USERS: FilterWords = {
	fieldNamed: (name) => (isUserProperty(name) ? propertyNamed(name) : undefined),
	spelled: propertyNamed,
	nameOf: (user) => String((user as { userPrincipalName?: unknown }).userPrincipalName),
};

/**
 * Makes the filter parameter ready to be asked for each person, who is `$json` in it.
 *
 * @param raw the parameter as it stands in the node, with its expressions
 * @returns undefined when there are no conditions
 * @throws SyncError for a property that cannot be read, or an expression that fails
 */
export function readConditions(context: IExecuteFunctions, raw: unknown): Conditions | undefined {
	const read = readFilter(context, raw, USERS);
	if (read === undefined) return undefined;
	const { filter, conditions, meets } = read;
	return {
		properties: checkProperties(fieldsOf(conditions)),
		odata: filter.combinator === 'and' || conditions.length === 1 ? clauses(read) : [],
		meets,
	};
}

function propertyNamed(name: string): string {
	const [property = name] = checkProperties([name]);
	return property;
}

/** What Graph can decide beforehand. It may let in too many, never too few: everybody it gives is looked at again. */
function clauses({ filter: { options }, conditions }: PersonFilter): Clause[] {
	return conditions.flatMap(({ left, right, raw }) => {
		const property = left.plain && left.paths[0]?.length === 1 ? String(left.paths[0][0]) : undefined;
		const text = right.constant ? right.value({}) : undefined;
		if (property === undefined || typeof text !== 'string' || raw.operator.type !== 'string') return [];
		// Graph does not tell upper from lower case; beyond ASCII it may do so otherwise than n8n.
		if (text === '' || !(options.caseSensitive || ASCII.test(text))) return [];
		const { operation } = raw.operator;
		if (operation === 'equals' && EQUALS.has(property)) return [clause(`${property} eq ${odataString(text)}`)];
		if (operation !== 'startsWith' || !STARTS.has(property)) return [];
		return [clause(`startswith(${property},${odataString(text)})`)];
	});
}
