import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import { Sentence } from '../../scripts/install/sentence.cjs';
import { listIn, objectIn, textIn } from '../shared/json.ts';
import type { JsonObject } from '../shared/json.ts';
import type { N8nClient } from './client.ts';
import type { CredentialLink } from './credentials.ts';
import { nodeTypesOf, withCredentials } from './nodeTypes.ts';

export interface TemplateOptions {
	/** The template's JSON file. */
	file: string;
	/** The file that keeps which workflow the template became. */
	stamp: string;
	/** The credentials by type, as `saveCredentials` made them. */
	credentials: Map<string, CredentialLink>;
	/** Values for the template's node "Sync settings", by name; the others stay as the template has them. */
	settings?: JsonObject;
}

const SETTINGS_NODE = 'Sync settings';

/**
 * Imports a template as it is, then does what its user does: picks the credentials and changes the sync settings. Resolves
 * with the workflow's id. A workflow of an earlier start keeps its id and its user's edits, unless the template's file
 * has changed since.
 */
export async function importTemplate(client: N8nClient, options: TemplateOptions): Promise<string> {
	const text = readFileSync(options.file, 'utf8');
	const template = objectIn(JSON.parse(text));
	const hash = createHash('sha256')
		.update(text)
		.update(JSON.stringify(options.settings ?? {}))
		.digest('hex');
	const { stamp } = options;

	const known = existsSync(stamp) ? objectIn(JSON.parse(readFileSync(stamp, 'utf8'))) : {};
	let id = await existingId(client, textIn(known.id) || textIn(template.id));
	if (id !== undefined && known.hash === hash) return id;

	id ??= textIn(objectIn(await client.post('/workflows', template)).id);
	const { name, connections, settings } = template;
	const nodes = await readyNodes(client, template, options);
	await client.patch(`/workflows/${id}`, { name, nodes, connections, settings });
	writeFileSync(stamp, JSON.stringify({ id, hash }));
	return id;
}

async function existingId(client: N8nClient, id: string): Promise<string | undefined> {
	if (id === '') return undefined;
	const { exists } = objectIn(await client.get(`/workflows/${encodeURIComponent(id)}/exists`));
	return exists === true ? id : undefined;
}

async function readyNodes(client: N8nClient, template: JsonObject, options: TemplateOptions): Promise<JsonObject[]> {
	const types = await nodeTypesOf(client);
	const known = new Set(types.map(({ name }) => name));
	return listIn(template.nodes).map((node) => {
		const { type, name } = objectIn(node);
		if (!known.has(type))
			throw new Sentence(`n8n does not know the type of the node "${textIn(name)}", ${textIn(type)}.`);
		return withCredentials(withSettings(objectIn(node), options.settings ?? {}), types, options.credentials);
	});
}

function withSettings(node: JsonObject, settings: JsonObject): JsonObject {
	if (node.name !== SETTINGS_NODE) return node;
	const parameters = objectIn(node.parameters);
	const assignments = listIn(objectIn(parameters.assignments).assignments)
		.map((assignment) => objectIn(assignment))
		.map((assignment) => ({ ...assignment, value: settings[textIn(assignment.name)] ?? assignment.value }));
	return { ...node, parameters: { ...parameters, assignments: { assignments } } };
}
