import { standardAttributes } from './scim';
import type { HrSystem } from './types';

export const PEOPLE_GOAL: HrSystem = {
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
		{ id: 'startDate', path: 'start_date', label: 'Start date', hint: 'such as 2024-03-01', type: 'date' },
	],
	unverified: [
		'PeopleGoal shows the names of its fields only to its customers: compare them with its API documentation, and map others under Custom Attributes.',
	],
};
