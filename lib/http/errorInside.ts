const SCIM_ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** An error that a server, or a gateway in front of it, has put into an answer of a good status. */
export interface ErrorInside {
	/** The status that the error itself names. */
	status?: number;
}

/**
 * Looks whether the body of a good answer is an error and nothing else: SCIM's own message, or an object with an `error`
 * or `errors` that says something (or with `success: false`) beside no resource.
 */
export function errorInside(body: unknown): ErrorInside | undefined {
	if (!isObject(body)) return undefined;
	if (isScimError(body)) return named(body.status);
	const error = isSomething(body.error) ? body.error : body.errors;
	if (!isSomething(error) && body.success !== false) return undefined;
	if (holdsResource(body)) return undefined;
	return named(body.status ?? body.code ?? (isObject(error) ? (error.status ?? error.code) : undefined));
}

function isScimError({ schemas }: Record<string, unknown>): boolean {
	const uris = Array.isArray(schemas) ? (schemas as unknown[]) : [];
	return uris.some((uri) => typeof uri === 'string' && uri.toLowerCase() === SCIM_ERROR.toLowerCase());
}

/** A flag, a number, or an empty list says nothing. */
function isSomething(error: unknown): boolean {
	if (typeof error === 'string') return error.trim() !== '';
	return typeof error === 'object' && error !== null && Object.keys(error).length > 0;
}

/** Something beside the error that was asked for: whoever has an id, or whatever stands in an envelope. */
function holdsResource(body: Record<string, unknown>): boolean {
	if ('id' in body) return true;
	return Object.entries(body).some(
		([name, value]) => !/^(errors?|meta|details|links|schemas)$/i.test(name) && isSomething(value) && !isText(value),
	);
}

function named(status: unknown): ErrorInside {
	const number = typeof status === 'string' && status.trim() !== '' ? Number(status) : status;
	return typeof number === 'number' && Number.isInteger(number) && number >= 400 && number < 600
		? { status: number }
		: {};
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
	return typeof value === 'string';
}
