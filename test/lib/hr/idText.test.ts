import { idText } from '../../../lib/hr/idText';
import { idIn } from '../../../lib/hr/rest/employees';
import { parseEmployee } from '../../../lib/hr/scim/employees';

it.each([
	['e1', 'e1'],
	[7, '7'],
	[Number.MAX_SAFE_INTEGER, '9007199254740991'],
	['9007199254740993', '9007199254740993'],
	[' ', undefined],
	[null, undefined],
	[{}, undefined],
])('takes %p for %p', (id, text) => {
	expect(idText(id)).toBe(text);
});

it.each(['9007199254740993', '-9007199254740993', '1e400'])(
	'refuses the number %s, which nothing reads exactly',
	(number) => {
		const person = JSON.parse(`{"id":${number}}`) as Record<string, unknown>;
		expect(() => parseEmployee(person, true)).toThrow('too large a number');
		expect(() => idIn({ id: 'id' }, person)).toThrow('too large a number');
	},
);

it('takes who is active as a number for what it says', () => {
	expect([0, 1, 2, undefined].map((active) => parseEmployee({ id: 'a', active }, true).active)).toEqual([
		...[false, true],
		...[true, true],
	]);
});
