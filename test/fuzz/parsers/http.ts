import fc from 'fast-check';

import { explainGraphAnswer, parseGraphError } from '../../../lib/graph/graphFailure';
import { explainSignIn } from '../../../lib/graph/signIn/signInErrors';
import { nextLinkOf } from '../../../lib/hr/rest/linkHeader';
import { idInLocation } from '../../../lib/hr/scim/write';
import { errorBody, errorText, excerpt, parseBody } from '../../../lib/http/body';
import { resolveUrl } from '../../../lib/http/origin';
import { parseRetryAfter } from '../../../lib/http/retry';
import { mutated } from '../mutate';
import { parser } from '../parser';

const SECRET = 'secret-of-the-test';

/** Errors of Graph, SCIM, OAuth and plain REST APIs. */
const errors = mutated(
	fc.constantFrom<unknown>(
		{ error: { code: 'Request_BadRequest', message: 'Bad', innerError: { 'request-id': 'r1', date: '2024-01-01' } } },
		{ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '409', scimType: 'uniqueness', detail: SECRET },
		{
			error: 'invalid_client',
			error_description: 'AADSTS7000222: expired. Trace ID: a Correlation ID: b',
			error_codes: [7000222],
		},
		{ errors: [{ message: SECRET, code: 1 }], title: 'Wrong' },
	),
);

/** JSON as text, with something put into it that may make it none. */
const body = fc
	.tuple(
		errors,
		fc.nat(500),
		fc.constantFrom('', '', '', '\ufeff', '\u0000', '[', '{"a":', '}', '"', '\\', ',', 'NaN', '/*', '[[[['.repeat(80)),
	)
	.map(([value, at, put]) => {
		const text = (JSON.stringify(value) as string | undefined) ?? '';
		return `${text.slice(0, at % (text.length + 1))}${put}${text.slice(at % (text.length + 1))}`;
	});

const header = fc
	.array(
		fc.oneof(
			fc.constantFrom(
				'<https://hr.example/users?page=2>',
				'; ',
				'rel=next',
				'rel="next"',
				'rel="prev next"',
				', ',
				'<',
				'>',
				'"',
				'\\',
				'=',
				' '.repeat(500),
				';rel',
			),
			fc.string({ unit: 'binary', maxLength: 5 }),
		),
		{ maxLength: 12 },
	)
	.map((parts) => parts.join(''));

export const http = [
	parser({
		name: 'Bodies of answers',
		input: body,
		read: (text) => {
			const parsed = parseBody(text);
			if (parsed.ok && parsed.value !== undefined)
				expect(JSON.stringify(parsed.value) === JSON.stringify(JSON.parse(text.trim()))).toBe(true);
			expect(excerpt(text, [SECRET]).length).toBeLessThanOrEqual(200);
		},
	}),
	parser({
		name: 'Errors of Graph, SCIM, OAuth and REST',
		input: fc.tuple(body, fc.constantFrom(400, 401, 403, 404, 409, 429, 500)),
		read: ([text, status]) => {
			const shown = errorBody(text, [SECRET]);
			const text_ = (JSON.stringify(shown) as string | undefined) ?? '';
			expect(text_).not.toContain(SECRET);
			expect(text_.length).toBeLessThan(30_000);
			expect((errorText(shown) ?? '').length).toBeLessThanOrEqual(300);
			parseGraphError(shown);
			const { message } = explainGraphAnswer(status, shown, { task: 'users', permission: 'User.Read.All' });
			expect(message.length).toBeLessThan(600);
			expect(explainSignIn(text).message.length).toBeLessThan(600);
		},
	}),
	parser({
		name: 'Retry-After',
		input: fc.oneof(
			header,
			fc.constantFrom<unknown>(
				'120',
				'0',
				'-5',
				'1e9',
				'.5',
				'5.',
				'9'.repeat(400),
				'Wed, 21 Oct 2099 07:28:00 GMT',
				'Wed, 21 Oct 1999 07:28:00 GMT',
				3,
				NaN,
				null,
				{},
				[],
			),
			fc.double().map(String),
		),
		read: (value) => {
			const ms = parseRetryAfter(value);
			if (ms !== undefined) expect(ms >= 0 && ms <= 120_000).toBe(true);
		},
	}),
	parser({
		name: 'Link headers',
		input: header,
		read: (text) => {
			const next = nextLinkOf(text);
			if (next !== undefined) expect(text).toContain(`<${next}>`);
		},
	}),
	parser({
		name: 'Addresses of next pages and locations',
		input: fc.oneof(header, fc.webUrl(), fc.string({ unit: 'binary' })),
		read: (text) => {
			idInLocation(text);
			expect(resolveUrl('graph', new URL('https://graph.example/v1.0'), 'GET', text).origin).toBe(
				'https://graph.example',
			);
		},
	}),
];
