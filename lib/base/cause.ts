import { ENTRA_CAUSES } from './cause/entra';
import { HR_CAUSES } from './cause/hr';
import { HTTP_CAUSES } from './cause/http';
import { ABILITY_CAUSES, LEAVER_CAUSES } from './cause/leavers';
import { ATTRIBUTE_CAUSES, VALUE_CAUSES } from './cause/mapping';
import { MANAGER_CAUSES, PLAN_CAUSES, WRITE_CAUSES } from './cause/people';
import type { Names, PlainTypes, Shape } from './cause/shape';
import { DIFFERENCE_CAUSES, EDIT_CAUSES, LIMIT_CAUSES, ROSTER_CAUSES } from './cause/stops';
import { TEAM_CAUSES, TEAM_MATCH_CAUSES } from './cause/teams';
import { inOneSentence, SyncError } from './errors';
import { isRecord } from './json';

export type { Names } from './cause/shape';

/**
 * Everything that can be the cause of something, with its parameters. Whoever decides by a cause looks at these, never at
 * words: the words of a kind are in base/words/english and report/words/german. What isn't ours, such as a row that another
 * node made, is `said`.
 */
export const CAUSES = {
	...VALUE_CAUSES,
	...ATTRIBUTE_CAUSES,
	...PLAN_CAUSES,
	...MANAGER_CAUSES,
	...WRITE_CAUSES,
	...LEAVER_CAUSES,
	...ABILITY_CAUSES,
	...LIMIT_CAUSES,
	...DIFFERENCE_CAUSES,
	...ROSTER_CAUSES,
	...EDIT_CAUSES,
	...TEAM_MATCH_CAUSES,
	...TEAM_CAUSES,
	...HTTP_CAUSES,
	...ENTRA_CAUSES,
	...HR_CAUSES,
	several: { causes: 'causes' },
	said: { text: 'text' },
} as const satisfies Record<string, Shape>;

export type CauseKind = keyof typeof CAUSES;

/** Plain JSON: `{ kind: 'required', attribute: 'Job title', person: 'Ann (ann@example.com)' }`. */
export type Cause = { [K in CauseKind]: { kind: K } & Parameters<(typeof CAUSES)[K]> }[CauseKind];

export type CauseOf<K extends CauseKind> = Extract<Cause, { kind: K }>;

interface Types extends PlainTypes {
	cause: Cause;
	causes: readonly Cause[];
}

type Parameters<S> = { [P in keyof S as S[P] extends `${string}?` ? never : P]: Parameter<S[P]> } & {
	[P in keyof S as S[P] extends `${string}?` ? P : never]?: Parameter<S[P]>;
};

type Parameter<T> = T extends readonly string[]
	? T[number]
	: T extends keyof Types
		? Types[T]
		: T extends `${infer Plain extends keyof Types}?`
			? Types[Plain] | undefined
			: never;

/** Causes are nested a few deep; what claims more was not made here. */
const DEEPEST = 6;

/** A cause out of JSON, with nothing but its own parameters. Undefined for what is none. */
export function parseCause(json: unknown, depth = 0): Cause | undefined {
	if (depth > DEEPEST || !isRecord(json) || typeof json.kind !== 'string') return undefined;
	const { kind } = json;
	if (!Object.hasOwn(CAUSES, kind)) return undefined;
	const cause: Record<string, unknown> = { kind };
	for (const [name, type] of Object.entries<Shape[string]>(CAUSES[kind as CauseKind])) {
		const given = Object.hasOwn(json, name) ? json[name] : undefined;
		const value = given === undefined ? undefined : parseParameter(type, given, depth);
		if (value !== undefined) cause[name] = value;
		else if (given !== undefined || !isOptional(type)) return undefined;
	}
	return cause as Cause;
}

function isOptional(type: Shape[string]): boolean {
	return typeof type === 'string' && type.endsWith('?');
}

function parseParameter(type: Shape[string], json: unknown, depth: number): unknown {
	if (typeof type !== 'string') return type.find((word) => word === json);
	return PARSERS[(isOptional(type) ? type.slice(0, -1) : type) as keyof Types](json, depth);
}

const PARSERS: { [T in keyof Types]: (json: unknown, depth: number) => Types[T] | undefined } = {
	text: parseText,
	number: (json) => (typeof json === 'number' ? json : undefined),
	flag: (json) => (typeof json === 'boolean' ? json : undefined),
	texts: (json) => listOf(json, parseText),
	names: parseNames,
	cause: (json, depth) => parseCause(json, depth + 1),
	causes: (json, depth) => listOf(json, (one) => parseCause(one, depth + 1)),
};

function parseText(json: unknown): string | undefined {
	return typeof json === 'string' ? json : undefined;
}

function parseNames(json: unknown): Names | undefined {
	if (!isRecord(json) || typeof json.count !== 'number') return undefined;
	const shown = listOf(json.shown, parseText);
	return shown && { shown, count: json.count };
}

/** The list, when all of it can be read. */
function listOf<T>(json: unknown, parse: (one: unknown) => T | undefined): T[] | undefined {
	if (!Array.isArray(json)) return undefined;
	const parsed = json.flatMap((one: unknown) => parse(one) ?? []);
	return parsed.length === json.length ? parsed : undefined;
}

/** Why something failed; what an error says where it carries no cause. */
export function causeOf(error: unknown): Cause {
	const cause = error instanceof SyncError ? parseCause(error.details.cause) : undefined;
	return cause ?? { kind: 'said', text: inOneSentence(error) };
}

/** Several causes as one. */
export function together(causes: readonly Cause[]): Cause {
	const [only] = causes;
	return causes.length === 1 && only ? only : { kind: 'several', causes };
}

/** More names stand in no message. */
export const MOST_NAMES = 5;

/** The first of some names, for a message. @param count how many there are, where these are only some of them */
export function namesOf(names: readonly string[], count = names.length): Names {
	return { shown: names.slice(0, MOST_NAMES), count };
}

/** What ends a run before its next write; messages say so first. */
const STOPPING: ReadonlySet<CauseKind> = new Set<CauseKind>([
	'overLimits',
	'tooManyRemovals',
	'planChanged',
	'tooManyFailures',
	...(Object.keys(ROSTER_CAUSES) as (keyof typeof ROSTER_CAUSES)[]),
	...(Object.keys(EDIT_CAUSES) as (keyof typeof EDIT_CAUSES)[]).filter((kind) => kind !== 'otherSystem'),
]);

/** Whether a cause has ended a run on purpose, rather than by a failure. */
export function isStop({ kind }: Cause): boolean {
	return STOPPING.has(kind);
}
