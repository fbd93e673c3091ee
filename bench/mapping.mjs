// Measures Map Attributes against n8n's own Edit Fields in a running n8n, and writes docs/mapping-cost.md.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { installCommunityPackage } from '../sandbox/n8n/communityPackage.ts';
import { runWorkflow } from '../sandbox/n8n/run.ts';
import { startN8n } from '../sandbox/n8n/start.ts';
import { runProgram, wholeNumber } from '../sandbox/shared/program.ts';
import { Processes } from '../sandbox/start/processes.ts';
import { stopSignal, unlessStopped } from '../sandbox/start/stop.ts';
import n8nInstaller from '../scripts/install/n8n.cjs';
import packageInstaller from '../scripts/install/package.cjs';
import { mappingCases } from './mappingCases.mjs';
import { EDIT_FIELDS, MAP_ATTRIBUTES, TRIGGER, workflowOf } from './mappingWorkflow.mjs';

const ROOT = join(import.meta.dirname, '..');
const REPORT = join(ROOT, 'docs', 'mapping-cost.md');
const RUNS = 5;
/** How many times as long as Edit Fields Map Attributes may take; it has to stay below. */
const LIMIT = 3;

const say = (line) => console.error(line);

/** Both nodes are in each run, in turns first, because the second one finds more memory in use. */
async function measure(n8n, one, people) {
	await runBoth(n8n, one, Math.ceil(people / 10), EDIT_FIELDS, 'warm-up');
	const times = { [EDIT_FIELDS]: [], [MAP_ATTRIBUTES]: [] };
	for (let run = 1; run <= RUNS; run++) {
		const first = run % 2 === 1 ? EDIT_FIELDS : MAP_ATTRIBUTES;
		for (const { name, milliseconds } of await runBoth(n8n, one, people, first, `run ${run}`)) {
			times[name].push(milliseconds);
		}
	}
	const [editFields, mapAttributes] = [times[EDIT_FIELDS], times[MAP_ATTRIBUTES]].map(spreadOf);
	return {
		name: one.name,
		what: one.what,
		fields: one.fields.length,
		editFields,
		mapAttributes,
		ratio: mapAttributes.median / editFields.median,
	};
}

/** One execution, which counts only if both nodes came to the same values. */
async function runBoth(n8n, one, people, first, which) {
	const { id } = await n8n.client.post('/workflows', workflowOf(one, people, first));
	const { nodes, status, error } = await runWorkflow(n8n, id, TRIGGER);
	if (status !== 'success') throw new Error(`${one.name}: the run ended as "${status}": ${error?.message}`);
	const [edited, mapped] = [EDIT_FIELDS, MAP_ATTRIBUTES].map((name) => nodes.find((node) => node.name === name));
	checkSame(one, people, edited.outputs[0], mapped.outputs[0]);
	say(`${one.name}, ${people} people, ${which}: ${edited.milliseconds} and ${mapped.milliseconds} ms`);
	return [edited, mapped];
}

/** Edit Fields writes null where Map Attributes leaves an attribute out; both mean that there is no value. */
function checkSame({ name, fields }, people, edited, mapped) {
	if (edited.length !== people || mapped.length !== people) {
		throw new Error(`${name}: ${edited.length} and ${mapped.length} rows of ${people}`);
	}
	for (const [position, { employee, problems }] of mapped.entries()) {
		if (problems.length > 0) throw new Error(`${name}, row ${position}: ${problems.join('; ')}`);
		const others = Object.keys(employee).filter((field) => !fields.includes(field));
		if (others.length > 0) throw new Error(`${name}, row ${position}: only Map Attributes sets ${others.join(', ')}`);
		for (const field of fields) {
			const [expected, value] = [edited[position][field] ?? null, employee[field] ?? null];
			if (expected !== value) {
				throw new Error(`${name}, row ${position}, ${field}: ${JSON.stringify(expected)} and ${JSON.stringify(value)}`);
			}
		}
	}
}

