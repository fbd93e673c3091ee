import { SyncError } from '../../base/errors';

/** What an AADSTS code means, and what to do about it in the portal. */
type Explanations = Record<string, { message: string; description: string }>;

const CLOCK = 'Check the clock of the machine that n8n runs on: it must be right to a few minutes.';
const FEDERATED = 'App registrations > Certificates & secrets > Federated credentials';

const CERTIFICATE_CODES: Explanations = {
	'700027': {
		message: 'The certificate was not accepted',
		description:
			'Upload the certificate (without its key) under App registrations > Certificates & secrets > Certificates, and check that it has not expired.',
	},
	'700024': {
		message: 'The proof of identity was sent outside of its time',
		description: `${CLOCK} With a federated credential, check that its token is renewed.`,
	},
	'700021': {
		message: 'The proof of identity is for another application',
		description: "Check the Application (client) ID: it stands on the app registration's Overview page.",
	},
	'700023': {
		message: 'The proof of identity is for another tenant',
		description: 'Check the Directory (tenant) ID and the cloud in the credential.',
	},
	'50027': {
		message: 'The proof of identity can not be read',
		description:
			'With a federated credential, check that its token is the whole token of the identity provider. With a certificate, check that it is an RSA one.',
	},
};

const FEDERATED_CODES: Explanations = {
	'70025': {
		message: 'The application has no federated credential',
		description: `Add one under ${FEDERATED}, with the issuer, subject and audience of the token that is used.`,
	},
	'70021': {
		message: "No federated credential of the application fits the token's issuer, subject and audience",
		description: `Compare them with those under ${FEDERATED}, letter by letter.`,
	},
	'700211': {
		message: "No federated credential of the application fits the token's issuer",
		description: `Compare the token's "iss" with the issuer under ${FEDERATED}, letter by letter, also a slash at its end.`,
	},
	'700212': {
		message: "No federated credential of the application fits the token's audience",
		description: `Let the identity provider issue the token for the audience under ${FEDERATED}, usually api://AzureADTokenExchange.`,
	},
	'700213': {
		message: "No federated credential of the application fits the token's subject",
		description: `Compare the token's "sub" with the subject under ${FEDERATED}, letter by letter.`,
	},
	'7002138': {
		message: "No federated credential of the application fits the token's subject: it differs in upper and lower case",
		description: `Write the subject under ${FEDERATED} exactly as the token's "sub".`,
	},
	'7000272': {
		message: "The token's signing key is not among the keys that its issuer publishes",
		description:
			"Check that the issuer's keys (jwks_uri) can be read from the internet and are current. After a change it can take a while until Microsoft Entra ID reads them again.",
	},
};

const EXPLAINED: Explanations = {
	'7000215': {
		message: 'The client secret is wrong',
		description:
			'Paste the Value of the secret, not its ID, from App registrations > Certificates & secrets. The value is shown only once: make a new secret if it is lost.',
	},
	'7000222': {
		message: 'The client secret has expired',
		description: 'Make a new secret under App registrations > Certificates & secrets and paste its Value, not its ID.',
	},
	'7000218': {
		message: 'No client secret was sent',
		description: 'Make a secret under App registrations > Certificates & secrets and paste its Value.',
	},
	'700016': {
		message: 'The application was not found in this tenant',
		description:
			"Check the Application (client) ID and the Directory (tenant) ID: both stand on the app registration's Overview page. An app of another tenant needs admin consent in this one.",
	},
	'7000112': {
		message: 'The application is disabled',
		description: 'Switch on Enterprise applications > (the app) > Properties > Enabled for users to sign in.',
	},
	'7000229': {
		message: 'The application has no service principal in this tenant',
		description: 'Give admin consent under App registrations > API permissions, which creates it.',
	},
	...CERTIFICATE_CODES,
	...FEDERATED_CODES,
	'90002': {
		message: 'The tenant was not found',
		description:
			'Check the Directory (tenant) ID on the Overview page of Microsoft Entra ID, and the cloud in the credential.',
	},
	'900021': {
		message: 'The tenant was not found',
		description: 'Check the Directory (tenant) ID on the Overview page of Microsoft Entra ID.',
	},
	'900023': {
		message: 'The tenant was not found',
		description: 'Check the Directory (tenant) ID on the Overview page of Microsoft Entra ID.',
	},
	'90038': {
		message: 'The tenant is in another national cloud',
		description: 'Choose the right cloud in the credential, such as US Government or China.',
	},
	'900382': {
		message: 'The tenant is in another national cloud',
		description: 'Choose the right cloud in the credential, such as US Government or China.',
	},
	'500011': {
		message: 'Microsoft Graph was not found in this tenant under this address',
		description: 'Check the cloud in the credential, and the Microsoft Graph endpoint if it is a custom one.',
	},
	'53003': {
		message: 'A Conditional Access policy blocks the application',
		description:
			'Exclude the app, or allow the address of the machine that n8n runs on, under Protection > Conditional Access.',
	},
};

/**
 * Explains a refused sign-in.
 *
 * @param text Microsoft's error description, which begins with the code
 * @param thumbprint of the certificate that was used, as the portal lists it
 */
export function explainSignIn(text: string, thumbprint?: string): SyncError {
	const code = /AADSTS(\d+)/.exec(text)?.[1];
	const details = {
		...(code === undefined ? {} : { code: `AADSTS${code}` }),
		...(thumbprint === undefined ? {} : { thumbprint }),
		...traceOf(text),
	};
	const explained = code === undefined ? undefined : EXPLAINED[code];
	if (explained) {
		const listed = thumbprint === undefined ? '' : ` The certificate's thumbprint is ${thumbprint}.`;
		return new SyncError(`${explained.message} (AADSTS${code})`, `${explained.description}${listed}`, details);
	}
	return new SyncError(
		`Microsoft Entra ID refused the sign-in: ${firstLine(text)}`,
		'Check the tenant, the application, and its secret, certificate or federated credential.',
		details,
	);
}

function firstLine(text: string): string {
	const fromCode = text.slice(Math.max(text.indexOf('AADSTS'), 0));
	return (fromCode.split(/Trace ID:|\r?\n/)[0] ?? '').trim().slice(0, 400) || 'it gave no reason';
}

/** The ids that Microsoft's support asks for. */
function traceOf(text: string): Record<string, string> {
	const traceId = /Trace ID: ([0-9a-f-]+)/i.exec(text)?.[1];
	const correlationId = /Correlation ID: ([0-9a-f-]+)/i.exec(text)?.[1];
	return { ...(traceId ? { traceId } : {}), ...(correlationId ? { correlationId } : {}) };
}
