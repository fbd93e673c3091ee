/** What an AADSTS code means, and what to do about it in the portal. */
type Explanations = Readonly<Record<string, { message: string; description: string }>>;

const CLOCK = 'Check the clock of the machine that n8n runs on: it must be right to a few minutes.';
const FEDERATED = 'App registrations > Certificates & secrets > Federated credentials';

const CERTIFICATE_CODES: Explanations = {
	AADSTS700027: {
		message: 'The certificate was not accepted',
		description:
			'Upload the certificate (without its key) under App registrations > Certificates & secrets > Certificates, and check that it has not expired.',
	},
	AADSTS700024: {
		message: 'The proof of identity was sent outside of its time',
		description: `${CLOCK} With a federated credential, check that its token is renewed.`,
	},
	AADSTS700021: {
		message: 'The proof of identity is for another application',
		description: "Check the Application (client) ID: it stands on the app registration's Overview page.",
	},
	AADSTS700023: {
		message: 'The proof of identity is for another tenant',
		description: 'Check the Directory (tenant) ID and the cloud in the credential.',
	},
	AADSTS50027: {
		message: 'The proof of identity can not be read',
		description:
			'With a federated credential, check that its token is the whole token of the identity provider. With a certificate, check that it is an RSA one.',
	},
};

const FEDERATED_CODES: Explanations = {
	AADSTS70025: {
		message: 'The application has no federated credential',
		description: `Add one under ${FEDERATED}, with the issuer, subject and audience of the token that is used.`,
	},
	AADSTS70021: {
		message: "No federated credential of the application fits the token's issuer, subject and audience",
		description: `Compare them with those under ${FEDERATED}, letter by letter.`,
	},
	AADSTS700211: {
		message: "No federated credential of the application fits the token's issuer",
		description: `Compare the token's "iss" with the issuer under ${FEDERATED}, letter by letter, also a slash at its end.`,
	},
	AADSTS700212: {
		message: "No federated credential of the application fits the token's audience",
		description: `Let the identity provider issue the token for the audience under ${FEDERATED}, usually api://AzureADTokenExchange.`,
	},
	AADSTS700213: {
		message: "No federated credential of the application fits the token's subject",
		description: `Compare the token's "sub" with the subject under ${FEDERATED}, letter by letter.`,
	},
	AADSTS7002138: {
		message: "No federated credential of the application fits the token's subject: it differs in upper and lower case",
		description: `Write the subject under ${FEDERATED} exactly as the token's "sub".`,
	},
	AADSTS7000272: {
		message: "The token's signing key is not among the keys that its issuer publishes",
		description:
			"Check that the issuer's keys (jwks_uri) can be read from the internet and are current. After a change it can take a while until Microsoft Entra ID reads them again.",
	},
};

export const EXPLAINED: Explanations = {
	AADSTS7000215: {
		message: 'The client secret is wrong',
		description:
			'Paste the Value of the secret, not its ID, from App registrations > Certificates & secrets. The value is shown only once: make a new secret if it is lost.',
	},
	AADSTS7000222: {
		message: 'The client secret has expired',
		description: 'Make a new secret under App registrations > Certificates & secrets and paste its Value, not its ID.',
	},
	AADSTS7000218: {
		message: 'No client secret was sent',
		description: 'Make a secret under App registrations > Certificates & secrets and paste its Value.',
	},
	AADSTS700016: {
		message: 'The application was not found in this tenant',
		description:
			"Check the Application (client) ID and the Directory (tenant) ID: both stand on the app registration's Overview page. An app of another tenant needs admin consent in this one.",
	},
	AADSTS7000112: {
		message: 'The application is disabled',
		description: 'Switch on Enterprise applications > (the app) > Properties > Enabled for users to sign in.',
	},
	AADSTS7000229: {
		message: 'The application has no service principal in this tenant',
		description: 'Give admin consent under App registrations > API permissions, which creates it.',
	},
	...CERTIFICATE_CODES,
	...FEDERATED_CODES,
	AADSTS90002: {
		message: 'The tenant was not found',
		description:
			'Check the Directory (tenant) ID on the Overview page of Microsoft Entra ID, and the cloud in the credential.',
	},
	AADSTS900021: {
		message: 'The tenant was not found',
		description: 'Check the Directory (tenant) ID on the Overview page of Microsoft Entra ID.',
	},
	AADSTS900023: {
		message: 'The tenant was not found',
		description: 'Check the Directory (tenant) ID on the Overview page of Microsoft Entra ID.',
	},
	AADSTS90038: {
		message: 'The tenant is in another national cloud',
		description: 'Choose the right cloud in the credential, such as US Government or China.',
	},
	AADSTS900382: {
		message: 'The tenant is in another national cloud',
		description: 'Choose the right cloud in the credential, such as US Government or China.',
	},
	AADSTS500011: {
		message: 'Microsoft Graph was not found in this tenant under this address',
		description: 'Check the cloud in the credential, and the Microsoft Graph endpoint if it is a custom one.',
	},
	AADSTS53003: {
		message: 'A Conditional Access policy blocks the application',
		description:
			'Exclude the app, or allow the address of the machine that n8n runs on, under Protection > Conditional Access.',
	},
};
