/** A server that gives back what it was sent, wherever an error of ours shows a server's words. */
import { createGraph } from '../../../lib/graph/client';
import { readInBatches } from '../../../lib/graph/batch';
import { parseGraphCredential } from '../../../lib/graph/signIn/credential';
import { createScimHttp } from '../../../lib/hr/scim/credential';
import { createHttpClient } from '../../../lib/http/client';
import { createClientSignIn } from '../../../lib/http/clientCredentials';
import type { ClientCredentials } from '../../../lib/http/clientCredentials';
import { json, serve, text } from './localServer';
import type { Answer, LocalServer } from './localServer';

const TOKEN = 'abc/DEF+ghi=0123456789-klmnopqrst';
const escaped = TOKEN.replaceAll('/', '\\u002f').toUpperCase().replaceAll('\\U', '\\u');

let server: LocalServer;
afterEach(async () => await server.stop());

const shown = (error: unknown, lines: string[] = []) => {
	const { message, description, details } = error as { message: string; description: string; details: unknown };
	return [message, description, JSON.stringify(details), ...lines].join('\n');
};
const expectHidden = (said: string) => {
	for (let at = 0; at + 12 <= TOKEN.length; at++) {
		const part = TOKEN.slice(at, at + 12);
		for (const form of [part, encodeURIComponent(part), part.replace('/', '\\/')])
			expect(said.toLowerCase()).not.toContain(form.toLowerCase());
	}
	expect(said).toContain('***');
};

it.each<[string, Answer]>([
	['broken JSON', text(500, `{"detail": "no ${escaped} here, and no ${TOKEN.replaceAll('/', '\\/')}`)],
	['a page', text(401, `<p>${TOKEN.replaceAll('/', '&#47;').replaceAll('+', '&plus;')}`)],
	['a page that says all is well', text(200, `<p>${encodeURIComponent(encodeURIComponent(TOKEN)).toLowerCase()}`)],
	['a short beginning', json(403, { detail: `unknown token ${TOKEN.slice(0, 14)}...` })],
	['a content type', text(200, 'x', { 'Content-Type': `text/${TOKEN.replaceAll('/', '%2f')}` })],
	['a redirect', text(302, '', { Location: `/login/${encodeURIComponent(TOKEN)}?next=${TOKEN}` })],
	[
		'a redirect to another host',
		text(302, '', { Location: `https://${TOKEN.slice(8, 24).replace(/\W/g, '-')}.example/` }),
	],
])('a SCIM server gets no token shown in %s', async (_, answer) => {
	server = await serve(answer);
	const lines: string[] = [];
	const http = createScimHttp({ baseUrl: server.url, token: TOKEN }, { log: (line) => void lines.push(line) });
	const error: unknown = await http.request({ method: 'GET', url: 'Users' }).catch((thrown: unknown) => thrown);
	expectHidden(shown(error, lines));
});

it.each([
	['elsewhere', `https://elsewhere.example/${encodeURIComponent(TOKEN)}`],
	['elsewhere, in its name', 'https://0123456789-klmnopqrst.example/'],
	['on this server', `next/${encodeURIComponent(TOKEN)}`],
])('nor by an address that it gives, which leads %s', async (_, url) => {
	server = await serve(json(200, {}), json(404, {}));
	const http = createScimHttp({ baseUrl: server.url, token: TOKEN });
	await http.request({ method: 'GET', url: 'Users' });
	const error: unknown = await http.request({ method: 'GET', url }).catch((thrown: unknown) => thrown);
	expectHidden(shown(error));
});

it('nor by one that has ended since', async () => {
	server = await serve(json(401, {}), json(500, { detail: `renew ${TOKEN}` }));
	let given = 0;
	const http = createHttpClient({
		asked: 'hr',
		baseUrl: server.url,
		canRefresh: true,
		maxTries: 1,
		authorize: async () => ({ Authorization: `Bearer ${given++ === 0 ? TOKEN : 'another'}` }),
	});
	const error: unknown = await http.request({ method: 'GET', url: 'x' }).catch((thrown: unknown) => thrown);
	expectHidden(shown(error));
});

it('Graph gets no token shown in an answer within a batch, and people stay as they are', async () => {
	server = await serve((response, request) => {
		if (request.url.includes('token')) {
			json(200, { access_token: TOKEN, token_type: 'Bearer', expires_in: 3600 })(response, request);
			return;
		}
		const error = { code: 'Bad', message: `What is ${TOKEN.replaceAll('/', '&sol;')}?` };
		const responses = [
			{ id: '0', status: 200, body: { displayName: TOKEN } },
			{ id: '1', status: 400, body: { error } },
		];
		json(200, { responses })(response, request);
	});
	const credential = parseGraphCredential({
		...{ tenantId: 'contoso.example', clientId: '14d82eec-204b-4c2f-b7e8-296a70dab67e', clientSecret: 'x-y-z' },
		...{ cloud: 'custom', loginEndpoint: server.url, graphEndpoint: server.url },
	});
	const answers: unknown[] = [];
	const call = { task: 'users', permission: 'User.Read.All' } as const;
	await readInBatches(createGraph(credential), ['/users/0', '/users/1'], call, (answer, index) => {
		answers[index] = answer.body;
	});
	expect(answers[0]).toEqual({ displayName: TOKEN });
	expect(answers[1]).toEqual({ error: { code: 'Bad', message: 'What is ***?' } });
});

it('says which application was refused, and not what it showed', async () => {
	server = await serve(
		json(400, { error: 'invalid_client', error_description: `The application n8n-sync-client is not ${TOKEN}` }),
	);
	const who = { clientId: 'n8n-sync-client', clientSecret: TOKEN };
	const client: ClientCredentials = { tokenUrl: server.url, ...who, scope: '', sendIn: 'body' };
	const error: unknown = await createClientSignIn(client)
		.token()
		.catch((thrown: unknown) => thrown);
	expectHidden(shown(error));
	expect(shown(error)).toContain('n8n-sync-client');
});
