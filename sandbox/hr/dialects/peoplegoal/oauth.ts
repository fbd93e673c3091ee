import { randomBytes } from 'node:crypto';

import express from 'express';
import type { Request, RequestHandler, Router } from 'express';

import { isObject } from '../../person.ts';
import { restError } from '../../rest/answers.ts';
import type { Settings } from '../../settings.ts';

export const CLIENT_ID = 'sandbox-client';

/** Personal access token or OAuth2 client credentials (RFC 6749, section 4.4): either opens the API. */
export class Access {
	readonly #settings: Settings;

	readonly #personal: string;

	readonly #clientSecret: string;

	/** When the tokens that were given out end. */
	readonly #given = new Map<string, number>();

	constructor(settings: Settings, personalToken: string, clientSecret: string) {
		this.#settings = settings;
		this.#personal = personalToken;
		this.#clientSecret = clientSecret;
	}

	/** To stand in front of the API. */
	readonly check: RequestHandler = (request, response, next) => {
		const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
		if (token === this.#personal || (this.#given.get(token) ?? 0) > Date.now()) {
			next();
			return;
		}
		response.set('WWW-Authenticate', 'Bearer error="invalid_token"');
		restError(response, 401, 'The access token is missing, wrong or expired');
	};

	/** `POST /oauth/token`, with the client's name and secret in the body or as Basic authorization. */
	routes(): Router {
		const routes = express.Router();
		routes.post(
			'/oauth/token',
			express.urlencoded({ extended: false }),
			express.json({ limit: '16kb' }),
			(request, response) => {
				response.set('Cache-Control', 'no-store');
				const fields = fieldsOf(request);
				if (fields.grant_type !== 'client_credentials') {
					response.status(400).json({ error: 'unsupported_grant_type' });
				} else if (fields.client_id !== CLIENT_ID || fields.client_secret !== this.#clientSecret) {
					response.status(401).json({ error: 'invalid_client', error_description: 'Unknown client or wrong secret' });
				} else {
					const { tokenSeconds } = this.#settings;
					const token = randomBytes(24).toString('base64url');
					this.#given.set(token, Date.now() + tokenSeconds * 1000);
					response.json({ access_token: token, token_type: 'Bearer', expires_in: tokenSeconds });
				}
			},
		);
		return routes;
	}
}

function fieldsOf(request: Request): Record<string, unknown> {
	const body: unknown = request.body;
	const fields = isObject(body) ? body : {};
	const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
	if (basic === undefined) return fields;
	const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent);
	return { ...fields, client_id: id, client_secret: secret };
}
