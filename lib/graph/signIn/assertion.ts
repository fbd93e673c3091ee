import { readFile, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';

import { SyncError } from '../../base/errors';
import { isRecord } from '../../base/json';

/** Where a federated credential's assertion comes from: a token that another identity provider gave to this machine. */
export type AssertionSource = { from: 'file'; path: string } | { from: 'text'; text: string };

const MAX_BYTES = 64 * 1024;
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/** Microsoft Entra ID forgives clocks that differ by this much, so it is the one to judge there. */
const CLOCK_SKEW_MS = 5 * 60_000;

/**
 * The assertion to send now. A file is read anew each time, since the platform that writes it renews it.
 *
 * @throws SyncError that says what is wrong, without what was read
 */
export async function readAssertion(source: AssertionSource): Promise<string> {
	if (source.from === 'text') return checkAssertion(source.text, 'The assertion');
	return checkAssertion(await readText(source.path), `The assertion file ${source.path}`);
}

/**
 * Only a token may leave: whoever may enter a path must not be able to have any file of the machine sent somewhere.
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

async function readText(path: string): Promise<string> {
	if (!isAbsolute(path)) {
		throw new SyncError(
			path === ''
				? 'The assertion file is not named'
				: `The assertion file is not a whole path: "${path.slice(0, 200)}"`,
			'Enter the whole path of the file as n8n sees it, such as /var/run/secrets/azure/tokens/azure-identity-token.',
		);
	}
	try {
		const file = await stat(path);
		// A pipe or a device might never end.
		if (!file.isFile()) throw unreadable(path, undefined);
		if (file.size <= MAX_BYTES) return await readFile(path, 'utf8');
	} catch (error) {
		throw error instanceof SyncError ? error : unreadable(path, (error as NodeJS.ErrnoException).code);
	}
	throw new SyncError(`The assertion file ${path} is not a token (JWT)`, 'It is far too large for one.');
}

/** Without the system's code, since n8n replaces a message that names one by general words of its own. */
function unreadable(path: string, code: string | undefined): SyncError {
	if (code === 'ENOENT' || code === 'ENOTDIR') {
		return new SyncError(
			`There is no assertion file ${path}`,
			'Check the path as n8n sees it, in its container if it runs in one, and that the platform puts the token there.',
			{ code },
		);
	}
	return new SyncError(
		`The assertion file ${path} can not be read`,
		'Check that it is a file, and that the user whom n8n runs as may read it.',
		{ ...(code === undefined ? {} : { code }) },
	);
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
