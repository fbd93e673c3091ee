import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ResourceMapperFields } from 'n8n-workflow';

import { SYSTEMS } from '../../lib/hr/systems';
import { approveTemplate } from '../support/approveTemplate';
import { LARGE_FILE, largeTemplate, PORTION_FILE, portionTemplate } from '../support/largeTemplate';
import { callNodeMethod } from '../support/engine';
import { SYSTEM_TEMPLATES, templateOf } from '../support/systemTemplates';

const folder = join(__dirname, '../../workflows');

/** The boxes of Map Attributes, as n8n keeps them in a workflow. */
async function schemaOf(system: string): Promise<Record<string, unknown>[]> {
	const { fields } = await callNodeMethod<ResourceMapperFields>(
		'n8n-nodes-entra-hr-sync.mapAttributes',
		'resourceMapping',
		'getAttributes',
		{ parameters: { system } },
	);
	return fields.map(({ defaultValue: _, ...field }) => ({ ...field }));
}

/** To write the templates anew after a change of the general one: UPDATE_TEMPLATES=1 npx jest test/workflows/templates */
test.each(SYSTEM_TEMPLATES)('$file is the general template with what its system has otherwise', async (template) => {
	expectFile(template.file, templateOf(template, await schemaOf(template.system)));
});

it('preview-and-approve.json reads, maps and writes as the general template does', () => {
	expectFile('preview-and-approve.json', approveTemplate());
});

it('the templates for a large directory do what the general one does', () => {
	expectFile(LARGE_FILE, largeTemplate());
	expectFile(PORTION_FILE, portionTemplate());
});

function expectFile(name: string, made: unknown): void {
	const file = join(folder, name);
	if (process.env.UPDATE_TEMPLATES) writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`);
	expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(made);
}

it('there are templates for the four systems that have one of their own', () => {
	const having = SYSTEM_TEMPLATES.map(({ system }) => SYSTEMS.find(({ id }) => id === system)?.name);
	expect(having).toEqual(['Peakon (Workday Peakon Employee Voice)', 'Pingboard', 'PeopleGoal', 'Tribal Habits']);
});
