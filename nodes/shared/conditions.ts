import { executeFilter } from 'n8n-workflow';
import type { FilterConditionValue, FilterValue, IExecuteFunctions } from 'n8n-workflow';

import { SyncError } from '../../lib/base/errors';
import { isRecord } from '../../lib/base/json';
import { fieldPathOf, NOT_A_FIELD, pathOfSteps, readField } from '../../lib/sync/mapping/fieldPath';
import type { FieldPath } from '../../lib/sync/mapping/fieldPath';

/** One side of a condition. `constant` when it is the same for everybody. */
export interface Side {
	constant: boolean;
	/** What it reads of the person: fields, and what is inside of them. */
	paths: FieldPath[];
	/** It is one of these and nothing else. */
	plain?: true;
	value: (person: object) => unknown;
}

export interface Condition {
	left: Side;
	right: Side;
	raw: FilterConditionValue;
}

/** A filter parameter made ready to be asked for each person, who is `$json` in it. */
export interface PersonFilter {
	filter: FilterValue;
	conditions: Condition[];
	meets: (person: object) => boolean;
}

/** What the people are that a filter is about. */
export interface FilterWords {
	/** The field that a plain text names; undefined when it is no field's name. */
	fieldNamed: (name: string) => string | undefined;
	/** The field that an expression names, as the person has it. */
	spelled: (name: string) => string;
	/** How a person is called in messages. */
	nameOf: (person: object) => string;
}

/** In expressions of the conditions these stand for the person. */
const PERSON = /\$json\b|\$input\b|\$item\b|\$data\b/;
const NAMED =
	/(?:\$json|\$input\.(?:item|first\(\)|last\(\))\.json)((?:\??\.\s*[A-Za-z_]\w*|(?:\?\.)?\[\s*(?:\d+|'[^'\\]*'|"[^"\\]*")\s*\])+)(\s*\??\.?\()?/g;

const PATTERNS = new Set(['regex', 'notRegex']);
const WITH_FLAGS = /^\/.*\/[a-z]*$/s;

/**
 * Makes the filter parameter ready. n8n's expression engine takes about a millisecond for each, so it is asked only where
 * an expression does more than name a field, and once for what is the same for everybody.
 *
 * @param raw the parameter as it stands in the node, with its expressions
 * @returns undefined when there are no conditions
 * @throws SyncError for an expression that fails
 */
export function readFilter(context: IExecuteFunctions, raw: unknown, words: FilterWords): PersonFilter | undefined {
	const filter = parseFilter(raw);
	if (filter === undefined) return undefined;
	const conditions = filter.conditions.map((condition) => ({
		left: leftSide(context, condition.leftValue, words),
		right: side(context, condition.rightValue, words),
		raw: condition,
	}));
	return { filter, conditions, meets: (person) => meets(filter, conditions, person, words) };
}

/** The fields of the person that conditions read. */
export function fieldsOf(conditions: readonly Condition[]): string[] {
	return conditions.flatMap(({ left, right }) => [...left.paths, ...right.paths].map(([field]) => String(field)));
}

function meets(
	filter: FilterValue,
	conditions: readonly Condition[],
	person: object,
	{ nameOf }: FilterWords,
): boolean {
	const values = conditions.map(({ left, right, raw }) => ({
		...raw,
		leftValue: left.value(person) as FilterConditionValue['leftValue'],
		rightValue: pattern(filter, raw, right.value(person)) as FilterConditionValue['rightValue'],
	}));
	try {
		return executeFilter({ ...filter, conditions: values });
	} catch (error) {
		throw failed(error, nameOf(person));
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
	if (!(conditions as unknown[]).every((one) => isRecord(one) && isRecord(one.operator))) {
		throw new SyncError('A condition of the scope is incomplete', 'Open the node and enter the conditions again.');
	}
	const meant = conditions.filter(({ leftValue }) => leftValue !== '' && leftValue !== undefined && leftValue !== null);
	if (meant.length === 0) return undefined;
	return {
		conditions: meant,
		combinator: combinator === 'or' ? 'or' : 'and',
		options: { caseSensitive: false, leftValue: '', typeValidation: 'loose', version: 2, ...(options as object) },
	};
}

/**
 * A field's name in plain words is meant as the field. Any other text would be compared itself, which is no condition: all
 * or nobody would meet it.
 */
function leftSide(context: IExecuteFunctions, raw: unknown, words: FilterWords): Side {
	if (typeof raw !== 'string' || raw.startsWith('=')) return side(context, raw, words);
	const field = words.fieldNamed(raw.trim());
	if (field !== undefined) return fieldSide([field], () => undefined);
	throw new SyncError(
		`A condition of the scope compares "${raw.trim()}", which is no field`,
		'Correct the name of the field, or drag the field into the condition: {{ $json.department }}.',
	);
}

function side(context: IExecuteFunctions, raw: unknown, words: FilterWords): Side {
	if (typeof raw !== 'string' || !raw.startsWith('=')) {
		return { paths: [], constant: true, value: () => raw };
	}
	const [name, ...rest] = fieldPathOf(raw) ?? [];
	if (name !== undefined) {
		return fieldSide([words.spelled(String(name)), ...rest], (person) => evaluate(context, raw, words, person));
	}
	if (PERSON.test(raw)) {
		return { paths: pathsIn(raw), constant: false, value: (person) => evaluate(context, raw, words, person) };
	}
	const value = evaluate(context, raw, words);
	return { paths: [], constant: true, value: () => value };
}

/** What a longer expression reads of the person; a method that it calls is none of the person's fields. */
function pathsIn(expression: string): FieldPath[] {
	return [...expression.matchAll(NAMED)].flatMap(([, steps = '', called]): FieldPath[] => {
		const path = pathOfSteps(steps);
		const read = called === undefined ? path : path.slice(0, -1);
		return read.length === 0 ? [] : [read];
	});
}

function fieldSide(path: FieldPath, evaluated: (person: object) => unknown): Side {
	return {
		constant: false,
		paths: [path],
		plain: true,
		value: (person) => {
			const value = readField(person, path);
			return value === NOT_A_FIELD ? evaluated(person) : value;
		},
	};
}

/**
 * Evaluates an expression with the person in the place of the input item: n8n has no other way to say what $json is.
 * Nothing else runs meanwhile, since evaluating does not wait for anything.
 */
function evaluate(context: IExecuteFunctions, raw: string, words: FilterWords, person?: object): unknown {
	const items = context.getInputData();
	const [input] = items;
	try {
		if (person && input) items[0] = { ...input, json: person as typeof input.json };
		return context.evaluateExpression(raw.slice(1), 0);
	} catch (error) {
		throw failed(error, person && words.nameOf(person));
	} finally {
		if (input) items[0] = input;
	}
}

function failed(error: unknown, name?: string): SyncError {
	const whom = name === undefined ? '' : ` for ${name}`;
	const said = error instanceof Error ? error.message.replace(/ ?\[(?:condition|item)[^[\]]*\]/g, '') : String(error);
	return new SyncError(
		`A condition of the scope cannot be evaluated${whom}: ${said}`,
		'Correct the condition: the person is $json in it. Values of other steps are reached by the name of the step.',
	);
}
