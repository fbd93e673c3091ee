import { standardAttributes } from './scim';
import type { RestSystem } from './types';

export const HI_BOB: RestSystem = {
	id: 'hiBob',
	name: 'HiBob',
	protocol: 'rest',
	userName: { id: 'userName', path: 'email', label: 'E-mail', type: 'email', required: true, unique: true },
	attributes: [
		...standardAttributes(
			{ id: 'givenName', path: 'firstName', required: true },
			{ id: 'familyName', path: 'surname', required: true },
		),
		{
			id: 'startDate',
			path: 'work.startDate',
			label: 'Start date',
			type: 'date',
			required: true,
			createOnly: true,
			source: '={{ $json.employeeHireDate }}',
		},
		{
			id: 'site',
			path: 'work.site',
			label: 'Site',
			type: 'string',
			required: true,
			source: '={{ $json.officeLocation }}',
		},
		...standardAttributes({ id: 'title', path: 'work.title' }, { id: 'department', path: 'work.department' }),
	],
	usersPath: 'people',
	rest: {
		id: 'id',
		list: { method: 'GET', items: 'employees', paging: { style: 'none' } },
		create: { method: 'POST', item: '' },
		update: { method: 'PUT', sends: 'changed' },
		leavers: 'keep',
		aliases: { userName: 'email', 'name.givenName': 'firstName', 'name.familyName': 'surname' },
	},
	unverified: [
		'How the list is asked for, and how somebody leaves, is not sure: compare API Settings with the documentation of HiBob. Nobody is deactivated unless API Settings says how (Deactivate), and who is active (Status: a field, or that the list shows active people only).',
		'Values of lists such as site, title and department must exist in HiBob.',
	],
};
