import type { RequestHandler } from 'express';

/** A request that writes, as it came, and what it was answered: null when there was no answer. */
interface LoggedWrite {
	method: string;
	path: string;
	body: unknown;
	status: number | null;
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);
/** The id of a person or a group in a path. */
const ONE_OF_MANY = /^(\/(?:Users|Groups|users|teams))\/[^/.]+/;
const KEPT_WRITES = 10_000;

/** Counts the requests to the API and keeps the last writes, for tests and for the curious. */
export class Traffic {
	#byRequest: Record<string, number> = {};

	#reads = 0;

	#writes = 0;

	#log: LoggedWrite[] = [];

	get stats(): { hrReads: number; hrWrites: number; byRequest: Record<string, number> } {
		return { hrReads: this.#reads, hrWrites: this.#writes, byRequest: { ...this.#byRequest } };
	}

	reset(): void {
		this.#byRequest = {};
		this.#reads = 0;
		this.#writes = 0;
		this.#log = [];
	}

	/** The last `count` writes, oldest first. */
	last(count: number): LoggedWrite[] {
		return count > 0 ? this.#log.slice(-count) : [];
	}

	/** Counts at the arrival, so that a request that is refused, or never answered, counts too. */
	readonly count: RequestHandler = (request, _response, next) => {
		const key = `${request.method} ${request.path.replace(ONE_OF_MANY, '$1/{id}')}`;
		this.#byRequest[key] = (this.#byRequest[key] ?? 0) + 1;
		if (READS.has(request.method)) this.#reads += 1;
		else this.#writes += 1;
		next();
	};

	/** To stand behind the body parser. */
	readonly log: RequestHandler = (request, response, next) => {
		if (!READS.has(request.method)) {
			const body: unknown = request.body;
			const entry: LoggedWrite = {
				method: request.method,
				path: request.originalUrl,
				body: body ?? null,
				status: null,
			};
			this.#log.push(entry);
			if (this.#log.length > KEPT_WRITES) this.#log.shift();
			response.once('finish', () => (entry.status = response.statusCode));
		}
		next();
	};
}