function spreadOf(runs) {
	const sorted = [...runs].sort((left, right) => left - right);
	return { median: sorted[Math.floor(sorted.length / 2)], min: sorted[0], max: sorted.at(-1), runs };
}

async function measureAll(people) {
	say('Edit Fields takes long: about half an hour in all for 10,000 people on a small machine.');
	const stateDir = mkdtempSync(join(tmpdir(), 'mapping-bench-'));
	const processes = new Processes(stateDir);
	const signal = stopSignal();
	try {
		const node = packageInstaller.nodePath(ROOT);
		const home = await n8nInstaller.ensureN8n(ROOT, { say, signal });
		await installCommunityPackage({ root: ROOT, stateDir, say, signal });
		const n8n = await startN8n(processes, { node, home, stateDir, port: 0, signal });
		const cases = [];
		for (const one of mappingCases()) cases.push(await unlessStopped(measure(n8n, one, people), signal));
		const { version } = JSON.parse(readFileSync(join(home, 'node_modules', 'n8n', 'package.json'), 'utf8'));
		return { people, n8n: version, cases, limit: LIMIT, met: cases.every(({ ratio }) => ratio < LIMIT) };
	} finally {
		await processes.stopAll();
		rmSync(stateDir, { recursive: true, force: true });
	}
}

function toTable(cases) {
	const seconds = ({ median, min, max }) =>
		[median, min, max].map((milliseconds) => (milliseconds / 1_000).toFixed(2)).join(' | ');
	const lines = cases.map(
		({ what, fields, editFields, mapAttributes, ratio }) =>
			`| ${what} | ${fields} | ${seconds(editFields)} | ${seconds(mapAttributes)} | ${inRatio(ratio)} |`,
	);
	return [
		'| what is mapped | fields | Edit Fields, s | least | most | Map Attributes, s | least | most | ratio |',
		'|---|---:|---:|---:|---:|---:|---:|---:|---:|',
		...lines,
	].join('\n');
}

/** Two digits that mean something, however small. */
function inRatio(ratio) {
	return ratio < 0.1 ? ratio.toPrecision(2) : ratio.toFixed(2);
}

function toReport({ people, n8n, cases, met }) {
	const gigabytes = Math.round(totalmem() / 2 ** 30);
	const ratios = cases.map(({ ratio }) => inRatio(ratio));
	return `# What mapping costs

Made by \`npm run bench:mapping\` in a running n8n ${n8n} on a machine with ${cpus().length} cores and ${gigabytes} GB (Node.js ${process.version}).

${people.toLocaleString('en-US')} people of a made-up company go through n8n's own Edit Fields (version 3.5) and through Map Attributes, which do the same
assignments; every row of every run is compared, and the values are the same. The seconds are what n8n says that the node took: the median of
${RUNS} runs after a tenth of the people to warm up, the least and the most. Both nodes run in one execution, in turns first.

${toTable(cases)}

Map Attributes takes ${ratios.join(', ')} times as long as Edit Fields; the target is less than ${LIMIT}, and it is ${met ? 'met' : 'NOT met'}. Edit Fields
sends each field of each person through n8n's expression engine. Map Attributes reads a field that was dragged onto an attribute directly and
applies rules itself, so that only expressions that put values together go through the engine; it also checks each value, which Edit Fields doesn't.
`;
}

await runProgram(async () => {
	const { values } = parseArgs({ options: { people: { type: 'string' }, json: { type: 'boolean', default: false } } });
	const people = wholeNumber('people', values.people, 10_000);
	if (people === 0) throw new Error('--people must be at least 1.');
	const result = await measureAll(people);
	writeFileSync(REPORT, toReport(result));
	console.log(toTable(result.cases));
	if (values.json) console.log(JSON.stringify(result));
	if (!result.met) process.exitCode = 1;
});
