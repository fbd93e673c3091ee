import { standardAttributes } from './scim';
import type { RestSystem } from './types';

export const PEOPLE_GOAL: RestSystem = {
	id: 'peopleGoal',
	name: 'PeopleGoal',
	protocol: 'rest',
	userName: { id: 'userName', path: 'email', label: 'E-mail', type: 'email', required: true, unique: true },
	attributes: [
		...standardAttributes(
			{ id: 'givenName', path: 'first_name', required: true },
			{ id: 'familyName', path: 'last_name', required: true },
			'externalId',
			'active',
			{ id: 'title', path: 'job_title' },
			{ id: 'department', path: 'department' },
			{ id: 'employeeNumber', path: 'employee_number' },
			{ id: 'mobilePhone', path: 'phone', label: 'Phone' },
		),
		{ id: 'startDate', path: 'start_date', label: 'Start date', type: 'date' },
	],
	usersPath: '',
	invited: { invited: true },
	rest: {
		id: 'id',
		list: {
			method: 'GET',
			query: { page: '{page}', per_page: '{size}' },
			items: 'data',
			total: 'meta.total',
			paging: { style: 'page', first: 1, size: 100, totalPages: 'meta.total_pages' },
		},
		create: { method: 'POST', envelope: 'user', item: 'data', constants: { invited: false } },
		update: { method: 'PATCH', envelope: 'user', sends: 'changed' },
		status: { field: 'status', active: 'active', inactive: 'deactivated' },
		externalId: 'external_id',
		manager: { field: 'manager_id', style: 'id' },
		aliases: { userName: 'email', 'name.givenName': 'first_name', 'name.familyName': 'last_name' },
	},
	teamsPath: '',
	teams: {
		id: 'id',
		name: 'name',
		externalId: 'external_id',
		list: {
			method: 'GET',
			query: { page: '{page}', per_page: '{size}' },
			items: 'data',
			total: 'meta.total',
			paging: { style: 'page', first: 1, size: 100, totalPages: 'meta.total_pages' },
		},
		members: { field: 'user_ids' },
		member: '',
		create: { method: 'POST', envelope: 'team', item: 'data' },
		update: { method: 'PATCH', envelope: 'team' },
		change: {
			add: { method: 'POST', field: 'user_ids' },
			remove: { method: 'DELETE', field: 'user_ids' },
		},
		ids: 'number',
		chunk: 100,
	},
	unverified: [
		'PeopleGoal shows the addresses and fields of its API only to its customers: enter the path of its users, and compare the names of the fields with its documentation; others go under Custom Attributes.',
		'New people are created without an invitation (invited: false); if the field has another name, change it under API Settings > Create.',
		'How teams and their members are written is not published either: compare it with the documentation, and change it under Team Settings of Upsert Team.',
	],
};
