import { inUrl } from '../../../base/json';
import { encodeSegment } from '../../idInUrl';
import type { RestOperation } from './profile';

export type TemplateValues = Record<string, string | number | undefined>;

const PLACEHOLDER = /\{([A-Za-z]+)\}/g;

/** The names of a template's placeholders. */
export function placeholdersOf(template: string): string[] {
	return [...template.matchAll(PLACEHOLDER)].map(([, name]) => name ?? '');
}

/** The text with its values; undefined when one of them is. */
export function fill(template: string, values: TemplateValues, encode = (text: string) => text): string | undefined {
	const missing = placeholdersOf(template).some((name) => values[name] === undefined);
	if (missing) return undefined;
	return template.replace(PLACEHOLDER, (_, name: string) => encode(String(values[name])));
}

/** The address of an operation, relative to the base URL. */
export function urlOf({ path, query = {} }: RestOperation, values: TemplateValues): string {
	const parameters = Object.entries(query).flatMap(([name, template]) => {
		const [key, value] = [fill(name, values), fill(template, values)];
		return key === undefined || value === undefined ? [] : [`${inUrl(key)}=${inUrl(value)}`];
	});
	const filled = fill(path, values, encodeSegment) ?? path;
	if (parameters.length === 0) return filled;
	return `${filled}${filled.includes('?') ? '&' : '?'}${parameters.join('&')}`;
}
