import { existsSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';

import { NodeHelpers, UserError } from 'n8n-workflow';
import type { ICredentialType, INodeType, INodeTypes, IVersionedNodeType } from 'n8n-workflow';

const ROOT = resolve(__dirname, '../../..');
const BASE_PACKAGE = resolve(require.resolve('n8n-nodes-base/package.json'), '..');

type AnyNodeType = INodeType | IVersionedNodeType;

/** Where a class is: which file, under which export. */
interface ClassPlace {
	file: string;
	className: string;
}

interface PackageJson {
	name: string;
	n8n: { nodes: string[]; credentials: string[] };
}

type Known = Record<string, { className: string; sourcePath: string }>;

const ownPackage = readJson(resolve(ROOT, 'package.json')) as PackageJson;
const builtInNodes = readJson(resolve(BASE_PACKAGE, 'dist/known/nodes.json')) as Known;
const builtInCredentials = readJson(resolve(BASE_PACKAGE, 'dist/known/credentials.json')) as Known;

function readJson(file: string): unknown {
	return JSON.parse(readFileSync(file, 'utf8'));
}

/** `dist/nodes/GetManager/GetManager.node.js` is built from `nodes/GetManager/GetManager.node.ts`. */
function sourceOf(built: string): ClassPlace {
	const file = resolve(ROOT, built.replace(/^dist\//, '').replace(/\.js$/, '.ts'));
	return { file, className: basename(file).split('.')[0] ?? '' };
}

function create({ file, className }: ClassPlace): unknown {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- only what a workflow uses is loaded, when it is used
	const loaded = require(file) as Record<string, new () => unknown>;
	const Class = loaded[className];
	if (!Class) throw new UserError(`${file} does not export ${className}`);
	return new Class();
}

/** n8n names a node type by its description and a class by its file; here one must follow from the other. */
const typeNameOf = (className: string) => className.charAt(0).toLowerCase() + className.slice(1);

function placeOfNode(type: string): ClassPlace | undefined {
	const [packageName, name = ''] = type.split('.');
	if (packageName === 'n8n-nodes-base') {
		const known = builtInNodes[name];
		return known && { file: resolve(BASE_PACKAGE, known.sourcePath), className: known.className };
	}
	if (packageName !== ownPackage.name) return undefined;
	return ownPackage.n8n.nodes.map(sourceOf).find(({ className }) => typeNameOf(className) === name);
}

/** The node types a workflow can use: the test's own, this package's from their sources, n8n's built-in ones. */
export class TestNodeTypes implements INodeTypes {
	private readonly loaded = new Map<string, AnyNodeType>();

	constructor(extraNodes: Record<string, INodeType> = {}) {
		for (const [type, nodeType] of Object.entries(extraNodes)) this.loaded.set(type, nodeType);
	}

	getByName(type: string): AnyNodeType {
		let nodeType = this.loaded.get(type);
		if (!nodeType) {
			const place = placeOfNode(type);
			if (!place) throw new UserError(`Unrecognized node type: ${type}`);
			nodeType = create(place) as AnyNodeType;
			if (type !== `${type.split('.')[0]}.${nodeType.description.name}`) {
				throw new UserError(`${place.file} describes itself as ${nodeType.description.name}, not as ${type}`);
			}
			this.loaded.set(type, nodeType);
		}
		return nodeType;
	}

	getByNameAndVersion(type: string, version?: number): INodeType {
		return NodeHelpers.getVersionedNodeType(this.getByName(type), version);
	}

	getKnownTypes() {
		return {};
	}
}

/** A credential type of this package or of n8n's built-in ones, e.g. `scimApi`, `smtp`. */
export function credentialType(name: string): ICredentialType {
	const own = ownPackage.n8n.credentials.map(sourceOf).find((place) => typeNameOf(place.className) === name);
	if (own && existsSync(own.file)) return create(own) as ICredentialType;
	const known = builtInCredentials[name];
	if (!known) throw new UserError(`Unknown credential type: ${name}`);
	const place = { file: resolve(BASE_PACKAGE, known.sourcePath), className: known.className };
	return create(place) as ICredentialType;
}
