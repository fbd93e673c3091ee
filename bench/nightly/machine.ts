import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

import { objectIn, textIn } from '../../sandbox/shared/json.ts';

/** What was measured on, and with. */
export interface Machine {
	cores: number;
	memoryGb: number;
	node: string;
	n8n: string;
}

/** @param root the package's folder */
export function machineOf(root: string): Machine {
	const wanted = objectIn(JSON.parse(readFileSync(join(root, 'sandbox', 'n8n', 'package.json'), 'utf8')));
	return {
		cores: cpus().length,
		memoryGb: Math.round(totalmem() / 2 ** 30),
		node: process.version,
		n8n: textIn(objectIn(wanted.dependencies).n8n),
	};
}
