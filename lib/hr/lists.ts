import { HttpError } from '../http/client';
import type { HttpClient, HttpRequest, HttpResponse } from '../http/client';

/** Reads the pages of a list before they are asked for, while the ones before them are worked on. */
export interface ReadAhead {
	/** Says which requests will come, in their order, instead of what was said before. They are sent some at a time. */
	expect: (requests: Iterable<HttpRequest>) => void;
	/** The answer to a request, whether it was expected or not. After one that was not, nothing more is read ahead. */
	request: (request: HttpRequest) => Promise<HttpResponse>;
}

const USUAL_AT_ONCE = 5;

/** @param atOnce how many answers may be under way or waiting to be asked for */
export function createReadAhead(http: HttpClient, atOnce = USUAL_AT_ONCE): ReadAhead {
	const started = new Map<string, Promise<HttpResponse>>();
	/** Under way, although nobody will ask for them any more. */
	const abandoned = new Set<Promise<HttpResponse>>();
	let expected: Iterator<HttpRequest, unknown> | undefined;

	const send = (request: HttpRequest): Promise<HttpResponse> => {
		const answer = http.request(request);
		// Whoever asks for it gets the error; where nobody does, it is nobody's.
		answer.catch(() => {});
		started.set(request.url, answer);
		return answer;
	};
	const fill = (): void => {
		while (expected && started.size + abandoned.size < atOnce) {
			const next = expected.next();
			if (next.done === true) expected = undefined;
			else void send(next.value);
		}
	};

	return {
		expect(requests) {
			for (const answer of started.values()) {
				abandoned.add(answer);
				const forget = (): void => {
					abandoned.delete(answer);
					fill();
				};
				answer.then(forget, forget);
			}
			started.clear();
			expected = requests[Symbol.iterator]();
			fill();
		},
		async request(request) {
			const foreseen = started.get(request.url);
			if (!foreseen) expected = undefined;
			try {
				return await (foreseen ?? send(request));
			} finally {
				started.delete(request.url);
				fill();
			}
		},
	};
}

const REFUSALS = new Set([400, 404, 416, 422]);

/** Some systems refuse to be asked for what is behind the end of a list: there is nobody, then. */
export function isBehindTheEnd(error: unknown): boolean {
	return error instanceof HttpError && REFUSALS.has(error.status ?? 0);
}
