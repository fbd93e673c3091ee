import type { IExecuteFunctions } from 'n8n-workflow';

import { readConditions } from '../../nodes/GetGroupMembers/conditions';

it('a misspelt property in plain words is no condition of the group scope', () => {
	const raw = {
		combinator: 'or',
		options: { caseSensitive: false, leftValue: '', typeValidation: 'loose', version: 2 },
		conditions: [
			{ id: '1', leftValue: 'department', rightValue: 'Sales', operator: { type: 'string', operation: 'equals' } },
			{ id: '2', leftValue: 'departmnt', rightValue: 'Marketing', operator: { type: 'string', operation: 'equals' } },
		],
	};
	expect(() => readConditions({} as IExecuteFunctions, raw)).toThrow('departmnt');
});
