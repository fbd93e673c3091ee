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
}

export interface HttpResponse {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string>;
	/** The parsed JSON, or undefined when the body is empty. */
	body: unknown;
}

export interface HttpClientOptions {
	/** Who this is, in messages: "Microsoft Graph", "The HR system". */
	name: string;
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
	/** The Accept header; default `application/json`. */
	accept?: string;
}

export interface HttpClient {
	/** @throws HttpError; and whatever `authorize` throws. */
	request: (request: HttpRequest) => Promise<HttpResponse>;
}
