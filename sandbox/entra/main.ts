import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { makeServer } from './server.ts';
import { Simulator } from './simulator.ts';
import { CLIENT_ID, EMPLOYEES_ID, EMPLOYEES_NAME, TENANT_ID } from './tenant.ts';

const USAGE = 'Usage: node sandbox/entra/main.ts --port 0 --state FILE --members 250 [--latency MS]';
const HOST = '127.0.0.1';

interface Arguments {
	port: number;
	state: string;
	members: number;
	latency: number;
}

function readArguments(): Arguments {
	const options = {
		port: { type: 'string' },
		state: { type: 'string' },
		members: { type: 'string' },
		latency: { type: 'string' },
	} as const;
	const { values } = parseArgs({ options });
	const number = (name: 'port' | 'members' | 'latency', otherwise: number, least: number, most: number): number => {
		const value = values[name] === undefined ? otherwise : Number(values[name]);
		if (Number.isInteger(value) && value >= least && value <= most) return value;
		throw new Error(`--${name} must be a whole number from ${least} to ${most}.`);
	};
	if (!values.state) throw new Error(`--state is missing. ${USAGE}`);
	return {
		port: number('port', 0, 0, 65_535),
		state: values.state,
		members: number('members', 250, 3, 1_000_000),
		latency: number('latency', 0, 0, 600_000),
	};
}

async function start({ port, state, members, latency }: Arguments): Promise<void> {
	const simulator = new Simulator(state, members, latency, (sentence) => console.error(sentence));
	const server = makeServer(simulator);
	try {
		await once(server.listen(port, HOST), 'listening');
	} catch (error) {
		const inUse = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
		throw inUse ? new Error(`Port ${port} is in use: choose another one with --port.`) : error;
	}
	// Only now: a start that fails must not touch the state of a simulator that runs.
	await simulator.save();
	const stop = () => {
		server.close();
		server.closeAllConnections();
		// What is being written must not be cut off; save() waits for it.
		simulator.save().then(
			() => process.exit(0),
			(error: unknown) => fail(String(error)),
		);
	};
	process.once('SIGTERM', stop);
	process.once('SIGINT', stop);
	const ready = {
		url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
		tenantId: TENANT_ID,
		clientId: CLIENT_ID,
		clientSecret: simulator.store.state.clientSecret,
		groupId: EMPLOYEES_ID,
		groupName: EMPLOYEES_NAME,
	};
	console.log(JSON.stringify(ready));
}

function fail(sentence: string): never {
	console.error(sentence);
	process.exit(1);
}

try {
	await start(readArguments());
} catch (error) {
	fail(error instanceof Error ? error.message : String(error));
}
