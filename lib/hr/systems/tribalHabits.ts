import { standardAttributes, USER_NAME } from './scim';
import type { RestSystem } from './types';

export const TRIBAL_HABITS: RestSystem = {
	id: 'tribalHabits',
	name: 'Tribal Habits',
	protocol: 'rest',
	userName: { ...USER_NAME, path: 'user_name', createOnly: true },
	attributes: [
		...standardAttributes(
			{ id: 'workEmail', path: 'email', label: 'E-mail', required: true, unique: true },
			{ id: 'givenName', path: 'first_name', required: true },
			{ id: 'familyName', path: 'last_name', required: true },
			{ id: 'externalId' },
			'active',
			{ id: 'country', path: 'X-Country' },
			{ id: 'department', path: 'X-Department', source: undefined },
			{ id: 'title', path: 'X-Job Title', source: undefined },
		),
		{ id: 'startDate', path: 'X-Start Date', label: 'Start date', type: 'date' },
	],
	usersPath: 'users',
	rest: {
		id: 'id',
		list: {
			method: 'GET',
			query: { page: '{page}' },
			items: 'records',
			total: 'total_records',
			paging: { style: 'page', first: 1, size: 25, totalPages: 'total_pages' },
		},
		create: { method: 'POST', item: '' },
		update: { method: 'PUT', sends: 'changed' },
		status: { field: 'active', active: true, inactive: false },
		manager: { field: 'manager_email', style: 'email' },
		createOnly: ['user_name'],
		aliases: { userName: 'user_name', 'name.givenName': 'first_name', 'name.familyName': 'last_name' },
	},
	rateLimit: { requests: 300, seconds: 60 },
	unverified: [
		'Tribal Habits has no field for the Entra object ID: make a custom field for it, such as X-Entra ID, and enter its name under API Settings > People > External ID Field. Without it, nobody is known to have been linked by the sync.',
		'How people are created (POST users), changed (PUT users/{id}) and deactivated (active: false) is not published: compare it with the documentation that you got, and change it under API Settings.',
		'Custom fields begin with X- and have the names that your company gave them; the values of lists must exist in Tribal Habits, several of them with ";" between them.',
	],
};
