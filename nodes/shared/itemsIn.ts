/** What a text holds, taken apart at commas unless told, or a list that an expression gave; without what is blank. */
export function itemsIn(value: unknown, separator: string | RegExp = ','): string[] {
	return partsOf(value, separator)
		.map((item) => String(item).trim())
		.filter((item) => item !== '');
}

function partsOf(value: unknown, separator: string | RegExp): unknown[] {
	if (Array.isArray(value)) return value;
	if (typeof value === 'number') return [value];
	return typeof value === 'string' ? value.split(separator) : [];
}
