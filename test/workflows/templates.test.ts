import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ResourceMapperFields } from 'n8n-workflow';

import { SYSTEMS, systemOf } from '../../lib/hr/systems';
import { SYSTEM_TEMPLATES } from '../../scripts/templates/systems';
import { fileText, templates } from '../../scripts/templates/templates';
import { callNodeMethod } from '../support/engine';
import type { WorkflowJson } from '../support/engine';

const shipped = (file: string): string => readFileSync(join(__dirname, '../../workflows', file), 'utf8');

/** After a change of the general one: npm run templates */
it.each(Object.entries(templates()))('%s is the general template with what it does otherwise', (file, template) => {
	expect(JSON.parse(shipped(file))).toEqual(template);
	expect(shipped(file)).toBe(fileText(template));
});

it.each(SYSTEM_TEMPLATES)('$file has the boxes that n8n gets from Map Attributes', async ({ file, system }) => {
	const { fields } = await callNodeMethod<ResourceMapperFields>(
		'n8n-nodes-entra-hr-sync.mapAttributes',
		'resourceMapping',
		'getAttributes',
		{ parameters: { system } },
	);
	const { nodes } = JSON.parse(shipped(file)) as WorkflowJson;
	const { parameters } = nodes.find(({ name }) => name === 'Map Attributes')!;
	expect(parameters?.[`${systemOf(system).id}Attributes`]).toMatchObject({
		schema: fields.map(({ defaultValue: _, ...field }) => field),
	});
});

it('there are templates for the four systems that have one of their own', () => {
	const having = SYSTEM_TEMPLATES.map(({ system }) => SYSTEMS.find(({ id }) => id === system)?.name);
	expect(having).toEqual(['Peakon (Workday Peakon Employee Voice)', 'Pingboard', 'PeopleGoal', 'Tribal Habits']);
});

/** n8n leaves out what is as the panel has it, and then a new default would change what an imported workflow does. */
it('every node of a template that writes says itself whether it does', () => {
	const writing = /\.(upsertEmployee|deactivateMissing|upsertTeam)$/;
	const silent = readdirSync(join(__dirname, '../../workflows')).flatMap((file) =>
		(JSON.parse(shipped(file)) as WorkflowJson).nodes
			.filter(({ type, parameters }) => writing.test(type) && parameters?.dryRun === undefined)
			.map(({ name }) => `${file}: ${name}`),
	);
	expect(silent).toEqual([]);
});
