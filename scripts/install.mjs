// Installs what this package needs to be built and tested, and Node.js 24; runs on Node.js 20 with nothing installed.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

import dependencies from './install/package.cjs';
import sentence from './install/sentence.cjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop.abort());

/** Standard output belongs to whatever runs next. */
const say = (line) => process.stderr.write(`${line}\n`);

try {
	await dependencies.ensurePackage(root, { say, signal: stop.signal });
} catch (error) {
	if (stop.signal.aborted) say('Stopped before everything was installed.');
	else say(error instanceof sentence.Sentence ? error.message : error.stack);
	process.exitCode = 1;
}
