import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Linter } from 'eslint';

import { isRecord } from '../../lib/base/json';
import { runWorkflow, testNode, workflowOf } from '../support/engine';
import type { WorkflowJson, WorkflowNode } from '../support/engine';

const FOLDER = join(__dirname, '../../workflows');
const templates = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.json'))
	.map((file) => [file, JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as WorkflowJson] as const);

/** What n8n offers to expressions, beside JavaScript itself. */
const OFFERED =
	'$ $json $input $now $today $runIndex $itemIndex $execution $workflow $prevNode $vars DateTime Duration';
const GLOBALS = Object.fromEntries(OFFERED.split(' ').map((name) => [name, 'readonly' as const]));

/** The JavaScript of a parameter: what stands between the braces of an expression. */
function scriptsIn(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(scriptsIn);
	if (isRecord(value)) return Object.values(value).flatMap(scriptsIn);
	if (typeof value !== 'string' || !value.includes('{{')) return [];
	return [...value.matchAll(/\{\{([\s\S]*?)\}\}/g)].map(([, script = '']) => script.trim());
}

function scriptsOf({ nodes }: WorkflowJson): (readonly [node: string, script: string])[] {
	return nodes
		.filter(({ type }) => !type.endsWith('.stickyNote'))
		.flatMap(({ name, parameters }) => scriptsIn(parameters).map((script) => [name, script] as const));
}

/** What the script says that nothing is known of, or why it is no script. */
function unknownIn(script: string): string[] {
	const config: Linter.Config = {
		languageOptions: { globals: GLOBALS, sourceType: 'script' },
		rules: { 'no-undef': 'error' },
	};
	return new Linter().verify(`(${script}\n);`, config).map(({ message }) => message);
}

/** The fields of a Set node, where these are all that it puts out. */
function fieldsOf({ type, parameters }: WorkflowNode): string[] | undefined {
	if (!type.endsWith('.set') || parameters?.includeOtherFields === true) return undefined;
	const { assignments } = (parameters?.assignments ?? {}) as { assignments?: { name: string }[] };
	return assignments?.map(({ name }) => name);
}

it('finds what is unknown', () => {
	expect(unknownIn('(() => { const h = String; return hString($json.x); })()')).toEqual(["'hString' is not defined."]);
	expect(unknownIn('$json.x +')).toHaveLength(1);
	expect(unknownIn("$('A').first().json.x ?? DateTime.now()")).toEqual([]);
});

it.each(templates)('%s: what its expressions name is there', (_, template) => {
	const scripts = scriptsOf(template);
	expect(scripts.flatMap(([node, script]) => unknownIn(script).map((what) => `${node}: ${what}`))).toEqual([]);

	const nodes = new Map(template.nodes.map((node) => [node.name, node]));
	for (const [node, script] of scripts) {
		for (const [, named = ''] of script.matchAll(/\$\('([^']+)'\)/g)) {
			expect([node, nodes.has(named) ? named : `no node "${named}"`]).toEqual([node, named]);
		}
		for (const [, named = '', field = ''] of script.matchAll(/\$\('([^']+)'\)\.(?:first|last)\(\)\.json\.(\w+)/g)) {
			const from = nodes.get(named);
			const fields = from && fieldsOf(from);
			if (fields) expect([node, named, fields]).toEqual([node, named, expect.arrayContaining([field])]);
		}
	}
});

describe('restart-after-breach.json', () => {
	const [, restart] = templates.find(([file]) => file === 'restart-after-breach.json')!;
	const inWords = restart.nodes.find(({ name }) => name === 'In words')!;

	it('shows what came of it also when the mail about it could not be sent, and no HTML of the mail server', async () => {
		const result = async (mail: object): Promise<unknown> => {
			const nodes = [
				{ type: 'n8n-nodes-base.manualTrigger', name: 'Start' },
				{ type: 'test.came', name: 'What came of it' },
				{ type: 'test.mail', name: 'Mail' },
				inWords,
			];
			const run = await runWorkflow(workflowOf(nodes, 'Start -> What came of it -> Mail -> In words'), {
				extraNodes: {
					'test.came': testNode({}, async () => [[{ json: { stopped: false, result: '3 people were <changed>' } }]]),
					'test.mail': testNode({}, async () => [[{ json: { ...mail } }]]),
				},
			});
			return run.items('In words')[0]?.message;
		};
		expect(await result({})).toBe('<p>3 people were &#60;changed&#62;</p>');
		expect(await result({ error: 'EENVELOPE: no <such> address' })).toBe(
			'<p>3 people were &#60;changed&#62;</p><p>The mail to the alert address could not be sent: ENVELOPE: no &#60;such&#62; address</p>',
		);
	});
});
