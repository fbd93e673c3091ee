import { createHash } from 'node:crypto';

import type { IExecuteFunctions } from 'n8n-workflow';

import { SyncError } from '../../lib/errors';
import type { Directory } from '../../lib/hr/directory';
import { createScimDirectory } from '../../lib/hr/scim/scimDirectory';
import { createHttpClient } from '../../lib/http/client';
import type { HttpClient } from '../../lib/http/client';
import { wait } from '../../lib/http/wait';
import { isRecord } from '../../lib/sync/rows';
import { readCount } from './scimOptions';

export interface ScimCredential {
	baseUrl: string;
	token: string;
}

/** @throws SyncError when the token is missing; the HTTP client says what is wrong with the address */
export function parseScimCredential(data: unknown): ScimCredential {
	const baseUrl = isRecord(data) && typeof data.baseUrl === 'string' ? data.baseUrl.trim() : '';
	const token = isRecord(data) && typeof data.token === 'string' ? data.token.trim() : '';
	if (token === '') {
		throw new SyncError(
			'The SCIM credential has no bearer token',
			'Paste the token from the provisioning settings of the HR system.',
		);
	}
	return { baseUrl, token };
}

export interface ScimClientOptions {
	signal?: AbortSignal;
	log?: (message: string) => void;
}

export function createScimHttp({ baseUrl, token }: ScimCredential, options: ScimClientOptions = {}): HttpClient {
	return createHttpClient({
		name: 'The HR system',
		baseUrl,
		accept: 'application/scim+json, application/json',
		authorize: async () => ({ Authorization: `Bearer ${token}` }),
		...options,
	});
}

export interface OpenDirectory {
	directory: Directory;
	/** Names this HR system within this execution, for what one node hands to the next; undefined outside of one. */
	key: string | undefined;
	signal?: AbortSignal;
	wait: (milliseconds: number) => Promise<void>;
}

/** The HR system that the node's credential names. */
export async function openDirectory(context: IExecuteFunctions): Promise<OpenDirectory> {
	const credential = parseScimCredential(await context.getCredentials('scimApi'));
	const signal = context.getExecutionCancelSignal();
	const log = (message: string): void => context.logger.info(`${context.getNode().name}: ${message}`);
	const every = throttle(5000);
	const execution = context.getExecutionId() as string | undefined;
	const directory = createScimDirectory({
		http: createScimHttp(credential, { signal, log }),
		pageSize: readCount(context, 'pageSize', 100),
		onProgress: (read, total) => every(() => log(`read ${read} of ${total} employees`)),
	});
	return {
		directory,
		key: execution
			? `${execution}\n${credential.baseUrl}\n${createHash('sha256').update(credential.token).digest('hex')}`
			: undefined,
		signal,
		wait: async (milliseconds) => await wait(milliseconds, signal),
	};
}

/** Runs what it is given at most once in so many milliseconds. */
export function throttle(milliseconds: number): (run: () => void) => void {
	let last = Date.now();
	return (run) => {
		if (Date.now() - last < milliseconds) return;
		last = Date.now();
		run();
	};
}
