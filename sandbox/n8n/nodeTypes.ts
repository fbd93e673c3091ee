import { listIn, objectIn, textIn } from '../shared/json.ts';
import type { JsonObject } from '../shared/json.ts';
import type { N8nClient } from './client.ts';
import type { CredentialLink } from './credentials.ts';

/** The node types that an n8n offers, each with the credentials that it asks for. */
export async function nodeTypesOf(client: N8nClient): Promise<JsonObject[]> {
	return listIn(await client.file('/types/nodes.json')).map((type) => objectIn(type));
}

/** The node with those of the credentials that the editor would ask for on it. */
export function withCredentials(node: unknown, types: JsonObject[], links: Map<string, CredentialLink>): JsonObject {
	const { type, typeVersion, parameters, ...rest } = objectIn(node);
	const description = types.find(
		({ name, version }) => name === type && (version === typeVersion || listIn(version).includes(typeVersion)),
	);
	const asked = listIn(description?.credentials)
		.map((credential) => objectIn(credential))
		.filter((credential) => isShown(credential, objectIn(parameters), listIn(description?.properties)))
		.flatMap(({ name }) => {
			const link = links.get(textIn(name));
			return link ? [[textIn(name), link] as const] : [];
		});
	const credentials: JsonObject = {
		...objectIn(rest.credentials),
		...Object.fromEntries(asked),
		...chosenCredential(objectIn(parameters), links),
	};
	return {
		...rest,
		type,
		typeVersion,
		parameters,
		...(Object.keys(credentials).length > 0 && { credentials }),
	};
}

/** The HTTP Request node takes a credential of any type, which one of two parameters names. */
function chosenCredential(parameters: JsonObject, links: Map<string, CredentialLink>): JsonObject {
	const type = textIn(parameters.nodeCredentialType) || textIn(parameters.genericAuthType);
	const link = links.get(type);
	return link ? { [type]: link } : {};
}

/** Whether a credential is shown, and not hidden, for the node's parameters or their defaults. */
function isShown(credential: JsonObject, parameters: JsonObject, properties: unknown[]): boolean {
	const { show, hide } = objectIn(credential.displayOptions);
	const holds = ([name, values]: [string, unknown]): boolean => {
		const property = properties.map((entry) => objectIn(entry)).find((entry) => entry.name === name);
		return listIn(values).includes(parameters[name] ?? property?.default);
	};
	return Object.entries(objectIn(show)).every(holds) && !Object.entries(objectIn(hide)).some(holds);
}
