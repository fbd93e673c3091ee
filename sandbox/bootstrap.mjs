// What `npm start` runs on whatever Node.js there is: it installs what is missing, then runs sandbox/main.ts on the
// Node.js 24 that came with it.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import dependencies from '../scripts/install/package.cjs';
import sentence from '../scripts/install/sentence.cjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const say = (line) => process.stderr.write(`${line}\n`);
const stop = new AbortController();
let sandbox;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopWith(signal));
process.stderr.on('error', () => stopWith('SIGTERM'));
// npm passes a signal on to its shell alone, which ends without passing it on.
const parent = process.ppid;
const watch = setInterval(() => {
	if (process.env.npm_lifecycle_event && process.ppid !== parent) stopWith('SIGTERM');
}, 500);
watch.unref();

try {
	await dependencies.ensurePackage(root, { say, signal: stop.signal });
	process.exitCode = stop.signal.aborted ? 1 : await runSandbox();
} catch (error) {
	if (stop.signal.aborted) say('Stopped before everything was installed.');
	else say(error instanceof sentence.Sentence ? error.message : error.stack);
	process.exitCode = 1;
}

function stopWith(signal) {
	stop.abort();
	sandbox?.kill(signal);
}

function runSandbox() {
	sandbox = spawn(dependencies.nodePath(root), [join(root, 'sandbox', 'main.ts'), ...process.argv.slice(2)], {
		cwd: root,
		stdio: 'inherit',
	});
	return new Promise((resolve, reject) => {
		sandbox.once('error', reject);
		sandbox.once('exit', (code) => resolve(code ?? 1));
	});
}
