import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { resetSafeRegexEngine, safeRegex, setSafeRegexEngine } from 'n8n-workflow';
import type { FilterOperatorValue, IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';

import type { GraphUser } from '../../lib/graph/people/members';
import { readConditions } from '../../nodes/GetGroupMembers/conditions';
import { runOver, runWorkflow, testNode, workflowOf } from '../support/engine';
import type { EngineRun } from '../support/engine';
import { nodeOf } from '../support/template';
import { attributeSetupOf, expressionOf, personOf, spansOf, tablesWith } from './mappingTables';
import type { AttributeSetup } from './mappingTables';

const FUNCTIONS =
	'Append AppRoleAssignmentsComplex BitAnd CBool CDate Coalesce ConvertToBase64 ConvertToUTF8Hex Count CStr DateAdd DateDiff DateFromNum FormatDateTime Guid IgnoreFlowIfNullOrEmpty IIF InStr IsNull IsNullOrEmpty IsPresent IsString Item Join Left Mid NormalizeDiacritics Not Now NumFromDate PCase RandomString Redact RemoveDuplicates Replace SelectUniqueValue SingleAppRoleAssignment Split StripSpaces Switch ToLower ToUpper Word'.split(
		' ',
	);
const OPERATORS =
	'&, !&, ENDS_WITH, EQUALS, Greater_Than, Greater_Than_OR_EQUALS, Includes, IS FALSE, IS NOT NULL, IS NULL, IS TRUE, NOT EQUALS, NOT REGEX MATCH, REGEX MATCH'.split(
		', ',
	);

const page = readFileSync(join(__dirname, '../../docs/entra-functions.md'), 'utf8');
const mappings = tablesWith(page, 'Entra', 'In Map Attributes', 'For', 'Gives');
const conditions = tablesWith(page, 'Entra', 'Condition', 'In scope', 'Out of scope');
const functionOf = (entra: string) => /^`(\w+)\(/.exec(entra)?.[1];

it('has a line for each of the functions, and none for others', () => {
	const named = mappings.flatMap(({ cells: [entra = ''] }) => functionOf(entra) ?? []);
	expect([...new Set(named)].sort()).toEqual([...FUNCTIONS].sort());
});

it('has a line for each of the operators', () => {
	const named = conditions.flatMap(({ cells: [entra = ''] }) => spansOf(entra).spans);
	expect([...new Set(named)].sort()).toEqual([...OPERATORS].sort());
});

it('has no table that is not tested', () => {
	const formats = tablesWith(page, '.NET', 'here');
	const lines = page.split('\n').filter((text) => text.startsWith('|') && !/^\|(-+\|)+$/.test(text));
	const heads = lines.filter((text) => /^\| (Entra|\.NET) \|/.test(text));
	expect(formats.length + mappings.length + conditions.length).toBe(lines.length - heads.length);
});

const PATH = 'urn:ietf:params:scim:schemas:extension:example:2.0:User:value';

/** The rows of Map Attributes as the template sets it up, with one more attribute. */
async function map(people: IDataObject[], { value, rule, node }: AttributeSetup, type: string): Promise<EngineRun> {
	const template = nodeOf('Map Attributes');
	const persons = people.map((person, index) => ({ id: `e${index}`, ...person }));
	const parameters = {
		...template.parameters,
		userName: 'objectId',
		customAttributes: { assignments: [{ id: '1', name: PATH, type, value }] },
		...(rule && { rules: { rule: [{ attribute: PATH, ...rule }] } }),
		...node,
	};
	return await runOver(persons, [{ ...template, parameters }]);
}

/** What the attribute is for each person: a value, null to clear it, undefined to leave it alone. */
function values(run: EngineRun): unknown[] {
	const failures = run.items('Map Attributes', 1).map(({ error }) => error);
	expect([run.error?.message, ...failures].filter(Boolean)).toEqual([]);
	const rows = run.items('Map Attributes');
	expect(rows.flatMap(({ problems }) => problems)).toEqual([]);
	return rows.map(({ employee }) => (employee as IDataObject)[PATH]);
}

/** The input's people; several where it is a list. */
function peopleOf(cell: string): IDataObject[] {
	if (cell === '-') return [{}];
	const { spans, words } = spansOf(cell);
	expect(words).toBe('');
	const [first = ''] = spans;
	return first.startsWith('[') ? (JSON.parse(first) as IDataObject[]) : [personOf(spans.join(', '))];
}

/** What is to be expected of each person, and the type that the attribute has for it. */
function resultOf(cell: string, people: number): { expected: unknown[]; type: string } {
	if (cell === 'nothing') return { expected: [undefined], type: 'string' };
	if (cell === 'cleared') return { expected: [null], type: 'string' };
	const { spans } = spansOf(cell);
	expect(spans.length).toBeGreaterThan(0);
	const [result = ''] = spans;
	if (result.startsWith('/')) {
		expect(cell).toContain('like `/');
		return { expected: [expect.stringMatching(new RegExp(result.slice(1, -1)))], type: 'string' };
	}
	const value = JSON.parse(result) as unknown;
	const expected = people > 1 ? (value as unknown[]) : [value];
	return { expected, type: typeof expected[0] };
}

const title = ({ line, cells }: { line: number; cells: string[] }) => `line ${line}: ${cells[0]}, ${cells[1]}`;
const mappingLines = mappings.map((entry): [string, string[]] => [title(entry), entry.cells]);

