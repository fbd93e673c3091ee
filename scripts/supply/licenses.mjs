// Writes the list of licences into docs/dependencies.md:
//   npm run licenses
// Ends with exit code 1 when a package must not be depended on as it is.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { writeFigures } from '../../test/e2e/figures.ts';
import dependencies from './dependencies.cjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const runtime = dependencies.runtimePackages(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
const table = dependencies.licenseTable(runtime);
console.log(table);
writeFigures(join(root, 'docs', 'dependencies.md'), 'npm run licenses', table);
for (const objection of dependencies.objections(runtime)) {
	console.error(objection);
	process.exitCode = 1;
}
