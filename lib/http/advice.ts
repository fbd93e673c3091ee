/** What to do about each failure, for the person who set the credential up. */

const CERTIFICATE =
	'Its certificate is not trusted: have it renewed, or make its issuer known to n8n (NODE_EXTRA_CA_CERTS).';

const BY_CODE: Record<string, string> = {
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
	TOO_LARGE: 'An answer of more than 100 MB is not read. Ask for smaller pages.',
};

const BY_STATUS: Record<number, string> = {
	400: 'The request was not understood. The answer in the details says what it objects to.',
	401: 'The credential was not accepted. Check the token or key in the credential, and that it has not expired.',
	403: 'The credential is valid but may not do this. Give it the permission for this operation.',
	404: 'There is nothing at this address. Check the address in the credential and the paths.',
	407: 'A proxy in between wants a user and a password. They stand in its address: HTTPS_PROXY=http://user:password@host:port.',
	409: 'The system says that this conflicts with what it already holds.',
	429: 'It still asked to slow down after several tries. Run at a quieter time, or with fewer requests at once.',
};

export function adviceForCode(code: string | undefined): string {
	return (
		BY_CODE[code ?? ''] ?? 'Check the address in the credential, the network and the proxy settings, and try again.'
	);
}

export function adviceForStatus(status: number): string {
	const advice = BY_STATUS[status];
	if (advice !== undefined) return advice;
	if (status < 300)
		return 'It answered with an error although it says that all is well. The details hold what it said. Try again later.';
	if (status >= 500) return 'The system has a problem of its own. Try again later.';
	return 'The answer in the details says what it objects to.';
}
