import { nextLinkOf } from '../../../../lib/hr/rest/linkHeader';

it.each<[string, string, string | undefined]>([
	['alone', '<https://h/2>; rel="next"', 'https://h/2'],
	['with spaces', '<https://h/2> ; rel = "next"', 'https://h/2'],
	['without quotation marks', '<https://h/2>; rel=next', 'https://h/2'],
	['one of several relations', '<https://h/2>; title="a"; rel="last next"', 'https://h/2'],
	[
		'behind a comma in an address and in a title',
		'<https://h/?a=1,2>; title="a, b", <https://h/2>; rel=next',
		'https://h/2',
	],
	[
		'behind a title that holds a link',
		'<https://h/1>; title="<https://h/9>; rel=next", <https://h/2>; rel=next',
		'https://h/2',
	],
	['behind a quotation mark too many', '<https://h/1>; title="12" disks", <https://h/2>; rel="next"', 'https://h/2'],
	['behind an extended title', `<https://h/1>; title*=UTF-8''x"y, <https://h/2>; rel="next"`, 'https://h/2'],
	['not there', '<https://h/1>; rel="prev"', undefined],
])('finds the next page %s', (_, header, next) => {
	expect(nextLinkOf(header)).toBe(next);
});
