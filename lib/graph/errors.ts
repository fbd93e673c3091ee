import { SyncError } from '../base/errors';
import { fieldsOf } from '../base/json';
import { HttpError } from '../http/client';

/** What a request is for, so that its failure can be put into words. */
export interface GraphCall {
	/** Completes "Graph refused to ...": "list the group's members". */
	doing: string;
	/** The application permissions that the request needs, in words. */
	permission: string;
	/** What to say for 404; default: what Graph says. */
	notFound?: { message: string; description: string };
}

interface GraphErrorBody {
	code: string | undefined;
	message: string | undefined;
	requestId: string | undefined;
}

/** Reads `{ error: { code, message, innerError } }`; what is absent stays undefined. */
export function parseGraphError(body: unknown): GraphErrorBody {
	const error = fieldsOf(fieldsOf(body).error);
	const inner = fieldsOf(error.innerError ?? error.innererror);
	return { code: asText(error.code), message: asText(error.message), requestId: asText(inner['request-id']) };
}

const ASKED_BY_A_PROXY = 407;

/** Puts a failed request into words. Failures that are not an answer of Graph (network, redirect ...) keep theirs. */
export function explainGraphFailure(error: unknown, call: GraphCall): unknown {
	if (!(error instanceof HttpError) || error.kind !== 'status' || error.status === undefined) return error;
	if (error.status === ASKED_BY_A_PROXY) return error;
	return explainGraphAnswer(error.status, error.body, call);
}

/** Puts an answer with an error status into words, also that of one item of a batch. */
export function explainGraphAnswer(status: number, body: unknown, call: GraphCall): SyncError {
	const { code, message, requestId } = parseGraphError(body);
	const details = {
		status,
		...(code ? { code } : {}),
		...(message ? { answer: message.slice(0, 1_000) } : {}),
		...(requestId ? { requestId } : {}),
	};
	if (status === 401) {
		return new SyncError(
			`Graph did not accept the token to ${call.doing} (401)`,
			'Check the credential: the tenant, the cloud, and that the application still exists and is enabled.',
			details,
		);
	}
	if (status === 403) {
		return new SyncError(
			`Graph refused to ${call.doing} (403)`,
			`Grant the application permission ${call.permission} and admin consent, under App registrations > API permissions. A new permission can take a few minutes to work.`,
			details,
		);
	}
	if (status === 404 && call.notFound) {
		return new SyncError(call.notFound.message, call.notFound.description, details);
	}
	const said = message === undefined ? '' : `: ${message.slice(0, 300)}`;
	return new SyncError(`Graph could not ${call.doing} (${status})${said}`, adviceFor(status), details);
}

function adviceFor(status: number): string {
	if (status === 429) return 'Graph still asked to slow down after several tries. Run at a quieter time.';
	if (status >= 500) return 'Microsoft Graph has a problem of its own. Try again later.';
	if (status === 400) return 'Check the properties that are asked for: Graph names what it does not know.';
	return 'The details hold what Graph said.';
}

function asText(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}
