import { SyncError } from '../../base/errors';
import { fieldsOf } from '../../base/json';
import type { Graph } from '../client';

/** A directory extension that users can have: a property that some app registration has added to the tenant. */
export interface DirectoryExtension {
	/** `extension_{application ID without dashes}_{name}` */
	name: string;
	/** The name without what is before it. */
	shortName: string;
	/** Of the app that has added it; empty when Graph does not say. */
	appName: string;
}

const NAME = /^extension_[0-9a-f]{32}_(.+)$/i;

/** The tenant's directory extensions for users, by name. @throws SyncError, also when the permission is missing */
export async function listExtensions(graph: Graph): Promise<DirectoryExtension[]> {
	const call = { task: 'extensions' as const, permission: 'Directory.Read.All' };
	const { value } = await graph.post('directoryObjects/getAvailableExtensionProperties', {}, call);
	if (!Array.isArray(value)) throw new SyncError('Graph answered without a list of extensions', 'Try again later.');
	const extensions = value.flatMap((row: unknown) => {
		const { name, appDisplayName, targetObjects } = fieldsOf(row);
		if (typeof name !== 'string' || !Array.isArray(targetObjects) || !targetObjects.includes('User')) return [];
		return [
			{
				name,
				shortName: NAME.exec(name)?.[1] ?? name,
				appName: typeof appDisplayName === 'string' ? appDisplayName : '',
			},
		];
	});
	return extensions.sort((a, b) => a.shortName.localeCompare(b.shortName, 'en') || a.name.localeCompare(b.name, 'en'));
}
