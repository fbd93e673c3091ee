import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createBrotliCompress, createDeflate, createGzip } from 'node:zlib';

import { createHttpClient } from '../../../lib/http/client';
import type { HttpError } from '../../../lib/http/client';
import { json, serve, text } from './localServer';
import type { Answer, LocalServer } from './localServer';

const TOKEN = 'a-token-nobody-may-see+/=';
const MB = 1024 * 1024;
const CHUNK = Buffer.alloc(MB, ' ');

let server: LocalServer | undefined;
afterEach(async () => {
	await server?.stop();
	server = undefined;
});

function askFor(baseUrl: string, timeoutMs = 20_000): Promise<HttpError> {
	const client = createHttpClient({
		asked: 'hr',
		baseUrl,
		authorize: async () => ({ Authorization: `Bearer ${TOKEN}` }),
		maxTries: 1,
		timeoutMs,
	});
	return client.request({ method: 'GET', url: 'Users' }).then(
		() => Promise.reject(new Error('It was answered')),
		(error: unknown) => error as HttpError,
	);
}

async function failureOf(answer: Answer): Promise<HttpError> {
	server = await serve(answer);
	return await askFor(server.url);
}

/** The most memory beside JavaScript's own that is held while something goes on, in MB above what it was before. */
async function peakOf(run: () => Promise<unknown>): Promise<number> {
	const held = () => process.memoryUsage().arrayBuffers / MB;
	const before = held();
	let peak = before;
	const timer = setInterval(() => (peak = Math.max(peak, held())), 5);
	try {
		await run();
	} finally {
		clearInterval(timer);
	}
	return peak - before;
}

/** Writes without end, as fast as it is read. */
function pour(sink: NodeJS.WritableStream, response: ServerResponse, counted: (bytes: number) => void): void {
	const more = () => {
		while (!response.destroyed) {
			counted(CHUNK.length);
			if (!sink.write(CHUNK)) return void sink.once('drain', more);
		}
	};
	sink.on('error', () => undefined);
	more();
}

const PACKERS = { gzip: createGzip, deflate: createDeflate, br: createBrotliCompress };

describe('an answer without end', () => {
	it.each([200, 400, 500])('with status %i is left after 100 MB, and its connection closed', async (status) => {
		let [sent, closed] = [0, false];
		const peak = await peakOf(async () => {
			const error = await failureOf((response) => {
				response.on('close', () => (closed = true));
				response.writeHead(status, { 'Content-Type': 'application/json' });
				pour(response, response, (bytes) => (sent += bytes));
			});
			expect(error).toMatchObject({ kind: 'network', code: 'TOO_LARGE' });
			expect(error.message).toBe('The HR system answered GET /Users with more than can be read');
			expect(error.description).toContain('100 MB');
		});
		await new Promise((done) => setTimeout(done, 50));
		expect(closed).toBe(true);
		expect(sent).toBeLessThan(150 * MB);
		expect(peak).toBeLessThan(250);
	});

	it.each(Object.keys(PACKERS) as (keyof typeof PACKERS)[])(
		'is counted as it is unpacked, when it is packed with %s',
		async (packing) => {
			let packed = 0;
			const peak = await peakOf(async () => {
				const error = await failureOf((response) => {
					response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': packing });
					const packer = PACKERS[packing]();
					packer.on('data', (bytes: Buffer) => {
						packed += bytes.length;
						response.write(bytes);
					});
					response.on('close', () => packer.destroy());
					pour(packer, response, () => undefined);
				});
				expect(error).toMatchObject({ kind: 'network', code: 'TOO_LARGE' });
			});
			expect(packed).toBeLessThan(5 * MB);
			expect(peak).toBeLessThan(300);
		},
	);

	it('in its headers is left, and not asked for again', async () => {
		let connections = 0;
		const endless = createServer((socket) => {
			connections++;
			socket.on('error', () => undefined);
			socket.write('HTTP/1.1 200 OK\r\n');
			const more = () => {
				while (!socket.destroyed) if (!socket.write(`X-More: ${'a'.repeat(1000)}\r\n`)) return;
			};
			socket.on('drain', more);
			socket.once('data', more);
		});
		await new Promise<void>((done) => void endless.listen(0, '127.0.0.1', done));
		const error = await askFor(`http://127.0.0.1:${(endless.address() as AddressInfo).port}`);
		expect(error).toMatchObject({ kind: 'network', code: 'HPE_HEADER_OVERFLOW' });
		expect(error.description).toContain('more headers than are read');
		expect(connections).toBe(1);
		await new Promise((done) => endless.close(done));
	});
});

