import type { IExecuteFunctions } from 'n8n-workflow';

import { SyncError } from '../../lib/base/errors';
import { isEmpty, itemsIn, oneOf, saidBoolean } from '../../lib/base/json';

/** What a number may be. */
export interface NumberRange {
	from: number;
	/** Default: no end. */
	to?: number;
	whole?: boolean;
}

/**
 * The parameters of a node that runs, one reader for each kind. An expression may give anything, and a parameter that nobody
 * understands must not stand for something that nobody has chosen: each reader says which parameter has which bad value.
 * `label` is what the panel calls it; `standard` what it is where the node has no such parameter.
 */
export interface ParameterReader {
	/** The node's own name. */
	node: string;
	/** Of any kind, its expressions worked out for the first item. */
	value: (name: string, standard?: unknown) => unknown;
	/** As it stands in the node, its expressions not worked out. */
	raw: (name: string) => unknown;
	/** @throws SyncError for anything but one of the values, also when an expression gives nothing */
	choice: <T extends string>(name: string, label: string, values: readonly T[], standard: T) => T;
	/** @throws SyncError for anything but a number in the range, also as text; nothing is no number either */
	number: (name: string, label: string, range: NumberRange, standard: number) => number;
	/** @throws SyncError for anything but yes or no, also spelled "true" or "false" */
	boolean: (name: string, label: string, standard: boolean) => boolean;
	/** Empty where there is none. @throws SyncError for anything but a text or a number */
	text: (name: string, label: string, standard?: string) => string;
	/** A text taken apart, or a list that an expression gave. @throws SyncError for anything else */
	list: (name: string, label: string, separator?: string | RegExp) => string[];
	/**
	 * Asks for something of another node of the workflow, as an expression does behind `$('name')`: `.params`, `.all()`.
	 * Undefined when there is no such node, or it has not run.
	 */
	ofNode: (node: string, question: string) => unknown;
	/** An expression without its "=", worked out for the first item. */
	evaluate: (expression: string) => unknown;
}

export function parametersOf(context: IExecuteFunctions): ParameterReader {
	const evaluate = (expression: string): unknown => context.evaluateExpression(expression, 0);
	const value = (name: string, standard: unknown = ''): unknown => context.getNodeParameter(name, 0, standard);
	return {
		node: context.getNode().name,
		value,
		raw: (name) => context.getNode().parameters[name],
		choice: (name, label, values, standard) => asChoice(value(name, standard), label, values),
		number: (name, label, range, standard) => asNumber(value(name, standard), label, range),
		boolean: (name, label, standard) => asBoolean(value(name, standard), label),
		text: (name, label, standard = '') => asText(value(name, standard), label),
		list: (name, label, separator) => asList(value(name), label, separator),
		ofNode: (node, question) => {
			try {
				return evaluate(`{{ $(${JSON.stringify(node)})${question} }}`);
			} catch {
				return undefined;
			}
		},
		evaluate,
	};
}

/** @throws SyncError for anything but one of the values */
export function asChoice<T extends string>(value: unknown, label: string, values: readonly T[]): T {
	const known = oneOf(values, value);
	if (known !== undefined) return known;
	throw new SyncError(
		`"${label}" is ${shown(value)}, which is none of ${values.join(', ')}`,
		'Choose one of the values that the node offers. This step has written nothing.',
	);
}

/** @throws SyncError for anything but a number in the range */
export function asNumber(value: unknown, label: string, { from, to = Infinity, whole = false }: NumberRange): number {
	const number = typeof value === 'string' && !isEmpty(value) ? Number(value) : value;
	const isOne = typeof number === 'number' && Number.isFinite(number) && (!whole || Number.isInteger(number));
	if (isOne && number >= from && number <= to) return number;
	const range = Number.isFinite(to) ? `from ${from} to ${to}` : `from ${from} up`;
	throw wrong(value, label, `not a ${whole ? 'whole ' : ''}number ${range}`);
}

/** @throws SyncError for anything but yes or no */
export function asBoolean(value: unknown, label: string): boolean {
	const truth = saidBoolean(value);
	if (truth !== undefined) return truth;
	throw wrong(value, label, 'neither true nor false');
}

/** @throws SyncError for anything but a text or a number */
export function asText(value: unknown, label: string): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string' || typeof value === 'number') return String(value);
	throw wrong(value, label, 'not a text');
}

/** @throws SyncError for anything but a text or a list */
export function asList(value: unknown, label: string, separator?: string | RegExp): string[] {
	if (value === undefined || value === null) return [];
	if (Array.isArray(value)) return value.flatMap((one: unknown) => asList(one, label, separator));
	if (typeof value === 'string' || typeof value === 'number') return itemsIn(value, separator);
	throw wrong(value, label, 'neither text nor a list');
}

function wrong(value: unknown, label: string, what: string): SyncError {
	return new SyncError(
		`"${label}" is ${shown(value)}, which is ${what}`,
		'Correct it in this node or in the settings it comes from. This step has written nothing.',
	);
}

function shown(value: unknown): string {
	return isEmpty(value) ? 'empty' : JSON.stringify(value).slice(0, MOST_CHARACTERS);
}

const MOST_CHARACTERS = 200;
