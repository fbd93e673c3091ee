import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { startServer } from '../support/server';
import type { SandboxServer } from '../support/server';
import { CASES } from './cases';
import type { CaseId, ContractCase } from './cases';
import { madeParts, withParts } from './docs';
import { sandboxServer } from './sandboxServer';
import { CONTRACT_SYSTEMS } from './systems';
import { Bench } from './workbench';

const DOCS = resolve(__dirname, '../../docs/systems.md');

const cases = Object.entries(CASES) as [CaseId, ContractCase][];
const FAILED = 'failed';
/** What the run found, for the table: title of the system, and what became of each case. */
const found = new Map<string, Map<CaseId, string>>();

describe.each(CONTRACT_SYSTEMS)('$title', (spec) => {
	const outcomes = new Map<CaseId, string>();
	found.set(spec.title, outcomes);
	let folder: string;
	let server: SandboxServer;
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'contract-'));
		server = await startServer('sandbox/hr/main.ts', [
			...['--port', '0', '--system', spec.sandbox, '--state', join(folder, 'hr')],
		]);
	});
	afterAll(async () => {
		await server.stop();
		await rm(folder, { recursive: true, force: true });
	});

	it.each(cases)('%s', async (id, { run }) => {
		outcomes.set(id, FAILED);
		const bench = new Bench(spec, sandboxServer(server));
		await bench.server.reset();
		await run(bench);
		outcomes.set(id, spec.otherwise[id] ?? '✓');
	});
});

it('is what docs/systems.md says', async () => {
	const unfinished = [...found].flatMap(([title, outcomes]) =>
		cases.flatMap(([id]) => ([undefined, FAILED].includes(outcomes.get(id)) ? [`${title}: ${id}`] : [])),
	);
	expect(unfinished).toEqual([]);
	const page = await readFile(DOCS, 'utf8');
	const right = withParts(page, madeParts(found));
	if (process.env.UPDATE_DOCS === '1') await writeFile(DOCS, right);
	else expect(page).toBe(right);
});
