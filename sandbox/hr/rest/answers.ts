import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from 'express';

/** A request that is refused: a status, a sentence, and the field that is to blame. */
export class Refusal extends Error {
	readonly status: number;

	readonly field: string | undefined;

	constructor(status: number, message: string, field?: string) {
		super(message);
		this.status = status;
		this.field = field;
	}
}

/** Answers `{ errors: [{ message, field }] }`. */
export function restError(response: Response, status: number, message: string, field?: string): void {
	response.status(status).json({ errors: [{ message, ...(field === undefined ? {} : { field }) }] });
}

/** Sends refusals; other errors go on. */
export const refusals: ErrorRequestHandler = (
	error: unknown,
	_request: Request,
	response: Response,
	next: NextFunction,
) => {
	if (error instanceof Refusal) restError(response, error.status, error.message, error.field);
	else next(error);
};

/** For a path that there is, with a method that there isn't. */
export const notAllowed: RequestHandler = (request) => {
	throw new Refusal(405, `${request.method} is not possible here`);
};
