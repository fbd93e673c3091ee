import { randomUUID } from 'node:crypto';

/** An answer of the simulator: Graph's, the token endpoint's or the control API's. `body` is sent as JSON. */
export interface Reply {
	status: number;
	headers: Record<string, string>;
	body: unknown;
}

/** A refusal in Graph's words. */
export class GraphError extends Error {
	readonly status: number;

	readonly code: string;

	readonly headers: Record<string, string>;

	constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
		super(message);
		this.status = status;
		this.code = code;
		this.headers = headers;
	}

	/** @param clientRequestId what the client sent as `client-request-id`, which Graph repeats */
	toReply(clientRequestId?: string): Reply {
		const requestId = randomUUID();
		const innerError = {
			date: new Date().toISOString().slice(0, 19),
			'request-id': requestId,
			'client-request-id': clientRequestId ?? requestId,
		};
		return {
			status: this.status,
			headers: this.headers,
			body: { error: { code: this.code, message: this.message, innerError } },
		};
	}
}

export function unsupportedQuery(message: string): GraphError {
	return new GraphError(400, 'Request_UnsupportedQuery', message);
}

export function expiredPageToken(): GraphError {
	return new GraphError(
		400,
		'Directory_ExpiredPageToken',
		'The specified page token value has expired and can no longer be included in your request.',
	);
}

/** @param what the id that leads nowhere, or the name of the reference that isn't set ('manager') */
export function notFound(what: string): GraphError {
	return new GraphError(
		404,
		'Request_ResourceNotFound',
		`Resource '${what}' does not exist or one of its queried reference-property objects are not present.`,
	);
}
