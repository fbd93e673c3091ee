import type { Cause } from '../base/cause';
import type { GraphTask } from '../base/cause/entra';
import type { SyncError } from '../base/errors';
import { failure } from '../base/failure';
import { fieldsOf } from '../base/json';
import { HttpError } from '../http/client';

/** What a request is for, so that its failure can be put into words. */
export interface GraphCall {
	task: GraphTask;
	/** The group or the application that it is about. */
	of?: string;
	/** The application permissions that the request needs, in words. */
	permission: string;
	/** What a 404 means; default: what Graph says. */
	notFound?: Cause;
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
	return failure(causeOfAnswer(status, message, call), details);
}

function causeOfAnswer(status: number, message: string | undefined, call: GraphCall): Cause {
	const { task, of, permission, notFound } = call;
	if (status === 401) return { kind: 'graphToken', task, of };
	if (status === 403) return { kind: 'graphRefused', task, of, permission };
	if (status === 404 && notFound) return notFound;
	return { kind: 'graphFailed', task, of, status, said: message?.slice(0, 300) };
}

function asText(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}
