import type { Asked } from '../base/cause/http';

export interface HttpRequest {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** Absolute, or relative to `baseUrl`. */
	url: string;
	headers?: Record<string, string>;
	/** Sent as JSON. */
	body?: unknown;
	/** Sent as application/x-www-form-urlencoded, instead of `body`. */
	form?: Record<string, string>;
	/** The media type of `body`; default `application/json`. */
	contentType?: string;
	/**
	 * May it be sent again after an answer was lost or the server failed? Default: true for GET, PUT, PATCH, DELETE;
	 * false for POST.
	 */
	repeatable?: boolean;
	/** Instead of the client's; 1 leaves every further try to the caller. */
	maxTries?: number;
	timeoutMs?: number;
	/** Takes secrets out of a good answer too, where it holds answers of their own that say what went wrong. */
	hideSecrets?: boolean;
	/** About what it takes from the budget that `pace` looks after; default 1. */
	units?: number;
}

/** What those share who draw on one budget of a system, so that they slow down and stand still together. */
export interface Pace {
	/**
	 * Resolves when a try may be sent.
	 *
	 * @param onWait told, in milliseconds, when the system has asked to wait
	 * @throws SyncError when it has asked for too long, or when the signal aborts
	 */
	turn: (units: number, signal?: AbortSignal, onWait?: (ms: number) => void) => Promise<void>;
	/** To be told whenever the system asks to wait; undefined when it does not say how long. */
	held: (waitMs: number | undefined) => void;
	/** To be told of each good answer. */
	granted?: () => void;
}

/** At most so many requests in any so many seconds. */
export interface RateLimit {
	requests: number;
	seconds: number;
}

export interface HttpResponse {
	/** The whole address that answered. */
	url: string;
	status: number;
	/** Names in lower case. */
	headers: Record<string, string>;
	/** The parsed JSON, or undefined when the body is empty. */
	body: unknown;
}

export interface HttpClientOptions {
	asked: Asked;
	baseUrl: string;
	/**
	 * Called before each try. `refresh` is true after a 401 (once per request), to get another token than the one in
	 * `refused`, the headers that were not accepted.
	 */
	authorize: (refresh: boolean, refused: Record<string, string>) => Promise<Record<string, string>>;
	/** Whether `authorize(true)` can bring a new token. Without it a 401 is final. */
	canRefresh?: boolean;
	signal?: AbortSignal;
	log?: (message: string) => void;
	/** Default 5. */
	maxTries?: number;
	/** Of one try, from its start to the last byte of its answer. Default 60,000. */
	timeoutMs?: number;
	/** With one, being asked to wait (429, or 503 with Retry-After) is no failed try: the pace says when to go on. */
	pace?: Pace;
	/** Instead of `pace`: what this process asks of the system as the same account keeps to them together. */
	rateLimits?: readonly RateLimit[];
	/** The Accept header; default `application/json`. */
	accept?: string;
	/** What must not stand in an error, besides the values of the authorization headers. */
	secrets?: readonly string[];
	/** What proves who asks and stays the same, other than a token that passes; default `secrets`. */
	identity?: readonly string[];
}

export interface HttpClient {
	/**
	 * Names the system and who asks it, within this process: the same base URL and credential are the same account, and
	 * another token is another one. Never shown or stored.
	 */
	readonly account: string;
	/** @throws HttpError; and whatever `authorize` throws. */
	request: (request: HttpRequest) => Promise<HttpResponse>;
	/** How far the system's clock is ahead of the one here, in milliseconds, as its last answer told it. */
	skewMs?: () => number | undefined;
}
