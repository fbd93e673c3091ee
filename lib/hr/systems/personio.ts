import { standardAttributes } from './scim';
import type { RestSystem } from './types';

export const PERSONIO: RestSystem = {
	id: 'personio',
	name: 'Personio',
	protocol: 'rest',
	userName: {
		id: 'userName',
		path: 'email',
		label: 'E-mail',
		type: 'email',
		required: true,
		unique: true,
		createOnly: true,
	},
	attributes: [
		...standardAttributes(
			{ id: 'givenName', path: 'first_name', required: true },
			{ id: 'familyName', path: 'last_name', required: true },
			'active',
			{ id: 'title', path: 'position' },
			{ id: 'department', path: 'department' },
		),
		{ id: 'startDate', path: 'hire_date', label: 'Hire date', type: 'date' },
	],
	usersPath: '',
	rest: {
		id: 'id',
		list: {
			method: 'GET',
			query: { limit: '{size}', offset: '{offset}' },
			items: 'data',
			paging: { style: 'offset', size: 100 },
		},
		create: { method: 'POST', envelope: 'employee', item: 'data' },
		update: { method: 'PATCH', envelope: 'employee', sends: 'changed' },
		status: { field: 'status', active: 'active', inactive: 'inactive' },
		createOnly: ['email'],
		aliases: { userName: 'email', 'name.givenName': 'first_name', 'name.familyName': 'last_name' },
	},
	unverified: [
		'Only that the person stands under "employee", that the e-mail stays as it was created, and that there is a field "status" is sure: compare paths, paging and fields with the documentation of Personio.',
	],
};
