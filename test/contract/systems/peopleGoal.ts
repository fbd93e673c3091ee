import { PEOPLE_GOAL } from '../../../lib/hr/systems/peopleGoal';
import type { ContractSystem } from '../system';

export const PEOPLEGOAL: ContractSystem = {
	title: 'PeopleGoal',
	system: PEOPLE_GOAL,
	sandbox: 'peoplegoal',
	form: { usersPath: 'users', settings: { delete: { method: 'DELETE' } } },
	credential: ({ tokenUrl = '', clientId = '', clientSecret = '' }) => ({
		authentication: 'clientCredentials',
		tokenUrl,
		clientId,
		clientSecret,
	}),
	jobTitle: { id: 'title', seen: ({ title }) => title },
	custom: {
		path: 'custom_fields.Shoe size',
		seen: ({ raw }) => (raw as { custom_fields: Record<string, unknown> }).custom_fields['Shoe size'],
	},
	refused: { path: 'start_date', value: 'soon', words: 'start_date must be a date, such as 2024-03-01' },
	otherwise: {
		remove: '✓ once API Settings > Delete says how',
		removeGone: '✓ once API Settings > Delete says how',
	},
};
