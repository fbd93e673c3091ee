import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { ASSERTION_TYPE, type Refusal, refuseAssertion } from './assertion.ts';
import { GraphError, type Reply } from './errors.ts';
import type { Settings } from './settings.ts';
import type { State } from './store.ts';
import { APP_NAME, CLIENT_ID, COMPANY, DOMAIN, TENANT_ID } from './tenant.ts';

const EXPIRY_BYTES = 6;
const RANDOM_BYTES = 30;

/** A label of a host name is no longer. */
const DOMAIN_NAME = /^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$/i;
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const EMPTY_GUID = '00000000-0000-0000-0000-000000000000';

/**
 * Answers `POST /{tenant}/oauth2/v2.0/token`.
 *
 * @param form the posted fields
 * @param origins what this server may be called by; the scope must be one of them with `/.default`
 */
export function answerToken(
	tenant: string,
	form: URLSearchParams,
	origins: string[],
	state: State,
	settings: Settings,
): Reply {
	const refusal = refuse(tenant, form, origins, state, settings);
	if (refusal) return refusalReply(refusal, form.get('client-request-id'));
	return {
		status: 200,
		headers: { 'Cache-Control': 'no-store, no-cache', Pragma: 'no-cache' },
		body: {
			token_type: 'Bearer',
			expires_in: settings.tokenLifetimeS,
			ext_expires_in: settings.tokenLifetimeS,
			access_token: makeToken(state.tokenKey, settings.tokenLifetimeS),
		},
	};
}

/** @throws GraphError 401 unless the header carries a token that this server gave out and that still lives */
export function checkToken(authorization: string | undefined, state: State): void {
	const [, token] = /^Bearer (\S+)$/i.exec(authorization ?? '') ?? [];
	if (!token) throw unauthorised('Access token is empty.');
	const bytes = Buffer.from(token, 'base64url');
	const body = bytes.subarray(0, EXPIRY_BYTES + RANDOM_BYTES);
	const mac = bytes.subarray(EXPIRY_BYTES + RANDOM_BYTES);
	const wanted = sign(body, state.tokenKey);
	if (mac.length !== wanted.length || !timingSafeEqual(mac, wanted)) {
		throw unauthorised('Access token validation failure. Invalid signature.');
	}
	if (body.readUIntBE(0, EXPIRY_BYTES) < Date.now())
		throw unauthorised('Lifetime validation failed, the token is expired.');
}

function refuse(
	tenant: string,
	form: URLSearchParams,
	origins: string[],
	state: State,
	settings: Settings,
): Refusal | undefined {
	const clientId = form.get('client_id') ?? '';
	const scope = form.get('scope') ?? '';
	const wrongTenant = refuseTenant(tenant, settings);
	if (wrongTenant) return wrongTenant;
	if (!form.get('grant_type')) {
		const text = "The request body must contain the following parameter: 'grant_type'.";
		return { number: 900144, error: 'invalid_request', text };
	}
	if (form.get('grant_type') !== 'client_credentials') {
		return { number: 70003, error: 'unsupported_grant_type', text: 'The app requested an unsupported grant type.' };
	}
	if (clientId.toLowerCase() !== CLIENT_ID) {
		const text = `Application with identifier '${clientId}' was not found in the directory '${COMPANY}'.`;
		return { number: 700016, error: 'unauthorized_client', text };
	}
	const wrongState = refuseState(settings);
	if (wrongState) return wrongState;
	if (!scope.endsWith('/.default')) {
		const text = `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.`;
		return { number: 1002012, error: 'invalid_scope', text };
	}
	if (!origins.some((origin) => scope === `${origin}/.default`)) {
		const resource = scope.slice(0, -'/.default'.length);
		const text = `The resource principal named ${resource} was not found in the tenant named ${COMPANY}.`;
		return { number: 500011, error: 'invalid_resource', text };
	}
	const assertion = form.get('client_assertion');
	if (assertion === null) return refuseSecret(form.get('client_secret'), state, settings);
	if (form.get('client_assertion_type') !== ASSERTION_TYPE) {
		const text = "The request body must contain the following parameter: 'client_assertion_type'.";
		return { number: 900144, error: 'invalid_request', text };
	}
	const realms = [TENANT_ID, DOMAIN].flatMap((name) => origins.map((host) => `${host}/${name}`));
	const audiences = realms.flatMap((realm) => [`${realm}/oauth2/v2.0/token`, `${realm}/v2.0`]);
	return refuseAssertion(assertion, audiences, settings);
}

