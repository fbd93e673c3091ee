import { listIn, objectIn, textIn } from '../../../sandbox/shared/json.ts';
import type { JsonObject } from '../../../sandbox/shared/json.ts';
import type { Passing } from '../gate.ts';

/** A request, with its body read. */
export interface Seen {
	method: string;
	path: string;
	/** Empty where there is none, and where it is no JSON object. */
	body: JsonObject;
}

export function seen({ method, path, body }: Passing): Seen {
	return { method, path, body: bodyOf(body) };
}

/** What a batch is made of; nothing where the request is none. */
export function urlsIn({ path, body }: Seen): string[] {
	return path.endsWith('/$batch') ? listIn(body.requests).map((request) => textIn(objectIn(request).url)) : [];
}

function bodyOf(body: Buffer): JsonObject {
	try {
		return objectIn(JSON.parse(body.toString()));
	} catch {
		return {};
	}
}
