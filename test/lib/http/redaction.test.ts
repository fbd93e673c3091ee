import fc from 'fast-check';

import { redact, redactAll } from '../../../lib/http/redaction';

const each = (text: string, spell: (sign: string) => string) => Array.from(text, spell).join('');
const code = (sign: string) => sign.charCodeAt(0);
const hex = (sign: string, digits = 2) => code(sign).toString(16).padStart(digits, '0');
const NAMED: Record<string, string> = { '/': '&sol;', '+': '&plus;', '=': '&equals;', _: '&lowbar;', '.': '&period;' };

/** How servers, and whatever stands in front of them, spell what they show. */
const SPELLINGS: Record<string, (text: string) => string> = {
	asItIs: (text) => text,
	slashes: (text) => text.replaceAll('/', '\\/'),
	json: (text) => JSON.stringify(text).slice(1, -1),
	unicode: (text) => each(text, (sign) => `\\u${hex(sign, 4)}`),
	signsInUnicode: (text) => text.replace(/[^a-z0-9]/gi, (sign) => `\\u${hex(sign, 4).toUpperCase()}`),
	bytes: (text) => each(text, (sign) => `\\x${hex(sign)}`),
	octal: (text) => text.replace(/[^a-z0-9]/gi, (sign) => `\\${code(sign).toString(8).padStart(3, '0')}`),
	entities: (text) => text.replace(/[^a-z0-9]/gi, (sign) => NAMED[sign] ?? `&#${code(sign)};`),
	hexEntities: (text) => each(text, (sign) => `&#x${hex(sign).toUpperCase()};`),
	longEntities: (text) => each(text, (sign) => `&#${String(code(sign)).padStart(7, '0')}`),
	ampersands: (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
	percent: encodeURIComponent,
	lowerPercent: (text) => encodeURIComponent(text).replace(/%../g, (escape) => escape.toLowerCase()),
	allPercent: (text) => each(text, (sign) => `%${hex(sign)}`),
	form: (text) => new URLSearchParams({ text }).toString().slice('text='.length),
	upper: (text) => text.toUpperCase(),
	lower: (text) => text.toLowerCase(),
};

const sign = fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+/='));
const token = fc.string({ unit: sign, minLength: 12, maxLength: 80 });
const spelling = fc.constantFrom(...Object.keys(SPELLINGS));
const spell = (text: string, names: string[]) => names.reduce((shown, name) => SPELLINGS[name]?.(shown) ?? shown, text);

it('takes a secret out whole, however it is spelled', () => {
	fc.assert(
		fc.property(token, fc.array(spelling, { minLength: 1, maxLength: 3 }), (secret, names) => {
			expect(redact(`no token [${spell(secret, names)}] here`, [secret])).toBe('no token [***] here');
		}),
		{ numRuns: 2_000 },
	);
});

it('takes a secret out that is cut off: its beginning, its middle, its end', () => {
	fc.assert(
		fc.property(token, fc.nat(), fc.nat(), spelling, (secret, from, length, name) => {
			const start = from % (secret.length - 11);
			const part = secret.slice(start, start + 12 + (length % (secret.length - start - 11)));
			expect(redact(`[${spell(part, [name])}]`, [secret])).toBe('[***]');
		}),
		{ numRuns: 2_000 },
	);
});

it('takes out what a secret is in base64, whatever stands around it, and in hex', () => {
	fc.assert(
		fc.property(
			token,
			fc.string({ maxLength: 5 }),
			fc.constantFrom<BufferEncoding>('base64', 'base64url', 'hex'),
			(secret, user, kind) => {
				const shown = redact(`[${Buffer.from(`${user}:${secret}:x`).toString(kind)}]`, [secret]);
				// What is left are the signs that hold a part of a neighbor.
				expect(Buffer.from(shown.replace('***', ''), kind).toString()).not.toContain(secret.slice(3, 10));
				expect(shown).toContain('***');
			},
		),
	);
});

it('takes secrets of any signs out', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', minLength: 4, maxLength: 40 }), spelling, (secret, name) => {
			// Other spellings than these are not for all signs.
			const known =
				['json', 'percent', 'form', 'ampersands'].includes(name) && !/[\ud800-\udfff]/.test(secret) ? name : 'asItIs';
			expect(redact(spell(secret, [known]), [secret])).toContain('***');
		}),
		{ numRuns: 1_000 },
	);
});

const word = fc.constantFrom(
	...[
		'The',
		'user',
		'ann@example.com',
		'was',
		'not',
		'found',
		'404',
		'%20',
		'&amp;',
		'\\u0041',
		'\\n',
		'C:\\temp',
		'100%',
	],
	...[
		'Bearer',
		'token',
		'https://hr.example/Users?a=1&b=%2F',
		'ÄÖÜ',
		'İstanbul',
		'\u2028',
		'&#65;',
		'&unknown;',
		'{"a":1}',
	],
);
const random = fc.string({
	unit: fc.constantFrom(...Array.from('0123456789abcdefghijkmnopqrstuvwxyz')),
	minLength: 20,
	maxLength: 60,
});

it('leaves a text that shares nothing with a secret as it is', () => {
	fc.assert(
		fc.property(fc.array(fc.oneof(word, fc.string()), { maxLength: 40 }), fc.array(random), (words, secrets) => {
			const text = words.join(' ');
			expect(redact(text, secrets)).toBe(text);
		}),
		{ numRuns: 1_000 },
	);
});

it('leaves a few signs that are also in a secret, and what stands around one', () => {
	const secret = 'Correct-Horse-Battery-Staple';
	expect(redact('Correct, a horse; the battery is a staple', [secret])).toBe(
		'Correct, a horse; the battery is a staple',
	);
	expect(redact(`a ${secret} and ${secret}${secret}, b`, [secret])).toBe('a *** and ***, b');
	expect(redact('pass: hunter2!', ['hunter2'])).toBe('pass: ***!');
	expect(redact('the key of the day', ['key'])).toBe('the key of the day');
});

it('looks into names, texts and numbers of a body', () => {
	const secret = '123456789012345';
	const body = { [secret]: [1, true, null, { at: `x${secret}` }], id: 123456789012345 };
	expect(redactAll(body, [secret])).toEqual({ '***': [1, true, null, { at: 'x***' }], id: '***' });
});

it('takes no longer for a long text than for many short ones', () => {
	const secrets = [`eyJ0eXAi${'abcdefghij'.repeat(300)}`];
	const text = '\\u002f&#x2F;%252F\\\\/abcdefghijk'.repeat(20_000);
	const started = process.hrtime.bigint();
	redact(text, secrets);
	expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(5_000);
});
