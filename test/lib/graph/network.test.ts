import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

import { makeIdentity } from '../../support/certificate';
import { GraphSimulator } from '../../support/graph';
import { startProxy, startTlsFront } from '../../support/proxy';
import type { Proxy, TlsFront } from '../../support/proxy';

// A name that no DNS knows: only the proxy can lead there.
const HOST = 'graph.entra.test';
const authority = makeIdentity('Company CA', { authority: true });
const site = makeIdentity('site', { issuer: authority, hosts: [HOST, 'localhost'] });
const folder = mkdtempSync(join(tmpdir(), 'network-'));
const caFile = join(folder, 'ca.pem');

let entra: GraphSimulator;
let front: TlsFront;
let proxy: Proxy;
beforeAll(async () => {
	writeFileSync(caFile, authority.certificate);
	entra = await GraphSimulator.open(20);
	front = await startTlsFront(entra.ready.url ?? '', site);
});
beforeEach(async () => {
	await entra.reset();
	proxy = await startProxy(front.port);
});
afterEach(async () => await proxy.stop());
afterAll(async () => {
	await front.stop();
	await entra.dispose();
	rmSync(folder, { recursive: true, force: true });
});

interface Outcome {
	ids?: string[];
	message?: string;
	description?: string;
}

/** Reads two users in a process of its own: the certificates that Node trusts are fixed when it starts. */
async function readUsers(credential: Record<string, string>, environment: Record<string, string>): Promise<Outcome> {
	const support = resolve(__dirname, '../../support');
	const child = spawn(
		process.execPath,
		['--require', join(support, 'requireTypescript.cjs'), join(support, 'readUsers.ts')],
		{ env: { PATH: process.env.PATH, ...environment }, stdio: ['pipe', 'pipe', 'inherit'] },
	);
	child.stdin.end(JSON.stringify(credential));
	return JSON.parse(await text(child.stdout)) as Outcome;
}

const proxied = () => entra.credential({ loginEndpoint: `https://${HOST}`, graphEndpoint: `https://${HOST}` });
const direct = () => {
	const url = `https://localhost:${front.port}`;
	return entra.credential({ loginEndpoint: url, graphEndpoint: url });
};
const proxyUrl = (user = '') => `http://${user}127.0.0.1:${proxy.port}`;
const trusting = { NODE_EXTRA_CA_CERTS: caFile };

describe('a proxy', () => {
	it.each([['HTTPS_PROXY'], ['https_proxy'], ['ALL_PROXY']])(
		'named by %s carries sign-in and Graph, and can read neither',
		async (variable) => {
			const { ids, message } = await readUsers(proxied(), { ...trusting, [variable]: proxyUrl() });
			expect([ids?.length, message]).toEqual([2, undefined]);
			const asked = new Set(proxy.seen.map(({ method, target }) => `${method} ${target}`));
			expect([...asked]).toEqual([`CONNECT ${HOST}:443`]);
			expect(proxy.seen.some(({ headers }) => 'authorization' in headers)).toBe(false);
			expect(proxy.passed()).not.toMatch(/Bearer|client_secret|HTTP\/1\.1 200 OK/);
			expect(proxy.passed()).not.toContain(entra.ready.clientSecret);
		},
	);

	it('is not used for the hosts that NO_PROXY names', async () => {
		const environment = { ...trusting, HTTPS_PROXY: proxyUrl(), NO_PROXY: 'other.test,.entra.test' };
		const { message } = await readUsers(proxied(), environment);
		expect(message).toBe(`The Microsoft sign-in service could not be reached (${HOST})`);
		expect(proxy.seen).toEqual([]);
	});

	it('is not used for this machine', async () => {
		const { ids } = await readUsers(direct(), { ...trusting, HTTPS_PROXY: proxyUrl() });
		expect(ids).toHaveLength(2);
		expect(proxy.seen).toEqual([]);
	});

	it('gets the user and password that stand in its address', async () => {
		await proxy.stop();
		proxy = await startProxy(front.port, 'me:password');
		const { ids, message } = await readUsers(proxied(), { ...trusting, HTTPS_PROXY: proxyUrl('me:password@') });
		expect([ids?.length, message]).toEqual([2, undefined]);
	});

	it('that wants a password is named as what refused', async () => {
		await proxy.stop();
		proxy = await startProxy(front.port, 'me:password');
		const { message, description } = await readUsers(proxied(), { ...trusting, HTTPS_PROXY: proxyUrl() });
		expect(message).toContain('The Microsoft sign-in service answered 407');
		expect(description).toContain('HTTPS_PROXY');
	});

	it('that is down is thought of', async () => {
		const environment = { ...trusting, HTTPS_PROXY: 'http://127.0.0.1:1' };
		const { message, description } = await readUsers(proxied(), environment);
		expect(message).toBe(`The Microsoft sign-in service could not be reached (${HOST})`);
		expect(description).toContain('proxy');
	});
});

describe("a company's own certificate authority", () => {
	it('is trusted when NODE_EXTRA_CA_CERTS names it', async () => {
		expect((await readUsers(direct(), trusting)).ids).toHaveLength(2);
	});

	it('is asked for in our words when it is unknown', async () => {
		const { message, description } = await readUsers(direct(), {});
		expect(message).toBe(`The Microsoft sign-in service could not be reached (localhost:${front.port})`);
		expect(description).toContain('NODE_EXTRA_CA_CERTS');
		expect((await entra.stats()).tokenRequests).toBe(0);
	});

	it('is asked for behind a proxy too', async () => {
		const { description } = await readUsers(proxied(), { HTTPS_PROXY: proxyUrl() });
		expect(description).toContain('NODE_EXTRA_CA_CERTS');
	});
});
