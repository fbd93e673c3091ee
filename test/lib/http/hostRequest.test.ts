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

it("sends what is in the clear to this machine past no proxy, and all else by the node's", () => {
	const local = 'http://127.0.0.1:8080';
	expect(withProof(local, { url: local, proxy: 'http://evil.example' }, PROOF).proxy).toBeUndefined();
	expect(withProof(HOME, { url: HOME, proxy: 'http://proxy.example' }, PROOF).proxy).toBe('http://proxy.example');
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
