import { standardAttributes } from './scim';
import type { RestSystem } from './types';

export const BAMBOO_HR: RestSystem = {
	id: 'bambooHr',
	name: 'BambooHR',
	protocol: 'rest',
	userName: { id: 'userName', path: 'workEmail', label: 'Work e-mail', type: 'email', required: true, unique: true },
	attributes: [
		...standardAttributes(
			{ id: 'givenName', path: 'firstName', required: true },
			{ id: 'familyName', path: 'lastName', required: true },
			{ id: 'employeeNumber', path: 'employeeNumber' },
			{ id: 'title', path: 'jobTitle' },
			{ id: 'department', path: 'department' },
			{ id: 'division', path: 'division' },
			{ id: 'workPhone', path: 'workPhone' },
			{ id: 'mobilePhone', path: 'mobilePhone' },
		),
		{ id: 'startDate', path: 'hireDate', label: 'Hire date', type: 'date' },
	],
	usersPath: 'employees',
	rest: {
		id: 'id',
		list: { method: 'GET', path: 'employees/directory', items: 'employees', paging: { style: 'none' } },
		create: { method: 'POST', item: '', id: 'header:Location' },
		update: { method: 'POST', sends: 'changed' },
		leavers: 'keep',
		listShowsSomeFields: true,
		aliases: { userName: 'workEmail', 'name.givenName': 'firstName', 'name.familyName': 'lastName' },
	},
	unverified: [
		'The list of people (employees/directory) shows only some fields: what it shows of nobody is written when people are created, and not changed afterwards.',
		'Leaving is a row in a table of BambooHR: nobody is deactivated unless API Settings says how (Deactivate), and who is active (Status: a field, or that the list shows active people only).',
	],
};