describe('a mapping gives what the page says, and makes no nonsense of empty fields', () => {
	test.each(mappingLines)('%s', async (_, cells) => {
		expect(cells).toHaveLength(4);
		const [, how = '', input = '', gives = ''] = cells;
		const people = peopleOf(input);
		const { expected, type } = resultOf(gives, people.length);
		const withoutValues = Object.fromEntries(Object.keys(people[0] ?? {}).map((name) => [name, null]));
		const made = values(await map([...people, withoutValues, {}], attributeSetupOf(how), type));
		expect(made.slice(0, people.length)).toEqual(expected);
		for (const text of made.slice(people.length).map(String)) {
			expect(text).not.toMatch(/.(null|undefined)|(null|undefined).|NaN|Invalid|object/);
		}
	});
});

test.each(['Guid', 'RandomString'])('%s is another one for each person', async (name) => {
	const lines = mappings.filter(({ cells: [entra = ''] }) => functionOf(entra) === name);
	for (const { cells } of lines) {
		const made = values(await map(Array<IDataObject>(5).fill({}), attributeSetupOf(cells[1] ?? ''), 'string'));
		expect(new Set(made).size).toBe(5);
	}
});

it('Now is now', async () => {
	const line = mappings.find(({ cells: [entra = ''] }) => functionOf(entra) === 'Now');
	const before = Date.now();
	const [value] = values(await map([{}], attributeSetupOf(line?.cells[1] ?? ''), 'string'));
	const moment = Date.parse(`${String(value)} UTC`);
	expect(moment).toBeGreaterThan(before - 1_000);
	expect(moment).toBeLessThanOrEqual(Date.now());
});

/** The operators of n8n's filter under the names that the editor shows. */
const FILTER_OPERATORS: Record<string, FilterOperatorValue> = {
	'Boolean: is true': { type: 'boolean', operation: 'true', singleValue: true },
	'Number: is greater than': { type: 'number', operation: 'gt' },
	'Number: is greater than or equal to': { type: 'number', operation: 'gte' },
	'String: contains': { type: 'string', operation: 'contains' },
	'String: ends with': { type: 'string', operation: 'endsWith' },
	'String: is empty': { type: 'string', operation: 'empty', singleValue: true },
	'String: is equal to': { type: 'string', operation: 'equals' },
	'String: is not empty': { type: 'string', operation: 'notEmpty', singleValue: true },
	'String: is not equal to': { type: 'string', operation: 'notEquals' },
	'String: matches regex': { type: 'string', operation: 'regex' },
};

/** The filter parameter for `left` *operator* `right`, several of them joined by AND. */
function filterOf(cell: string): INodeParameters {
	const parsed = cell.split(' AND ').map((one, index) => {
		const [whole, left = '', name = '', right = ''] = /^`([^`]+)` \*([^*]+)\*(?: `([^`]+)`)?$/.exec(one) ?? [];
		const operator = FILTER_OPERATORS[name];
		if (whole === undefined || !operator) throw new Error(`${one} is no condition`);
		expect(right === '').toBe(operator.singleValue === true);
		return { id: String(index), leftValue: expressionOf(left), rightValue: expressionOf(right), operator };
	});
	const options = { caseSensitive: false, leftValue: '', typeValidation: 'loose', version: 2 };
	return { combinator: 'and', conditions: parsed, options } as unknown as INodeParameters;
}

// n8n gives a pattern 250 ms by the clock, which a busy machine may take to begin.
beforeAll(() =>
	setSafeRegexEngine({ ...safeRegex, test: (pattern, text, flags) => new RegExp(pattern, flags).test(text) }),
);
afterAll(resetSafeRegexEngine);

/** Asks the filter of Get Group Members, in the engine, whether people are in scope. */
async function inScope(people: IDataObject[], filter: INodeParameters): Promise<unknown[]> {
	const properties: INodeProperties[] = [
		{ displayName: 'Conditions', name: 'conditions', type: 'filter', default: {} },
	];
	const scope = testNode({ properties }, async function () {
		const read = readConditions(this, this.getNode().parameters.conditions);
		return [people.map((person) => ({ json: { in: read?.meets(person as unknown as GraphUser) } }))];
	});
	const run = await runWorkflow(
		workflowOf(
			[
				{ type: 'n8n-nodes-base.manualTrigger', name: 'Start' },
				{ type: 'test.scope', name: 'Scope', parameters: { conditions: filter } },
			],
			'Start -> Scope',
		),
		{ extraNodes: { 'test.scope': scope } },
	);
	expect(run.error).toBeUndefined();
	return run.items('Scope').map((item) => item.in);
}

describe('a condition decides as the page says', () => {
	test.each(conditions.map((entry): [string, string[]] => [title(entry), entry.cells]))('%s', async (_, cells) => {
		expect(cells).toHaveLength(4);
		const [, condition = '', ...sides] = cells;
		const [inside = [], outside = []] = sides.map((side) => spansOf(side).spans.map(personOf));
		expect(Math.min(inside.length, outside.length)).toBeGreaterThan(0);
		const people = [...inside, ...outside].map((person) => ({
			id: 'e1',
			userPrincipalName: 'ann@contoso.com',
			...person,
		}));
		const expected = people.map((_person, index) => index < inside.length);
		expect(await inScope(people, filterOf(condition))).toEqual(expected);
	});
});