function refuseTenant(tenant: string, { nationalCloud }: Settings): Refusal | undefined {
	const error = 'invalid_request';
	if (tenant === EMPTY_GUID) {
		const text = `Requested tenant identifier '${tenant}' is not valid. Tenant identifiers may not be an empty GUID.`;
		return { number: 900021, error, text };
	}
	if (!GUID.test(tenant) && !DOMAIN_NAME.test(tenant)) {
		const text = `Specified tenant identifier '${tenant}' is neither a valid DNS name, nor a valid external domain.`;
		return { number: 900023, error, text };
	}
	if (![TENANT_ID, DOMAIN].includes(tenant.toLowerCase())) {
		const hint = 'Check to make sure you have the correct tenant ID and are signing into the correct cloud.';
		return { number: 90002, error, text: `Tenant '${tenant}' not found. ${hint}` };
	}
	if (nationalCloud === null) return undefined;
	// The wording is unverified.
	return {
		number: 90038,
		error,
		text: `Tenant '${tenant}' request is being redirected to the National Cloud '${nationalCloud}'.`,
	};
}

function refuseState({ appState }: Settings): Refusal | undefined {
	if (appState === 'disabled') {
		const text = `Application '${CLIENT_ID}'(${APP_NAME}) is disabled.`;
		return { number: 7000112, error: 'unauthorized_client', text };
	}
	if (appState === 'noServicePrincipal') {
		const text = `The client application ${CLIENT_ID} is missing service principal in the tenant ${TENANT_ID}.`;
		return { number: 7000229, error: 'invalid_client', text };
	}
	if (appState === 'blocked') {
		const text = 'Access has been blocked by Conditional Access policies.';
		return { number: 53003, error: 'invalid_grant', text };
	}
	return undefined;
}

function refuseSecret(secret: string | null, state: State, settings: Settings): Refusal | undefined {
	const error = 'invalid_client';
	if (!secret) {
		const text = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
		return { number: 7000218, error, text };
	}
	if (secret !== state.clientSecret) {
		const text = `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${CLIENT_ID}'.`;
		return { number: 7000215, error, text };
	}
	if (settings.secretState === 'expired') {
		return { number: 7000222, error, text: `The provided client secret keys for app '${CLIENT_ID}' are expired.` };
	}
	return undefined;
}

function refusalReply({ number, error, text }: Refusal, correlation: string | null): Reply {
	const timestamp = new Date().toISOString().replace('T', ' ').replace(/\..*/, 'Z');
	const traceId = randomUUID();
	const correlationId = correlation ?? randomUUID();
	const tail = `Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`;
	return {
		status: error === 'invalid_client' ? 401 : 400,
		headers: {},
		body: {
			error,
			error_description: `AADSTS${number}: ${text} ${tail}`,
			error_codes: [number],
			timestamp,
			trace_id: traceId,
			correlation_id: correlationId,
		},
	};
}

function makeToken(key: string, lifetimeS: number): string {
	const expiry = Buffer.alloc(EXPIRY_BYTES);
	expiry.writeUIntBE(Date.now() + lifetimeS * 1000, 0, EXPIRY_BYTES);
	const body = Buffer.concat([expiry, randomBytes(RANDOM_BYTES)]);
	return Buffer.concat([body, sign(body, key)]).toString('base64url');
}

function sign(body: Buffer, key: string): Buffer {
	return createHmac('sha256', key).update(body).digest();
}

function unauthorised(message: string): GraphError {
	return new GraphError(401, 'InvalidAuthenticationToken', message, {
		'WWW-Authenticate': 'Bearer realm="", error="invalid_token"',
	});
}
