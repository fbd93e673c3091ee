import type { Asked, HTTP_CAUSES } from '../../cause/http';
import type { CauseWords } from '../saying';

/** Who is asked, at the beginning of a sentence. */
export const ASKED_IN_ENGLISH: Readonly<Record<Asked, string>> = {
	hr: 'The HR system',
	hrSignIn: 'The sign-in service of the HR system',
	graph: 'Microsoft Graph',
	entraSignIn: 'The Microsoft sign-in service',
};

const CERTIFICATE =
	'Its certificate is not trusted: have it renewed, or make its issuer known to n8n (NODE_EXTRA_CA_CERTS).';

const BY_CODE: Readonly<Record<string, string>> = {
	ECONNREFUSED:
		'Nothing answers there. Check the address in the credential, that the system is running, and the proxy if one is set (HTTPS_PROXY).',
	ENOTFOUND: 'There is no such host. Check the address in the credential.',
	EAI_AGAIN: 'The host name could not be looked up. Check the DNS of the machine that n8n runs on.',
	ECONNRESET:
		'The connection was cut before the answer was complete. Try again later; check a proxy or firewall in between.',
	EHOSTUNREACH: 'There is no route to this host. Check the network and firewall of the machine that n8n runs on.',
	ENETUNREACH: 'There is no route to this network. Check the network of the machine that n8n runs on.',
	EPROTO: 'The TLS connection failed. Check that the address should start with https, and its port.',
	DEPTH_ZERO_SELF_SIGNED_CERT: CERTIFICATE,
	SELF_SIGNED_CERT_IN_CHAIN: CERTIFICATE,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: CERTIFICATE,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: CERTIFICATE,
	CERT_HAS_EXPIRED: CERTIFICATE,
	ERR_TLS_CERT_ALTNAME_INVALID:
		'Its certificate was issued for another host name. Check the address in the credential.',
	HPE_HEADER_OVERFLOW:
		'Its answer has more headers than are read. Check the address in the credential, and a proxy in between.',
};

const BY_STATUS: Readonly<Record<number, string>> = {
	400: 'The request was not understood. The answer in the details says what it objects to.',
	401: 'The credential was not accepted. Check the token or key in the credential, and that it has not expired.',
	403: 'The credential is valid but may not do this. Give it the permission for this operation.',
	404: 'There is nothing at this address. Check the address in the credential and the paths.',
	407: 'A proxy in between wants a user and a password. They stand in its address: HTTPS_PROXY=http://user:password@host:port.',
	409: 'The system says that this conflicts with what it already holds.',
	429: 'It still asked to slow down after several tries. Run at a quieter time, or with fewer requests at once.',
};

function adviceForCode(code = ''): string {
	const advice = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
	return advice ?? 'Check the address in the credential, the network and the proxy settings, and try again.';
}

function adviceForStatus(asked: Asked, status: number): string {
	if (asked === 'hrSignIn' && [400, 401, 403].includes(status)) {
		return 'Check the client ID, the client secret, the scope and "Send Client In" in the credential.';
	}
	const advice = BY_STATUS[status];
	if (advice !== undefined) return advice;
	if (status < 300) {
		return 'It answered with an error although it says that all is well. The details hold what it said. Try again later.';
	}
	if (status >= 500) return 'The system has a problem of its own. Try again later.';
	return 'The answer in the details says what it objects to.';
}

export const http: CauseWords<keyof typeof HTTP_CAUSES> = {
	answered: ({ asked, request, status, said }) => ({
		text: `${ASKED_IN_ENGLISH[asked]} answered ${status} to ${request}${said === undefined ? '' : `: ${said}`}`,
		advice: adviceForStatus(asked, status),
	}),
	unreachable: ({ asked, host, code }) => ({
		text: `${ASKED_IN_ENGLISH[asked]} could not be reached (${host})`,
		advice: adviceForCode(code),
	}),
	timedOut: ({ asked, request, seconds }) => ({
		text: `${ASKED_IN_ENGLISH[asked]} did not answer ${request} within ${seconds} s`,
		advice: 'Try again later; check the network and the proxy settings.',
	}),
	redirected: ({ asked, request, to }) => ({
		text: `${ASKED_IN_ENGLISH[asked]} redirected ${request} to ${to ?? 'nowhere'}, which was not followed`,
		advice: 'Enter the address that it redirects to in the credential, if that is the right one.',
	}),
	notJson: ({ asked, request, type }) => ({
		text: `${ASKED_IN_ENGLISH[asked]} answered ${request} with something that is not JSON (${type ?? 'no type'})`,
		advice:
			'This is often the page of a proxy or a login form, or an answer that was cut off. Check the address in the credential.',
	}),
	tooDeep: ({ asked, request }) => ({
		text: `${ASKED_IN_ENGLISH[asked]} answered ${request} with JSON that is nested too deeply`,
		advice: 'No API answers like that. Check the address in the credential, and ask the maker of the system.',
	}),
	tooLarge: ({ asked, request }) => ({
		text: `${ASKED_IN_ENGLISH[asked]} answered ${request} with more than can be read`,
		advice: 'An answer of more than 100 MB is not read. Ask for smaller pages.',
	}),
	foreignOrigin: ({ asked, origin, own }) => ({
		text: `${ASKED_IN_ENGLISH[asked]} pointed to another server (${origin}), which was not asked`,
		advice: `The credential is for ${own} only, and its token is sent nowhere else. If this address is right, change the credential.`,
	}),
	insecure: ({ asked, origin }) => ({
		text: `${ASKED_IN_ENGLISH[asked]} is not asked over an insecure connection (${origin})`,
		advice: 'Use an address that starts with https://. Plain http is possible only on the machine that n8n runs on.',
	}),
	// n8n knows a canceled run by this word, spelled like this.
	cancelled: () => 'The execution was canceled',
	slowDown: ({ asked, minutes }) => ({
		text: `${ASKED_IN_ENGLISH[asked]} has only asked to slow down for ${minutes} min, and answered nothing`,
		advice:
			asked === 'graph'
				? 'Something else uses up what Graph grants this app registration. Run at a quieter time, or give this workflow an app registration of its own.'
				: 'Something else uses up the requests that it grants. Run at a quieter time, or with a lower rate limit.',
	}),
	outage: ({ because }, tell) => ({
		text: `It was not asked for, as several before it got no answer: ${tell.text(because)}`,
		advice: tell.advice(because),
	}),
	noToken: () => ({
		text: 'The sign-in service of the HR system answered without a token',
		advice: 'Check the Token URL in the credential.',
	}),
	wrongToken: () => ({
		text: "The sign-in service of the HR system gave a token of a kind that can't be used",
		advice: 'Only bearer tokens are supported.',
	}),
};
