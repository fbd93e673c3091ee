import { readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, delimiter, relative, resolve, sep } from 'node:path';

import { SyncError } from '../../base/errors';
import { CLOUDS } from './clouds';

/** Set by Azure's workload identity, to the file that it writes. */
const OF_AZURE = 'AZURE_FEDERATED_TOKEN_FILE';
/** Set by whoever runs n8n: further files, with ":" in between (";" on Windows). One that ends in / is a folder. */
const OF_OURS = 'ENTRA_HR_SYNC_ASSERTION_FILES';

const MAX_BYTES = 64 * 1024;
const MICROSOFTS = new Set<string>(Object.values(CLOUDS).map(({ login }) => login));

/**
 * The text of a file of the machine that n8n runs on. Whoever may make a credential enters the path, and that is more
 * people than may see what is on the machine: so it is read only where whoever runs n8n has allowed that, and only to be
 * sent to Microsoft.
 *
 * @param login where it will be sent
 * @throws SyncError that says what to do, and nothing of what is not allowed, not even whether it is there
 */
export async function readAssertionFile(path: string, login: string): Promise<string> {
	if (!isAbsolute(path)) {
		throw new SyncError(
			path === ''
				? 'The assertion file is not named'
				: `The assertion file is not a whole path: "${path.slice(0, 200)}"`,
			'Enter the whole path of the file as n8n sees it, such as /var/run/secrets/azure/tokens/azure-identity-token.',
		);
	}
	if (!MICROSOFTS.has(login)) {
		throw new SyncError(
			`An assertion out of a file is sent to Microsoft's own sign-in only, not to ${login}`,
			'Choose one of Microsoft\'s clouds under "Cloud" in the credential. Elsewhere, as for a simulator, choose "Text or Expression" under "Assertion From".',
		);
	}
	const real = await realOf(path);
	if (!(await isAllowed(path, real))) {
		throw new SyncError(
			`The assertion file ${path} is not one that n8n may read`,
			`Whoever runs n8n allows it: name the file in the environment variable ${OF_OURS} of n8n (several with "${delimiter}" in between, a whole folder with a / at its end), or in ${OF_AZURE}, as Azure's workload identity does by itself.`,
		);
	}
	return await readSmall(path, real ?? path);
}

/** Symbolic links count for what they lead to, on both sides. Where there is no file, the path itself says where it would be. */
async function isAllowed(path: string, real: string | undefined): Promise<boolean> {
	// Whoever runs n8n says it, not whoever makes a credential: so in the environment.
	// eslint-disable-next-line @n8n/community-nodes/no-restricted-globals
	const { [OF_AZURE]: azures = '', [OF_OURS]: ours = '' } = process.env;
	for (const place of [azures, ...ours.split(delimiter)].map((entry) => entry.trim()).filter(isAbsolute)) {
		const way = relative(
			(real === undefined ? undefined : await realOf(place)) ?? resolve(place),
			real ?? resolve(path),
		);
		if (way === '') return true;
		const isFolder = place.endsWith('/') || place.endsWith(sep);
		if (isFolder && way.split(sep)[0] !== '..' && !isAbsolute(way)) return true;
	}
	return false;
}

async function realOf(path: string): Promise<string | undefined> {
	try {
		return await realpath(path);
	} catch {
		return undefined;
	}
}

/** @param path as it was entered; `real` is what is read */
async function readSmall(path: string, real: string): Promise<string> {
	try {
		const file = await stat(real);
		// A pipe or a device might never end.
		if (!file.isFile()) throw unreadable(path, undefined);
		if (file.size <= MAX_BYTES) return await readFile(real, 'utf8');
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
