import type { INodeProperties } from 'n8n-workflow';

import { SYSTEMS } from '../../../lib/hr/systems';

/** Systems in which deactivating somebody can't be undone. */
const DESTRUCTIVE = SYSTEMS.filter(({ deactivationDestroys }) => deactivationDestroys !== undefined);

const show = { show: { system: DESTRUCTIVE.map(({ id }) => id) } };

/** Shown only for such systems, and off until somebody has read what it does. */
export const destructionProperties: INodeProperties[] = [
	{
		displayName: `${DESTRUCTIVE.map(({ deactivationDestroys }) => deactivationDestroys).join('. ')}. It can't be undone.`,
		name: 'destructionNotice',
		type: 'notice',
		displayOptions: show,
		default: '',
	},
	{
		displayName: 'Deactivate All the Same',
		name: 'allowDestruction',
		type: 'boolean',
		displayOptions: show,
		default: false,
		description:
			'Whether people are deactivated although that deletes them. Off, they are left as they are, and the results say who it would have been.',
	},
];
