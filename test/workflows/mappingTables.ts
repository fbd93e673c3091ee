/** Reads the tables of a page about mappings: what stands in a cell, and the node's parameters that it describes. */
import type { IDataObject, INodeParameters, INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { mapAttributesProperties } from '../../nodes/MapAttributes/MapAttributes.description';
import { rulesProperty } from '../../nodes/MapAttributes/rules.description';

export interface TableLine {
	/** The number of the line in the page, from 1 up. */
	line: number;
	cells: string[];
}

/** Cells are parted by "|", and one that belongs to a cell is written "\|". */
const BAR = /(?<!\\)\|/;

/** The lines of all tables that have this head. */
export function tablesWith(page: string, ...head: string[]): TableLine[] {
	const lines = page.split('\n').map((text, index) => ({ text, line: index + 1 }));
	let cellsOfHead: string[] | undefined;
	return lines.flatMap(({ text, line }): TableLine[] => {
		if (!text.startsWith('|')) {
			cellsOfHead = undefined;
			return [];
		}
		const cells = text
			.split(BAR)
			.slice(1, -1)
			.map((cell) => cell.trim().replaceAll('\\|', '|'));
		if (cellsOfHead === undefined) {
			cellsOfHead = cells;
			return [];
		}
		const wanted = cellsOfHead.join('|') === head.join('|') && !cells.every((cell) => /^-+$/.test(cell));
		return wanted ? [{ line, cells }] : [];
	});
}

/** What a cell has in backquotes, and the words around it. */
export function spansOf(cell: string): { spans: string[]; words: string } {
	const parts = cell.split('`');
	if (parts.length % 2 === 0) throw new Error(`The backquotes of ${cell} don't match`);
	return {
		spans: parts.filter((_, index) => index % 2 === 1),
		words: parts
			.filter((_, index) => index % 2 === 0)
			.join(' ')
			.trim(),
	};
}

const FIELD = /^(\w+) = /;

/** A person written `givenName = "Ann", surname = "Lee"`, which is JSON but for the names. */
export function personOf(text: string): IDataObject {
	const person: IDataObject = {};
	for (let rest = text; rest !== '';) {
		const [start, name] = FIELD.exec(rest) ?? [];
		if (start === undefined || name === undefined) throw new Error(`${text} is no person`);
		const value = rest.slice(start.length);
		const end = endOfValue(value, (next) => FIELD.test(next));
		person[name] = JSON.parse(value.slice(0, end)) as IDataObject[string];
		rest = value.slice(end).replace(/^, /, '');
	}
	return person;
}

/** Where the first value ends: before a ", " that begins the next setting. */
function endOfValue(text: string, beginsNext: (rest: string) => boolean): number {
	for (let at = text.indexOf(', '); at >= 0; at = text.indexOf(', ', at + 1)) {
		if (beginsNext(text.slice(at + 2))) return at;
	}
	return text.length;
}

/** An attribute's value and rule, as the parameters of Map Attributes hold them. */
export interface AttributeSetup {
	value: string;
	/** Without `attribute`; undefined when none is needed. */
	rule?: INodeParameters;
	/** Settings of the whole node. */
	node: INodeParameters;
}

const ruleValues = valuesOf(rulesProperty, 'rule');
const transformValues = valuesOf(propertyNamed(ruleValues, 'transforms'), 'transform');
const transformTypes = optionsOf(propertyNamed(transformValues, 'type'));

/** @param cell a value, and behind "with" the settings and transforms of its rule */
export function attributeSetupOf(cell: string): AttributeSetup {
	const { spans, words } = spansOf(cell);
	const [value, ...settings] = spans;
	if (value === undefined) throw new Error('There is no value to write');
	if (!/^(with[\s,]*)?$/.test(words) || (words === '') !== (settings.length === 0)) {
		throw new Error(`The words "${words}" mean nothing between a value and its settings`);
	}
	const rule: INodeParameters = {};
	const node: INodeParameters = {};
	const transforms: INodeParameters[] = [];
	for (const setting of settings) {
		const type = transformTypes.find(({ name }) => setting === name || setting.startsWith(`${name}: `));
		if (type) {
			const allowed = transformValues.filter(({ displayOptions }) => displayOptions?.show?.type?.includes(type.value));
			transforms.push({ type: type.value, ...settingsOf(setting.slice(type.name.length + 2), allowed) });
		} else if (mapAttributesProperties.some(({ displayName }) => setting.startsWith(`${displayName} = `))) {
			Object.assign(node, settingsOf(setting, mapAttributesProperties));
		} else {
			Object.assign(rule, settingsOf(setting, ruleValues));
		}
	}
	if (transforms.length > 0) rule.transforms = { transform: transforms };
	return { value: expressionOf(value), node, ...(Object.keys(rule).length > 0 && { rule }) };
}

/** Parameters out of `Display Name = value, Other = value`; a switch's name alone is its being on. */
function settingsOf(text: string, properties: INodeProperties[]): INodeParameters {
	const parameters: INodeParameters = {};
	// Longer names first: one may be the beginning of another.
	const known = [...properties].sort((left, right) => right.displayName.length - left.displayName.length);
	const begins = (rest: string) =>
		known.find(({ displayName }) => rest === displayName || rest.startsWith(`${displayName} = `));
	for (let rest = text; rest !== '';) {
		const property = begins(rest);
		if (!property) throw new Error(`"${rest}" begins with no setting that can be made there`);
		const { displayName, name, type } = property;
		if (rest === displayName) {
			if (type !== 'boolean') throw new Error(`"${displayName}" has no value`);
			parameters[name] = true;
			break;
		}
		const value = rest.slice(`${displayName} = `.length);
		const end = endOfValue(value, (next) => begins(next) !== undefined);
		parameters[name] = settingValue(property, value.slice(0, end));
		rest = value.slice(end).replace(/^, /, '');
	}
	return parameters;
}

function settingValue(property: INodeProperties, text: string): INodeParameters[string] {
	if (property.type === 'options') {
		const option = optionsOf(property).find(({ name }) => name === text);
		if (!option) throw new Error(`"${property.displayName}" has no option "${text}"`);
		return option.value;
	}
	if (text.startsWith('{{')) return expressionOf(text);
	// JSON is written as it is; a text is in quotes so that blanks can be seen.
	if (text.startsWith('{')) return text;
	const value = JSON.parse(text) as INodeParameters[string];
	if (typeof value !== property.type) throw new Error(`"${property.displayName}" is no ${typeof value}`);
	return value;
}

/** A value as a parameter holds it: n8n marks expressions with "=". */
export function expressionOf(text: string): string {
	return text.includes('{{') ? `=${text}` : text;
}

function valuesOf(collection: INodeProperties, name: string): INodeProperties[] {
	const options = (collection.options ?? []) as INodePropertyCollection[];
	const found = options.find((option) => option.name === name);
	if (!found) throw new Error(`${collection.name} has no ${name}`);
	return found.values;
}

function propertyNamed(properties: INodeProperties[], name: string): INodeProperties {
	const found = properties.find((property) => property.name === name);
	if (!found) throw new Error(`There is no property ${name}`);
	return found;
}

function optionsOf({ options = [] }: INodeProperties): { name: string; value: string }[] {
	return options.flatMap((option) => ('value' in option ? [{ name: option.name, value: String(option.value) }] : []));
}
