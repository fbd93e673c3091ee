import { HttpError } from '../../../lib/http/client';
import type { HttpErrorFields } from '../../../lib/http/httpError';
import { Outage } from '../../../lib/http/outage';

const failure = (fields: Partial<HttpErrorFields>): HttpError =>
	new HttpError(
		{ kind: 'timedOut', asked: 'graph', request: 'GET /groups', seconds: 60 },
		{
			kind: 'timeout',
			method: 'GET',
			url: 'https://graph.example/groups',
			...fields,
		},
	);

function after(...ends: (HttpError | undefined)[]): string | undefined {
	const outage = new Outage();
	for (const end of ends) outage.ended(end);
	return outage.reason?.message;
}

const times = <Each>(count: number, each: Each): Each[] => Array.from({ length: count }, () => each);

it('is there when five in a row got no answer, and says which it was', () => {
	expect(after(...times(4, failure({})))).toBeUndefined();
	expect(after(...times(4, failure({})), failure({ kind: 'network', code: 'ECONNRESET' }))).toBe(
		'It was not asked for, as several before it got no answer: Microsoft Graph did not answer GET /groups within 60 s',
	);
});

it('is none while anything is answered in between, a refusal or an error too', () => {
	expect(after(...times(4, failure({})), undefined, ...times(4, failure({})))).toBeUndefined();
	const refused = failure({ kind: 'status', status: 404 });
	expect(after(...times(4, failure({})), refused, ...times(4, failure({})))).toBeUndefined();
	expect(after(...times(9, failure({ kind: 'status', status: 503 })))).toBeUndefined();
});

it('is over with the next answer', () => {
	expect(after(...times(6, failure({})), undefined)).toBeUndefined();
});
