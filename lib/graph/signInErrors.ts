import { SyncError } from '../errors';

/** What an AADSTS code means, and what to do about it in the portal. */
const EXPLAINED: Record<string, { message: string; description: string }> = {
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
	'700027': {
		message: 'The certificate was not accepted',
		description:
			'Upload the certificate under App registrations > Certificates & secrets, and check that it has not expired.',
	},
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
 */
export function explainSignIn(text: string): SyncError {
	const code = /AADSTS(\d+)/.exec(text)?.[1];
	const details = { ...(code === undefined ? {} : { code: `AADSTS${code}` }), ...traceOf(text) };
	const explained = code === undefined ? undefined : EXPLAINED[code];
	if (explained) return new SyncError(`${explained.message} (AADSTS${code})`, explained.description, details);
	return new SyncError(
		`Microsoft Entra ID refused the sign-in: ${firstLine(text)}`,
		'Check the tenant, the application and its secret in the credential.',
		details,
	);
}

function firstLine(text: string): string {
	const fromCode = text.slice(Math.max(text.indexOf('AADSTS'), 0));
	return (fromCode.split(/\s*Trace ID:|\r?\n/)[0] ?? '').trim().slice(0, 400) || 'it gave no reason';
}

/** The ids that Microsoft's support asks for. */
function traceOf(text: string): Record<string, string> {
	const traceId = /Trace ID: ([0-9a-f-]+)/i.exec(text)?.[1];
	const correlationId = /Correlation ID: ([0-9a-f-]+)/i.exec(text)?.[1];
	return { ...(traceId ? { traceId } : {}), ...(correlationId ? { correlationId } : {}) };
}
