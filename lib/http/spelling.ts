/** A text as it reads once its escapes are undone, and where each character stands in the text that it was at first. */
export interface Layer {
	text: string;
	/** Where each character's spelling begins, and the place behind it; undefined for the first text itself. */
	starts?: readonly number[];
	ends?: readonly number[];
}

/** Escapes of JSON and JavaScript, of addresses, and of HTML. Bytes of an address that belong to one character stay together. */
const ESCAPE = new RegExp(
	[
		String.raw`\\u\{(?<braced>[\da-f]{1,6})\}`,
		String.raw`[\\%]u(?<unit>[\da-f]{4})`,
		String.raw`\\x(?<byte>[\da-f]{2})`,
		String.raw`(?<bytes>(?:%[89a-f][\da-f])+|%[0-7][\da-f])`,
		String.raw`&#x(?<hex>[\da-f]{1,8});?`,
		String.raw`&#(?<decimal>\d{1,10});?`,
		String.raw`&(?<name>[a-z]{2,8});`,
		String.raw`\\(?<octal>[0-3]?[0-7]{2})`,
		String.raw`\\(?<sign>[^])`,
	].join('|'),
	'gi',
);

const CONTROLS = new Map(Object.entries({ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }));

/** The signs of ASCII that HTML has names for, and the blank. */
const NAMES = new Map(
	Object.entries({
		...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", sol: '/', bsol: '\\', plus: '+', equals: '=', lowbar: '_' },
		...{ hyphen: '-', dash: '-', period: '.', comma: ',', colon: ':', semi: ';', num: '#', excl: '!', dollar: '$' },
		...{ percnt: '%', ast: '*', lpar: '(', rpar: ')', quest: '?', commat: '@', lsqb: '[', lbrack: '[', rsqb: ']' },
		...{ rbrack: ']', hat: '^', grave: '`', lcub: '{', lbrace: '{', rcub: '}', rbrace: '}', verbar: '|', vert: '|' },
		...{ tilde: '~', nbsp: ' ' },
	}),
);

/** The text with its escapes undone once, or undefined when it has none. */
export function peel({ text, starts, ends }: Layer): Layer | undefined {
	if (!/[\\%&]/.test(text)) return undefined;
	const parts: string[] = [];
	const [from, to]: [number[], number[]] = [[], []];
	let done = 0;
	const copy = (end: number): void => {
		parts.push(text.slice(done, end));
		for (; done < end; done++) {
			from.push(starts?.[done] ?? done);
			to.push(ends?.[done] ?? done + 1);
		}
	};
	for (const { 0: escape, index, groups = {} } of text.matchAll(ESCAPE)) {
		const plain = plainOf(groups);
		if (plain === undefined) continue;
		copy(index);
		done = index + escape.length;
		parts.push(plain);
		for (let at = 0; at < plain.length; at++) {
			from.push(starts?.[index] ?? index);
			to.push(ends?.[done - 1] ?? done);
		}
	}
	if (parts.length === 0) return undefined;
	copy(text.length);
	return { text: parts.join(''), starts: from, ends: to };
}

function plainOf(groups: Record<string, string | undefined>): string | undefined {
	const { braced, unit, byte, bytes, hex, decimal, name, octal, sign } = groups;
	if (bytes !== undefined) return Buffer.from(bytes.replaceAll('%', ''), 'hex').toString();
	if (unit !== undefined) return String.fromCharCode(parseInt(unit, 16));
	if (name !== undefined) return NAMES.get(name.toLowerCase());
	if (octal !== undefined) return character(parseInt(octal, 8));
	if (sign !== undefined) return CONTROLS.get(sign) ?? sign;
	return character(decimal === undefined ? parseInt(braced ?? byte ?? hex ?? '', 16) : Number(decimal));
}

function character(code: number): string | undefined {
	return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