describe('an answer that is nested 100,000 times', () => {
	const deep = [
		['lists', '['.repeat(100_000) + ']'.repeat(100_000)],
		['objects', `${'{"error":'.repeat(100_000)}"x"${'}'.repeat(100_000)}`],
		['behind brackets and quotes in a text', `{"a":"\\\\","b":"]]]\\"","c":${'['.repeat(1000)}${']'.repeat(1000)}}`],
	] as const;

	it.each(deep)('in %s says so', async (_, body) => {
		const error = await failureOf(text(200, body));
		expect(error).toMatchObject({ kind: 'notJson', status: 200 });
		expect(error.message).toBe('The HR system answered GET /Users with JSON that is nested too deeply');
	});

	it.each(deep)('in %s is only quoted when it is an error', async (_, body) => {
		const error = await failureOf(text(400, body));
		expect(error).toMatchObject({ kind: 'status', status: 400 });
		expect(String(error.body).length).toBeLessThan(5_000);
	});

	it('is told from one with as many brackets in its texts', async () => {
		const body = { a: '['.repeat(1000), 'b[[[[\\"': ['\\', '"]{{{{', '\\"', '\u2028{'] };
		server = await serve(json(200, body));
		const client = createHttpClient({ asked: 'hr', baseUrl: server.url, authorize: async () => ({}) });
		expect((await client.request({ method: 'GET', url: '' })).body).toEqual(body);
	});
});

describe('an answer that echoes the token', () => {
	const spellings = [TOKEN, encodeURIComponent(TOKEN), Buffer.from(TOKEN).toString('base64'), `Bearer ${TOKEN}`];
	const shownIn = (error: HttpError) => JSON.stringify([error.message, error.description, error.details, error.body]);

	it.each<[string, (echo: string) => Answer]>([
		['in a text', (echo) => text(400, `<p>${echo}</p>`)],
		['in a field', (echo) => json(401, { detail: echo, errors: [{ [echo]: echo }] })],
		['with escapes', (echo) => text(400, `{"detail":"${echo.replaceAll('a', '\\u0061')}"}`)],
		['in the address of a redirect', (echo) => text(302, '', { Location: `/x/${echo}?t=${echo}` })],
		['in another address', (echo) => text(302, '', { Location: `https://evil.example/${encodeURIComponent(echo)}` })],
		['in the type of the content', (echo) => text(200, '<p>', { 'Content-Type': `text/${echo}` })],
		['behind a megabyte', (echo) => text(400, `{"detail":"${echo}","x":"${'x'.repeat(1_100_000)}"}`)],
	])('%s does not bring it into the error', async (_, answer) => {
		for (const echo of spellings) {
			const shown = shownIn(await failureOf(answer(echo)));
			for (const spelling of spellings) expect(shown).not.toContain(spelling);
			await server?.stop();
		}
	});
});

describe('bytes that are no text', () => {
	it.each<[string, Buffer, unknown]>([
		[
			'bytes that are not UTF-8',
			Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xc3, 0x22, 0x7d]),
			{ a: '\ufffd\ufffd' },
		],
		['half of a pair of surrogates', Buffer.from('{"a":"\\ud800"}'), { a: '\ud800' }],
		['keys of prototypes', Buffer.from('{"__proto__":{"x":1},"constructor":2}'), undefined],
		['a key twice', Buffer.from('{"a":1,"a":2}'), { a: 2 }],
		['a number that is too large', Buffer.from('{"a":1e999}'), { a: Infinity }],
	])('%s do no harm', async (_, bytes, expected) => {
		server = await serve((response) => response.writeHead(200).end(bytes));
		const client = createHttpClient({ asked: 'hr', baseUrl: server.url, authorize: async () => ({}) });
		const { body } = await client.request({ method: 'GET', url: '' });
		if (expected) expect(body).toEqual(expected);
		expect(({} as Record<string, unknown>).x).toBeUndefined();
	});

	it.each(['NaN', '{"a":NaN}', '{"a":Infinity}', '{"a":0x1}', '{"a":01}', "{'a':1}", '{"a":1}{"b":2}', '\0'])(
		'%j is no JSON',
		async (body) => expect(await failureOf(text(200, body))).toMatchObject({ kind: 'notJson' }),
	);
});
