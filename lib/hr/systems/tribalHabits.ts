import { standardAttributes, USER_NAME } from './scim';
import type { HrSystem } from './types';

export const TRIBAL_HABITS: HrSystem = {
	id: 'tribalHabits',
	name: 'Tribal Habits',
	protocol: 'rest',
	userName: { ...USER_NAME, path: 'user_name', createOnly: true },
	attributes: [
		...standardAttributes(
			{ id: 'workEmail', path: 'email', label: 'E-mail', required: true, unique: true },
			{ id: 'givenName', path: 'first_name', required: true },
			{ id: 'familyName', path: 'last_name', required: true },
			'active',
			{ id: 'country', path: 'X-Country' },
			{ id: 'department', path: 'X-Department', source: undefined },
			{ id: 'title', path: 'X-Job Title', source: undefined },
		),
		{ id: 'startDate', path: 'X-Start Date', label: 'Start date', hint: 'such as 2024-03-01', type: 'date' },
	],
	unverified: [
		'Custom fields begin with X- and have the names that your company gave them; the values of lists must exist in Tribal Habits, several of them with ";" between them.',
	],
};
