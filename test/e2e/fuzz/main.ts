import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { listIn, numberIn, objectIn, textIn } from '../../../sandbox/shared/json.ts';
import { writeFigures } from '../figures.ts';

const root = join(import.meta.dirname, '..', '..', '..');
/** A run with fewer inputs is for trying out, and changes no document. */
const WHOLE = 100_000;

process.exitCode = main();

/** Runs the property tests of test/fuzz with many inputs, and writes down what became of them. */
function main(): number {
	const runs = process.env.FUZZ_RUNS ?? String(WHOLE);
	const seed = process.env.FUZZ_SEED ?? '1';
	const folder = mkdtempSync(join(tmpdir(), 'entra-hr-sync-fuzz-'));
	const file = join(folder, 'tallies.json');
	try {
		console.error(`${runs} inputs, seed ${seed}.`);
		const began = Date.now();
		const { status } = spawnSync(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), 'test/fuzz'], {
			cwd: root,
			env: { ...process.env, FUZZ_RUNS: runs, FUZZ_SEED: seed, FUZZ_TALLIES: file },
			stdio: 'inherit',
		});
		if (status !== 0) return status ?? 1;
		const minutes = Math.max(1, Math.round((Date.now() - began) / 60_000));
		const text = `${tableOf(JSON.parse(readFileSync(file, 'utf8')))}\n\nSeed ${seed}, ${minutes} minutes.`;
		console.log(text);
		if (Number(runs) >= WHOLE) writeFigures(join(root, 'docs', 'reliability.md'), 'npm run test:fuzz', text);
		return 0;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function tableOf(tallies: unknown): string {
	const rows = listIn(tallies).map((entry) => objectIn(entry));
	const columns = ['inputs', 'read', 'refused', 'notOurs'];
	const sums = columns.map((column) => rows.reduce((sum, row) => sum + numberIn(row[column]), 0));
	const line = (name: string, numbers: number[]) =>
		`| ${[name, ...numbers.map((number) => number.toLocaleString('en'))].join(' | ')} |`;
	return [
		'| parser | inputs | read | refused in our words | not ours |',
		'|---|---:|---:|---:|---:|',
		...rows.map((row) =>
			line(
				textIn(row.name),
				columns.map((column) => numberIn(row[column])),
			),
		),
		line('**all**', sums),
	].join('\n');
}
