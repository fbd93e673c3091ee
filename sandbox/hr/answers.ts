import type { NextFunction, Request, Response } from 'express';

import { isObject } from './person.ts';

/**
 * Answers in the form of RFC 7644, section 3.12. scimmy's own error message knows only the statuses of that section,
 * and a fault may need any.
 */
export function scimError(response: Response, status: number, detail: string, scimType?: string): void {
	const body = {
		schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
		status: String(status),
		...(scimType === undefined ? {} : { scimType }),
		detail,
	};
	response.status(status).type('application/scim+json').send(JSON.stringify(body));
}

/** For a body that can't be read: too large, or not JSON. */
export function unreadableBody(error: unknown, _request: Request, response: Response, next: NextFunction): void {
	if (response.headersSent) {
		next(error);
		return;
	}
	const status = isObject(error) && typeof error.status === 'number' ? error.status : 500;
	const detail = error instanceof Error ? error.message : String(error);
	scimError(response, status, detail, status === 400 ? 'invalidSyntax' : undefined);
}
