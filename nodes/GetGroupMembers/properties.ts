import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { messageOf, SyncError } from '../../lib/base/errors';
import { listExtensions } from '../../lib/graph/extensions';
import { openGraphForLists } from '../shared/graph';
import { userProperties } from './userProperties';

/** Graph's own properties under the portal's names, and after them what this tenant has added. */
export async function listProperties(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return [...userProperties, ...(await extensions(this))];
}

/** The list is of use without them: where they cannot be had, one line says why. Choosing it reads nothing. */
async function extensions(context: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	try {
		const found = await listExtensions(await openGraphForLists(context));
		return found.map(({ name, shortName, appName }) => ({
			name: `Extension: ${shortName}${appName === '' ? '' : ` (${appName})`}`,
			value: name,
			description: name,
		}));
	} catch (error) {
		const why = error instanceof SyncError ? `${error.message}. ${error.description}` : messageOf(error);
		return [
			{
				name: '(Directory Extensions Are Not Listed)',
				value: '',
				description: ['Enter their names under Options > Other Properties.', why].join(' '),
			},
		];
	}
}
