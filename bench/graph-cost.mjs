// Measures what reading people and their managers costs, against the Entra simulator, and writes docs/graph-cost.md.
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

import { createGraph } from '../dist/lib/graph/client.js';
import { parseGraphCredential } from '../dist/lib/graph/signIn/credential.js';
import { resolveGroup } from '../dist/lib/graph/people/groups.js';
import { MAX_LEVELS, readManagerChains, readManagers } from '../dist/lib/graph/managers/managers.js';
import { readMembers } from '../dist/lib/graph/people/members.js';
import { createPace } from '../dist/lib/graph/pace.js';
import { startSimulator } from './simulator.mjs';

const REPORT = join(import.meta.dirname, '..', 'docs', 'graph-cost.md');
const SIZES = [1_000, 10_000, 100_000];
const PROPERTIES = ['mail', 'employeeId', 'givenName', 'surname', 'jobTitle', 'department', 'mobilePhone', 'city'];
const NO_LIMIT = 1_000_000_000;

/** What is read beside the members, how often, and of how many people at least. */
const READS = [
	{ what: 'members', alsoRead: async () => undefined },
	{ what: 'members and managers', alsoRead: async (graph, ids) => await readManagers(graph, ids) },
	{
		what: 'members and managers up to the top',
		alsoRead: async (graph, ids) => await readManagerChains(graph, ids, MAX_LEVELS),
	},
	{
		what: 'members and managers, three times in a row',
		alsoRead: async (graph, ids) => await readManagers(graph, ids),
		times: 3,
		from: 100_000,
	},
];

async function measure(simulator, size, { alsoRead, times = 1 }, budget) {
	await simulator.setBudget(budget);
	await simulator.resetStats();
	const started = performance.now();
	const graph = createGraph(parseGraphCredential(simulator.credential), { pace: createPace() });
	for (let time = 0; time < times; time++) await readOnce(simulator, graph, size, alsoRead);
	const seconds = (performance.now() - started) / 1_000;
	return { seconds, ...(await simulator.stats()) };
}

async function readOnce(simulator, graph, size, alsoRead) {
	const group = await resolveGroup(graph, simulator.groupId);
	const { users } = await readMembers(graph, { group, nested: true, properties: PROPERTIES });
	if (users.length !== size) throw new Error(`${users.length} of ${size} people were read.`);
	const managers = await alsoRead(
		graph,
		users.map(({ id }) => id),
	);
	for (const { known } of managers?.values() ?? []) if (!known) throw new Error('A manager is unknown.');
}

async function rowsFor(size) {
	const simulator = await startSimulator(size);
	try {
		const rows = [];
		for (const read of READS.filter(({ from = 0 }) => size >= from)) {
			const free = await measure(simulator, size, read, NO_LIMIT);
			const limited = await measure(simulator, size, read, null);
			rows.push([size, read.what, free, limited]);
			console.error(`${size} people, ${read.what}: ${free.seconds.toFixed(1)} s, ${limited.seconds.toFixed(1)} s`);
		}
		return rows;
	} finally {
		await simulator.stop();
	}
}

function toTable(rows) {
	const lines = rows.map(([size, what, free, limited]) =>
		[
			size.toLocaleString('en-US'),
			what,
			free.graphRequests.toLocaleString('en-US'),
			free.resourceUnits.toLocaleString('en-US'),
			free.seconds.toFixed(1),
			limited.graphRequests.toLocaleString('en-US'),
			limited.throttled.toLocaleString('en-US'),
			limited.seconds.toFixed(1),
		].join(' | '),
	);
	return [
		'| people | what is read | Graph requests | RU | seconds | requests within the budget | of them throttled | seconds within the budget |',
		'|---:|---|---:|---:|---:|---:|---:|---:|',
		...lines.map((line) => `| ${line} |`),
	].join('\n');
}

function toReport(rows) {
	const gigabytes = Math.round(totalmem() / 2 ** 30);
	const peak = Math.round(process.resourceUsage().maxRSS / 1024);
	return `# What reading costs

Made by \`npm run bench:graph\` against the Entra simulator, which answers at once: the seconds are what this package and the simulator take
together on a machine with ${cpus().length} cores and ${gigabytes} GB (Node.js ${process.version}), and no network. The reading process took at most ${peak} MB.

Resource units (RU) are what Microsoft Graph counts. It grants an application 8,000 of them in ten seconds in a tenant of more than 500 people;
"within the budget" is the same read while the simulator enforces that.

${toTable(rows)}

One request finds the group, each page holds 999 people, and each batch asks for the managers of 300. Managers of managers are mostly people who
were asked for already, so a whole chain costs hardly more than its first step.
`;
}

const rows = [];
for (const size of SIZES) rows.push(...(await rowsFor(size)));
writeFileSync(REPORT, toReport(rows));
console.log(toTable(rows));
