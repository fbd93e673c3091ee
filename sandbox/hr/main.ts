import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';

import { announce, HOST, keptSecret, listen, runProgram, wholeNumber } from '../shared/program.ts';
import { hrApp, SCIM_PATH } from './app.ts';
import { People } from './people.ts';
import { Switchboard } from './switchboard.ts';
import { Traffic } from './traffic.ts';

const MAX_PAGE_SIZE = 1000;

/** `node sandbox/hr/main.ts --port 0 --state FILE [--latency MS]`: an HR system that speaks SCIM 2.0. */
await runProgram(async () => {
	const { values } = parseArgs({
		options: { port: { type: 'string' }, state: { type: 'string' }, latency: { type: 'string' } },
	});
	if (values.state === undefined) throw new Error('Say with --state FILE where the employees are kept.');
	const port = wholeNumber('port', values.port, 0);
	const settings = { latencyMs: wholeNumber('latency', values.latency, 0), maxPageSize: MAX_PAGE_SIZE };

	const token = keptSecret(`${values.state}.token`);
	const people = new People(values.state);
	const server = createServer(
		hrApp({ people, settings, switchboard: new Switchboard(), traffic: new Traffic() }, token),
	);
	await listen(server, port, 'HR system');
	const url = `http://${HOST}:${(server.address() as AddressInfo).port}`;
	announce({ url, baseUrl: url + SCIM_PATH, token }, () => server.closeAllConnections());
});
