import type { SyncError } from '../../base/errors';
import { failure } from '../../base/failure';

/**
 * Explains a refused sign-in.
 *
 * @param text Microsoft's error description, which begins with the code
 * @param thumbprint of the certificate that was used, as the portal lists it
 */
export function explainSignIn(text: string, thumbprint?: string): SyncError {
	const [code] = /AADSTS\d+/.exec(text) ?? [];
	return failure(
		{ kind: 'entraSignIn', code, said: firstLine(text), thumbprint },
		{
			...(code === undefined ? {} : { code }),
			...(thumbprint === undefined ? {} : { thumbprint }),
			...traceOf(text),
		},
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
