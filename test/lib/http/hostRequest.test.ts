import fc from 'fast-check';

import { withProof } from '../../../lib/http/hostRequest';

const PROOF = { Authorization: 'Bearer t' };
const HOME = 'https://hr.example/api';

/** What a node, or whoever draws the workflow, may have set; `uri` is the older form. */
const options = fc.record(
	{
		disableFollowRedirect: fc.boolean(),
		followRedirect: fc.boolean(),
		followAllRedirects: fc.boolean(),
		maxRedirects: fc.nat(50),
		sendCredentialsOnCrossOriginRedirect: fc.boolean(),
		skipSslCertificateValidation: fc.boolean(),
		rejectUnauthorized: fc.boolean(),
	},
	{ requiredKeys: [] },
);
const address = fc.constantFrom({ url: `${HOME}/users` }, { uri: `${HOME}/users` }, { url: '/users', baseURL: HOME });

it('goes nowhere else and to nobody who can not prove itself, whatever the options say', () => {
	fc.assert(
		fc.property(options, address, (chosen, where) => {
			expect(withProof(HOME, { ...chosen, ...where }, PROOF)).toEqual({
				...where,
				headers: PROOF,
				disableFollowRedirect: true,
				followRedirect: false,
				followAllRedirects: false,
				maxRedirects: 0,
				sendCredentialsOnCrossOriginRedirect: false,
				skipSslCertificateValidation: false,
				rejectUnauthorized: true,
			});
		}),
	);
});

it("keeps a client's own certificate, and nothing else of how to connect", () => {
	const agentOptions = {
		...{ cert: 'c', key: 'k', passphrase: 'p', pfx: 'x' },
		...{
			ca: 'of theirs',
			rejectUnauthorized: false,
			host: 'evil.example',
			socketPath: '/tmp/evil',
			servername: 'evil',
		},
	};
	const request = withProof(HOME, { url: HOME, agentOptions }, PROOF);
	expect(request.agentOptions).toEqual({ cert: 'c', key: 'k', passphrase: 'p', pfx: 'x' });
});

const forms = [
	['of now', { url: `${HOME}/users` }],
	['of old', { uri: `${HOME}/users` }],
] as const;

it.each(forms)('names no other server for which a certificate would be checked, in the form %s', (_, where) => {
	fc.assert(
		fc.property(fc.mixedCase(fc.constantFrom('host', ' host ')), fc.constantFrom('evil', ['evil']), (name, value) => {
			const headers = {
				[name]: value,
				common: { [name]: value },
				get: { [name]: value },
				'x-mine': 'm',
				'x-all': ['a'],
			};
			const request = withProof(HOME, { ...where, headers, proxy: { host: 'evil' }, agent: {}, lookup: {} }, PROOF);
			expect(request.headers).toEqual({ 'x-mine': 'm', 'x-all': ['a'], ...PROOF });
			expect(Object.keys(request)).not.toEqual(expect.arrayContaining([expect.stringMatching(/proxy|agent|lookup/)]));
		}),
	);
});

it.each(forms)('lets nothing take the place of the proof, in the form %s', (_, where) => {
	const headers = { authorization: 'Bearer mine', AUTHORIZATION: 'Bearer mine' };
	const request = withProof(HOME, { ...where, headers, auth: { bearer: 'mine' } }, PROOF);
	expect(request).toMatchObject({ headers: PROOF });
	expect(request).not.toHaveProperty('auth');
	expect(request.headers).toEqual(PROOF);
});

it('keeps what a request is about', () => {
	const about = {
		...{ method: 'POST', qs: { a: 1 }, body: { b: 2 }, json: true, encoding: null, timeout: 1, simple: false },
		...{ useStream: true, resolveWithFullResponse: true, allowedDomains: 'hr.example', arrayFormat: 'repeat' },
	};
	expect(withProof(HOME, { url: HOME, ...about }, PROOF)).toMatchObject(about);
});

it.each([
	['another origin', { url: 'https://evil.example/' }],
	['another origin in the older form', { uri: 'https://evil.example/' }],
	['another base, which an empty address leads to', { url: '', uri: HOME, baseURL: 'https://evil.example' }],
	['no address', {}],
])('refuses %s', (_, request) => {
	expect(() => withProof(HOME, request, PROOF)).toThrow('Its token is not sent to');
	expect(() => withProof('hr.example', request, PROOF)).toThrow('The base URL is not valid');
});
