// Runs something on the Node.js 24 that the package brings along, from whatever Node.js there is; installs what is missing before:
//   node scripts/run.mjs [--n8n] <arguments of node>      --n8n: n8n too
// `node a && node b` would not do: a shell remembers where it has found the first `node`.
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import n8n from './install/n8n.cjs';
import dependencies from './install/package.cjs';
import sentence from './install/sentence.cjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const say = (line) => process.stderr.write(`${line}\n`);
const stop = new AbortController();
const given = process.argv.slice(2);
const needsN8n = given[0] === '--n8n';
let child;
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
	if (needsN8n) await n8n.ensureN8n(root, { say, signal: stop.signal });
	process.exitCode = stop.signal.aborted ? 1 : await run(given.slice(needsN8n ? 1 : 0));
} catch (error) {
	if (stop.signal.aborted) say('Stopped before everything was installed.');
	else say(error instanceof sentence.Sentence ? error.message : error.stack);
	process.exitCode = 1;
}

function stopWith(signal) {
	stop.abort();
	child?.kill(signal);
}

function run(args) {
	child = spawn(dependencies.nodePath(root), args, { cwd: root, stdio: 'inherit' });
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', (code) => resolve(code ?? 1));
	});
}
