import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';

import { announce, HOST, keptSecret, listen, runProgram, wholeNumber } from '../shared/program.ts';
import { hrApp } from './app.ts';
import { dialectNamed } from './dialects/index.ts';
import { Switchboard } from './switchboard.ts';
import { Traffic } from './traffic.ts';

/**
 * `node sandbox/hr/main.ts --port 0 --state FILE [--system NAME] [--latency MS]`: an HR system. Which one is said with
 * `--system`; plain SCIM 2.0 unless told.
 */
await runProgram(async () => {
	const { values } = parseArgs({
		options: {
			port: { type: 'string' },
			state: { type: 'string' },
			system: { type: 'string' },
			latency: { type: 'string' },
		},
	});
	const { state } = values;
	if (state === undefined) throw new Error('Say with --state FILE where the employees are kept.');
	const port = wholeNumber('port', values.port, 0);
	const dialect = dialectNamed(values.system);
	const settings = { ...dialect.settings, latencyMs: wholeNumber('latency', values.latency, 0) };

	const token = keptSecret(`${state}.token`);
	const api = dialect.open({ state, token, settings });
	const switchboard = new Switchboard(dialect.form, settings);
	const server = createServer(hrApp(dialect, { api, settings, switchboard, traffic: new Traffic() }));
	await listen(server, port, 'HR system');
	const url = `http://${HOST}:${(server.address() as AddressInfo).port}`;
	const ready = { url, baseUrl: url + dialect.basePath, token, system: dialect.name, ...api.credentials(url) };
	announce(ready, () => server.closeAllConnections());
});
