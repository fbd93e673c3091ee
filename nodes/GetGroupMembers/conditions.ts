import type { FilterConditionValue, FilterValue, IExecuteFunctions } from 'n8n-workflow';
import { executeFilter } from 'n8n-workflow';

import { SyncError } from '../../lib/errors';
import { odataString } from '../../lib/graph/client';
import type { GraphUser } from '../../lib/graph/members';
import { clause } from '../../lib/graph/scope';
import type { Clause, Conditions } from '../../lib/graph/scope';
import { checkProperties, isUserProperty } from '../../lib/graph/userProperties';
import { fieldPathOf, NOT_A_FIELD, readField } from '../../lib/sync/fieldPath';
import { isRecord } from '../../lib/sync/rows';

/** One side of a condition. `constant` when it is the same for everybody. */
interface Side {
	/** The properties that it reads. */
	properties: string[];
	constant: boolean;
	/** Only for a side that is one property and nothing else. */
	property?: string;
	value(user: GraphUser): unknown;
}

interface Condition {
	left: Side;
	right: Side;
	raw: FilterConditionValue;
}

/** In expressions of the conditions these stand for the person. */
const PERSON = /\$json\b|\$input\b|\$item\b|\$data\b/;
const NAMED = /(?:\$json|\$input\.(?:item|first\(\)|last\(\))\.json)\??(?:\.|\[\s*['"])([A-Za-z_]\w*)/g;

/** What Graph filters by, under advanced queries: alike, and by its beginning. */
const EQUALS = new Set(
	'city companyName country department displayName employeeId employeeType givenName jobTitle mail mailNickname officeLocation postalCode state surname usageLocation userPrincipalName'.split(
		' ',
	),
);
const STARTS = new Set(
	'city companyName country displayName givenName jobTitle mail mailNickname surname userPrincipalName'.split(' '),
);
const PATTERNS = new Set(['regex', 'notRegex']);
const WITH_FLAGS = /^\/.*\/[a-z]*$/s;
const ASCII = /^[\x20-\x7e]+$/;

/**
 * Makes the filter parameter ready to be asked for each person, who is `$json` in it. n8n's expression engine takes about
 * a millisecond for each, so it is asked only where an expression does more than name a property, and once for what is
 * the same for everybody.
 *
 * @param raw the parameter as it stands in the node, with its expressions
 * @returns undefined when there are no conditions
 * @throws SyncError for a property that cannot be read, or an expression that fails
 */
export function readConditions(context: IExecuteFunctions, raw: unknown): Conditions | undefined {
	const filter = parseFilter(raw);
	if (filter === undefined) return undefined;
	const conditions = filter.conditions.map((condition) => ({
		left: leftSide(context, condition.leftValue),
		right: side(context, condition.rightValue),
		raw: condition,
	}));
	const properties = conditions.flatMap(({ left, right }) => [...left.properties, ...right.properties]);
	return {
		properties: checkProperties(properties),
		odata: filter.combinator === 'and' || conditions.length === 1 ? clauses(filter, conditions) : [],
		meets: (user) => meets(filter, conditions, user),
	};
}

function meets(filter: FilterValue, conditions: readonly Condition[], user: GraphUser): boolean {
	const values = conditions.map(({ left, right, raw }) => ({
		...raw,
		leftValue: left.value(user) as FilterConditionValue['leftValue'],
		rightValue: pattern(filter, raw, right.value(user)) as FilterConditionValue['rightValue'],
	}));
	try {
		return executeFilter({ ...filter, conditions: values });
	} catch (error) {
		throw failed(error, user);
	}
}

/**
 * Where case is ignored, n8n compares a pattern with the value in lower case: capitals in it would fit nobody, and
 * "does not match" everybody.
 */
function pattern({ options }: FilterValue, { operator }: FilterConditionValue, value: unknown): unknown {
	if (options.caseSensitive || !PATTERNS.has(operator.operation) || typeof value !== 'string') return value;
	return WITH_FLAGS.test(value) ? value : `/${value}/i`;
}

/** A condition whose first value was left empty says nothing; the editor starts with one. */
function parseFilter(raw: unknown): FilterValue | undefined {
	if (typeof raw === 'string' && raw.startsWith('=')) {
		throw new SyncError(
			'The conditions of the scope are one expression',
			'Enter them as conditions. Their values may be expressions, in which $json is the person.',
		);
	}
	if (!isRecord(raw) || !Array.isArray(raw.conditions)) return undefined;
	const { conditions, combinator, options } = raw as unknown as FilterValue;
	const meant = conditions.filter(({ leftValue }) => leftValue !== '' && leftValue !== undefined && leftValue !== null);
	if (meant.length === 0) return undefined;
	return {
		conditions: meant,
		combinator: combinator === 'or' ? 'or' : 'and',
		options: { caseSensitive: false, leftValue: '', typeValidation: 'loose', version: 2, ...(options as object) },
	};
}

/** A property's name in plain words is meant as the property: comparing the name itself would be no condition. */
function leftSide(context: IExecuteFunctions, raw: unknown): Side {
	if (typeof raw === 'string' && isUserProperty(raw)) return propertySide([raw.trim()], () => undefined);
	return side(context, raw);
}

function side(context: IExecuteFunctions, raw: unknown): Side {
	if (typeof raw !== 'string' || !raw.startsWith('=')) {
		return { properties: [], constant: true, value: () => raw };
	}
	const path = fieldPathOf(raw);
	if (path) return propertySide(path, (user) => evaluate(context, raw, user));
	if (PERSON.test(raw)) {
		const properties = [...raw.matchAll(NAMED)].map(([, name = '']) => name);
		return { properties, constant: false, value: (user) => evaluate(context, raw, user) };
	}
	const value = evaluate(context, raw);
	return { properties: [], constant: true, value: () => value };
}

function propertySide(path: readonly (string | number)[], evaluated: (user: GraphUser) => unknown): Side {
	const [name = ''] = path.map(String);
	const [property = name] = checkProperties([name]);
	return {
		properties: [property],
		constant: false,
		...(path.length === 1 && { property }),
		value: (user) => {
			const value = readField(user, [property, ...path.slice(1)]);
			return value === NOT_A_FIELD ? evaluated(user) : value;
		},
	};
}

/**
 * Evaluates an expression with the person in the place of the input item: n8n has no other way to say what $json is.
 * Nothing else runs meanwhile, since evaluating does not wait for anything.
 */
function evaluate(context: IExecuteFunctions, raw: string, user?: GraphUser): unknown {
	const items = context.getInputData();
	const [input] = items;
	try {
		if (user && input) items[0] = { ...input, json: user as typeof input.json };
		return context.evaluateExpression(raw.slice(1), 0);
	} catch (error) {
		throw failed(error, user);
	} finally {
		if (input) items[0] = input;
	}
}

function failed(error: unknown, user?: GraphUser): SyncError {
	const whom = user === undefined ? '' : ` for ${String(user.userPrincipalName)}`;
	const said = error instanceof Error ? error.message.replace(/\s*\[(?:condition|item)[^\]]*\]/g, '') : String(error);
	return new SyncError(
		`A condition of the scope cannot be evaluated${whom}: ${said}`,
		'Correct the condition: the person is $json in it. Values of other steps are reached by the name of the step.',
	);
}

/** What Graph can decide beforehand. It may let in too many, never too few: everybody it gives is looked at again. */
function clauses({ options }: FilterValue, conditions: readonly Condition[]): Clause[] {
	return conditions.flatMap(({ left, right, raw }) => {
		const { property } = left;
		const text = right.constant ? right.value({ id: '' }) : undefined;
		if (property === undefined || typeof text !== 'string' || raw.operator.type !== 'string') return [];
		// Graph does not tell upper from lower case; beyond ASCII it may do so otherwise than n8n.
		if (text === '' || !(options.caseSensitive || ASCII.test(text))) return [];
		const { operation } = raw.operator;
		if (operation === 'equals' && EQUALS.has(property)) return [clause(`${property} eq ${odataString(text)}`)];
		if (operation !== 'startsWith' || !STARTS.has(property)) return [];
		return [clause(`startswith(${property},${odataString(text)})`)];
	});
}
