import { SyncError } from '../../base/errors';
import { isRecord } from '../../base/json';
import { readAssertionFile } from './assertionFile';

/** Where a federated credential's assertion comes from: a token that another identity provider gave to this machine. */
export type AssertionSource = { from: 'file'; path: string } | { from: 'text'; text: string };

const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/** What Microsoft Entra ID's workload identity federation has tokens made out to, by cloud. */
const AUDIENCES = new Set<unknown>([
	'api://AzureADTokenExchange',
	'api://AzureADTokenExchangeUSGov',
	'api://AzureADTokenExchangeChina',
]);
/** Microsoft Entra ID forgives clocks that differ by this much, so it is the one to judge there. */
const CLOCK_SKEW_MS = 5 * 60_000;

/**
 * The assertion to send now. A file is read anew each time, since the platform that writes it renews it.
 *
 * @param login where it will be sent
 * @throws SyncError that says what is wrong, without what was read
 */
export async function readAssertion(source: AssertionSource, login: string): Promise<string> {
	if (source.from === 'text') return checkAssertion(source.text, 'The assertion');
	const what = `The assertion file ${source.path}`;
	const assertion = checkAssertion(await readAssertionFile(source.path, login), what);
	const { aud } = claimsOf(assertion) ?? {};
	// A machine has tokens for others too: that of a Kubernetes service account opens the cluster.
	const audiences: unknown[] = Array.isArray(aud) ? aud : [aud];
	if (audiences.length > 0 && audiences.every((audience) => AUDIENCES.has(audience))) return assertion;
	throw new SyncError(
		`${what} holds a token that is not made out to Microsoft Entra ID`,
		`Its audience has to be ${[...AUDIENCES].join(' or ')}, and nothing else. The platform that writes the file sets it, in Kubernetes the field "audience" of a projected service account token.`,
	);
}

/**
 * Only a token may leave.
 *
 * @param what begins the sentence that says what is wrong
 */
export function checkAssertion(text: string, what: string, now = Date.now()): string {
	const assertion = text.trim();
	if (assertion === '') {
		throw new SyncError(
			`${what} is empty`,
			"It must hold the token (JWT) of the identity provider that the application's federated credential names.",
		);
	}
	const claims = claimsOf(assertion);
	if (!claims) {
		throw new SyncError(
			`${what} is not a token (JWT)`,
			"It must be nothing but the token of the identity provider that the application's federated credential names.",
		);
	}
	if (typeof claims.exp === 'number' && claims.exp * 1000 < now - CLOCK_SKEW_MS) {
		throw new SyncError(
			`${what} expired at ${new Date(Math.max(claims.exp, 0) * 1000).toISOString().slice(0, 19)}Z`,
			'The identity provider has to renew it: check that it still does, and the clock of the machine that n8n runs on.',
		);
	}
	return assertion;
}

function claimsOf(assertion: string): Record<string, unknown> | undefined {
	if (!JWT.test(assertion)) return undefined;
	const [header, claims] = assertion.split('.').map(objectIn);
	return typeof header?.alg === 'string' ? claims : undefined;
}

function objectIn(part: string): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
		return isRecord(value) ? value : undefined;
	} catch {
		return undefined;
	}
}
