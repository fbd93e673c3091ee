import type { Directory, DirectoryObject } from './directory.ts';
import { unsupportedQuery } from './errors.ts';
import { badRequest } from './query.ts';
import { type EntityType, isFilterable, typeOf } from './schema.ts';

type Literal = string | boolean | number | null;

type Comparison = 'eq' | 'ne' | 'ge' | 'le' | 'gt' | 'lt' | 'startswith' | 'endswith';

/** A parsed `$filter`. */
export type Filter =
	| { kind: 'compare'; property: string; operator: Comparison; value: Literal }
	| { kind: 'in'; property: string; values: Literal[] }
	| { kind: 'count'; property: string; operator: 'eq' | 'ne'; value: Literal }
	| { kind: 'any'; property: string; field: string; value: Literal }
	| { kind: 'and'; parts: Filter[] }
	| { kind: 'or'; parts: Filter[] }
	| { kind: 'not'; part: Filter };

const MAX_ALTERNATIVES = 15;
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const TOKEN = /\s*(?:('(?:[^']|'')*')|([A-Za-z_@][\w/.@$-]*)|([(),:])|(\d[\w:.+-]*))/y;
/** What collections of objects can be filtered by, and by which field of theirs. */
const ANY_FIELDS: Record<string, string> = { assignedLicenses: 'skuId' };

/**
 * Parses the part of OData's filter language that Graph offers for users and groups.
 *
 * @throws GraphError 400 for what can't be read, an unknown or unfilterable property, or more alternatives than Graph takes
 */
export function parseFilter(text: string, entity: EntityType): Filter {
	const parser = new Parser(text, entity);
	const filter = parser.parse();
	const alternatives = countAlternatives(filter);
	if (alternatives > MAX_ALTERNATIVES) {
		throw unsupportedQuery(
			`Too many child clauses specified in search filter expression containing 'OR' operators: ${alternatives}. Max allowed: ${MAX_ALTERNATIVES}.`,
		);
	}
	return filter;
}

/** Whether only an advanced query (`$count=true` and `ConsistencyLevel: eventual`) may ask this. */
export function isAdvanced(filter: Filter): boolean {
	if (filter.kind === 'compare') return filter.operator === 'ne' || filter.operator === 'endswith';
	if (filter.kind === 'not' || filter.kind === 'count') return true;
	return (filter.kind === 'and' || filter.kind === 'or') && filter.parts.some(isAdvanced);
}

export function matches(object: DirectoryObject, filter: Filter): boolean {
	switch (filter.kind) {
		case 'and':
			return filter.parts.every((part) => matches(object, part));
		case 'or':
			return filter.parts.some((part) => matches(object, part));
		case 'not':
			return !matches(object, filter.part);
		case 'in':
			return filter.values.some((value) => compare(valueOf(object, filter.property), 'eq', value));
		case 'compare':
			return compare(valueOf(object, filter.property), filter.operator, filter.value);
		case 'count':
			return compare(listOf(object, filter.property).length, filter.operator, filter.value);
		case 'any':
			return listOf(object, filter.property).some((item) => compare(item[filter.field], 'eq', filter.value));
	}
}

/** The users that a filter can be true for, by an index; undefined when all must be looked at. */
export function candidates(filter: Filter, directory: Directory): DirectoryObject[] | undefined {
	if (filter.kind === 'and') {
		return filter.parts.map((part) => candidates(part, directory)).find((found) => found !== undefined);
	}
	if (filter.kind === 'or') {
		const found = filter.parts.map((part) => candidates(part, directory));
		return found.every((part) => part !== undefined) ? [...new Set(found.flat())] : undefined;
	}
	if (filter.kind !== 'in' && (filter.kind !== 'compare' || filter.operator !== 'eq')) return undefined;
	const values = filter.kind === 'in' ? filter.values : [filter.value];
	if (!values.every((value) => typeof value === 'string')) return undefined;
	const names = values.map(String);
	if (filter.property === 'id') return unique(names.map((id) => directory.get(id)));
	if (filter.property === 'userPrincipalName') return unique(names.map((upn) => directory.user(upn)));
	if (filter.property === 'mail') return unique(names.flatMap((mail) => directory.usersByMail(mail)));
	return undefined;
}

function unique(found: readonly (DirectoryObject | undefined)[]): DirectoryObject[] {
	return [...new Set(found.filter((object) => object !== undefined))];
}

function valueOf(object: DirectoryObject, property: string): unknown {
	return property === 'id' ? object.id : (object.properties[property] ?? null);
}

function listOf(object: DirectoryObject, property: string): Record<string, unknown>[] {
	const value = valueOf(object, property);
	return Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
}

/** The directory doesn't tell upper from lower case. */
function compare(actual: unknown, operator: Comparison, wanted: Literal): boolean {
	const left = typeof actual === 'string' ? actual.toLowerCase() : actual;
	const right = typeof wanted === 'string' ? wanted.toLowerCase() : wanted;
	if (operator === 'eq') return left === right;
	if (operator === 'ne') return left !== right;
	if (typeof left !== 'string' || typeof right !== 'string') return false;
	if (operator === 'startswith') return left.startsWith(right);
	if (operator === 'endswith') return left.endsWith(right);
	if (operator === 'ge') return left >= right;
	if (operator === 'le') return left <= right;
	return operator === 'gt' ? left > right : left < right;
}

function countAlternatives(filter: Filter): number {
	if (filter.kind === 'compare' || filter.kind === 'count' || filter.kind === 'any') return 1;
	if (filter.kind === 'in') return filter.values.length;
	if (filter.kind === 'not') return countAlternatives(filter.part);
	const counts = filter.parts.map(countAlternatives);
	return filter.kind === 'or' ? counts.reduce((sum, count) => sum + count, 0) : Math.max(...counts);
}

