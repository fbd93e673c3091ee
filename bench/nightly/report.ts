import type { Machine } from './machine.ts';
import type { Row } from './measured.ts';
import { costsTable, ratiosOf, ratiosTable } from './table.ts';

export function measuredAsMarkdown(rows: readonly Row[], { cores, memoryGb, node, n8n }: Machine): string {
	const runs = Math.max(...rows.map((row) => row.runs.length));
	const leftOut = rows.some((row) => row.runs.length === 0);
	return `Measured on ${cores} cores with ${memoryGb} GB, Node.js ${node}, n8n ${n8n}, everything on this one machine: n8n, the Entra simulator and the
HR system share its cores. Medians of ${runs} ${runs === 1 ? 'night' : 'nights'}, with the least and the most.

- **This package**: [\`workflows/nightly-sync.json\`](../workflows/nightly-sync.json) as it is shipped, with \`dryRun\` off.
- **n8n's own nodes**: [the same job](../bench/nightly/drawn.json) drawn without this package, from HTTP Request, Set, Filter, If and Code: pages of the
  group, then one request a person for the manager and one for the employee, then the changes one by one.
- **Bare script**: [the fewest requests](../bench/nightly/floor/main.ts) that the two protocols allow, without n8n, checks, second tries, limits or a
  report. No sync can be faster; none should be like it.

In each night 1 % of the people changed, 1 % left and 1 % joined. All start from the same evening, and a night counts only if the HR system
holds the same afterwards, attribute by attribute (but for leavers who may be a member that can't be matched: this package leaves them alone). The first night, which fills the HR system, isn't measured. n8n is started anew before each night; the memory
is what its main process held at most, above what it held idle (Code nodes run in another process of n8n, which isn't counted); for the bare script it is that above an
idle Node.js. Seconds are those of the execution, as n8n keeps them; *once more* is the same night again, from the same evening, in the same n8n: the first run after a start also
loads n8n's nodes and compiles their code, which an n8n that runs night after night has behind it.

${costsTable(rows)}

${ratiosTable(ratiosOf(rows))}
${leftOut ? "\nn8n's own nodes are left out where a night would take them too long: two requests a person, and all answers held in one execution.\n" : ''}`;
}
