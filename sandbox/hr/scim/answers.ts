import type { Response } from 'express';

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