class Parser {
	private readonly tokens: string[];

	private readonly entity: EntityType;

	private at = 0;

	constructor(text: string, entity: EntityType) {
		this.tokens = tokenise(text);
		this.entity = entity;
	}

	parse(): Filter {
		const filter = this.either();
		if (this.at < this.tokens.length) throw invalid(`Syntax error at '${this.tokens[this.at]}'.`);
		return filter;
	}

	private either(): Filter {
		const parts = [this.both()];
		while (this.skip('or')) parts.push(this.both());
		return parts.length === 1 ? (parts[0] as Filter) : { kind: 'or', parts };
	}

	private both(): Filter {
		const parts = [this.one()];
		while (this.skip('and')) parts.push(this.one());
		return parts.length === 1 ? (parts[0] as Filter) : { kind: 'and', parts };
	}

	private one(): Filter {
		if (this.skip('not')) return { kind: 'not', part: this.one() };
		if (this.skip('(')) {
			const inner = this.either();
			this.expect(')');
			return inner;
		}
		const name = this.take();
		if (name.endsWith('/$count')) return this.countOf(name.slice(0, -'/$count'.length));
		if (name.endsWith('/any')) return this.anyOf(name.slice(0, -'/any'.length));
		if (this.skip('(')) return this.functionCall(name);
		this.checkProperty(name);
		const operator = this.take();
		if (operator === 'in') return { kind: 'in', property: name, values: this.values(name) };
		if (!['eq', 'ne', 'ge', 'le', 'gt', 'lt'].includes(operator)) throw invalid(`Syntax error at '${operator}'.`);
		return { kind: 'compare', property: name, operator: operator as Comparison, value: this.value(name) };
	}

	/** `assignedLicenses/$count ne 0` */
	private countOf(property: string): Filter {
		this.checkCollection(property);
		const operator = this.take();
		if (operator !== 'eq' && operator !== 'ne') throw unsupportedQuery(`'${operator}' is not supported with $count.`);
		const count = Number(this.take());
		if (!Number.isInteger(count)) throw invalid('A $count is compared with a number.');
		return { kind: 'count', property, operator, value: count };
	}

	/** `assignedLicenses/any(x:x/skuId eq 00000000-0000-0000-0000-000000000000)` */
	private anyOf(property: string): Filter {
		this.checkCollection(property);
		this.expect('(');
		const variable = this.take();
		this.expect(':');
		const field = this.take();
		if (field !== `${variable}/${ANY_FIELDS[property]}`) throw invalid(`'${field}' can't be compared.`);
		this.expect('eq');
		const value = this.take();
		if (!GUID.test(value)) throw invalid('A binary operator with incompatible types was detected.');
		this.expect(')');
		return { kind: 'any', property, field: ANY_FIELDS[property] ?? '', value };
	}

	private checkCollection(property: string): void {
		if (ANY_FIELDS[property] === undefined || typeOf(this.entity, property) === undefined) {
			throw unsupportedQuery(
				`Unsupported or invalid query filter clause specified for property '${property}' of resource.`,
			);
		}
	}

	private functionCall(name: string): Filter {
		const operator = name.toLowerCase();
		if (operator !== 'startswith' && operator !== 'endswith') throw invalid(`An unknown function '${name}' was found.`);
		const property = this.take();
		this.checkProperty(property);
		this.expect(',');
		const value = this.value(property);
		this.expect(')');
		return { kind: 'compare', property, operator, value };
	}

	private values(property: string): Literal[] {
		this.expect('(');
		const values = [this.value(property)];
		while (this.skip(',')) values.push(this.value(property));
		this.expect(')');
		return values;
	}

	private value(property: string): Literal {
		const token = this.take();
		const type = typeOf(this.entity, property);
		const value = readLiteral(token);
		const fits = value === null || (type === 'Edm.Boolean') === (typeof value === 'boolean');
		if (!fits) throw invalid('A binary operator with incompatible types was detected.');
		return value;
	}

	private checkProperty(name: string): void {
		if (typeOf(this.entity, name.split('/')[0] ?? '') === undefined) {
			throw invalid(`Could not find a property named '${name}' on type 'microsoft.graph.${this.entity}'.`);
		}
		if (!isFilterable(this.entity, name)) {
			throw unsupportedQuery(
				`Unsupported or invalid query filter clause specified for property '${name}' of resource.`,
			);
		}
	}

	private take(): string {
		const token = this.tokens[this.at++];
		if (token === undefined) throw invalid('Expression expected at the end.');
		return token;
	}

	private skip(token: string): boolean {
		if (this.tokens[this.at]?.toLowerCase() !== token) return false;
		this.at++;
		return true;
	}

	private expect(token: string): void {
		if (!this.skip(token)) throw invalid(`'${token}' expected at '${this.tokens[this.at] ?? 'the end'}'.`);
	}
}

function readLiteral(token: string): Literal {
	if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
	if (/^\d/.test(token)) return token;
	const words: Record<string, Literal> = { true: true, false: false, null: null };
	const value = words[token];
	if (value === undefined) throw invalid(`'${token}' is not a value.`);
	return value;
}

function tokenise(text: string): string[] {
	const tokens: string[] = [];
	const end = text.trimEnd().length;
	TOKEN.lastIndex = 0;
	while (TOKEN.lastIndex < end) {
		const from = TOKEN.lastIndex;
		const match = TOKEN.exec(text);
		if (!match) throw invalid(`Syntax error at position ${from} in '${text}'.`);
		tokens.push(match[0].trim());
	}
	return tokens;
}

function invalid(message: string) {
	return badRequest(`Invalid filter clause: ${message}`);
}
