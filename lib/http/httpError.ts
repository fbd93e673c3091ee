import type { Cause } from '../base/cause';
import { SyncError } from '../base/errors';
import { inEnglish } from '../base/words/english';

/**
 * Why a request did not bring an answer:
 * - `status`: an answer with a status of 400 or more, or one that is nothing but an error all the same;
 * - `network`, `timeout`: no whole answer came;
 * - `notJson`: an answer came, but it was a web page or broken JSON;
 * - `redirect`: the server pointed elsewhere, and a token is never carried along;
 * - `foreignOrigin`, `insecure`: refused before anything was sent;
 * - `cancelled`: the execution was stopped.
 */
export type HttpErrorKind =
	'status' | 'network' | 'timeout' | 'notJson' | 'redirect' | 'foreignOrigin' | 'insecure' | 'cancelled';

export interface HttpErrorFields {
	kind: HttpErrorKind;
	method: string;
	/** Origin and path only: a query may hold secrets or personal data. */
	url: string;
	status?: number;
	/** The parsed error body, bounded and with secrets removed. */
	body?: unknown;
	/** A system code such as ECONNREFUSED. */
	code?: string;
	/** True when the request may have been carried out although no good answer came. */
	outcomeUnknown?: boolean;
	/** What the server asked to wait, in milliseconds. */
	retryAfterMs?: number;
}

/** A failed request. It holds no request headers, no request body and no error of the HTTP library. */
export class HttpError extends SyncError {
	override name = 'HttpError';

	readonly why: Cause;

	readonly kind: HttpErrorKind;

	readonly method: string;

	readonly url: string;

	readonly status: number | undefined;

	readonly body: unknown;

	readonly code: string | undefined;

	readonly outcomeUnknown: boolean;

	readonly retryAfterMs: number | undefined;

	/** @param cause what is said of it, in every language */
	constructor(cause: Cause, fields: HttpErrorFields) {
		const { kind, method, url, status, code, body } = fields;
		super(inEnglish.message(cause), inEnglish.advice(cause), {
			cause,
			request: `${method} ${url}`,
			...(status === undefined ? {} : { status }),
			...(code === undefined ? {} : { code }),
			...(body === undefined ? {} : { answer: body }),
		});
		this.why = cause;
		this.kind = kind;
		this.method = method;
		this.url = url;
		this.status = status;
		this.body = body;
		this.code = code;
		this.outcomeUnknown = fields.outcomeUnknown ?? false;
		this.retryAfterMs = fields.retryAfterMs;
	}

	/** The same failure, marked as one that an earlier, lost try may have carried out all the same. */
	withOutcomeUnknown(): HttpError {
		if (this.outcomeUnknown) return this;
		return new HttpError(this.why, {
			kind: this.kind,
			method: this.method,
			url: this.url,
			status: this.status,
			body: this.body,
			code: this.code,
			outcomeUnknown: true,
			retryAfterMs: this.retryAfterMs,
		});
	}
}
