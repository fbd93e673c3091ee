import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { Sentence } from '../../scripts/install/sentence.cjs';
import { HOST } from '../shared/program.ts';

/** The ports of the sandbox; 0 takes a free one. */
export interface Ports {
	n8n: number;
	entra: number;
	hr: number;
	mail: number;
	smtp: number;
}

/** What each port is for, and the option that moves it. */
const PORT_OPTIONS: { key: keyof Ports; option: string; what: string }[] = [
	{ key: 'n8n', option: '--port', what: "n8n's editor" },
	{ key: 'entra', option: '--entra-port', what: 'the Entra simulator' },
	{ key: 'hr', option: '--hr-port', what: 'the HR system' },
	{ key: 'mail', option: '--mail-port', what: "the mail catcher's page" },
	{ key: 'smtp', option: '--smtp-port', what: "the mail catcher's SMTP server" },
];

export const ANY_PORTS: Ports = { n8n: 0, entra: 0, hr: 0, mail: 0, smtp: 0 };

/** 5679 is left out: it is where another n8n on this machine has its task broker. */
export const USUAL_PORTS: Ports = { n8n: 5678, entra: 5680, hr: 5681, mail: 5682, smtp: 5683 };

/** Throws a sentence that names the first port that is taken, and the option that moves it. */
export async function checkPorts(ports: Ports): Promise<void> {
	for (const { key, option, what } of PORT_OPTIONS) {
		const port = ports[key];
		if (port !== 0 && !(await portAt(port))) {
			throw new Sentence(
				`Port ${port}, meant for ${what}, is taken by another program. ` +
					`Stop that program, or choose another port: npm start -- ${option} ${port + 1000}`,
			);
		}
	}
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
	const port = await portAt(0);
	if (port === undefined) throw new Sentence('No port is free on this machine.');
	return port;
}

/** Listens on a port for a moment: the port that it got, or undefined when it is taken. */
async function portAt(port: number): Promise<number | undefined> {
	return await new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(undefined));
		server.listen(port, HOST, () => {
			const { port: got } = server.address() as AddressInfo;
			server.close(() => resolve(got));
		});
	});
}
