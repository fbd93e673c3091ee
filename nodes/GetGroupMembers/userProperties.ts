import type { INodePropertyOptions } from 'n8n-workflow';

import { USER_PROPERTIES } from '../../lib/graph/userProperties';

/** Properties of a user that a list of users can be read with, under the portal's names. Sorted by name. */
export const userProperties: INodePropertyOptions[] = USER_PROPERTIES.map(({ name, label, note }) => ({
	name: label,
	value: name,
	...(note && { description: note }),
}));
