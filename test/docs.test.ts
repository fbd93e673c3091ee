import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');
const pages = [
	...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
	...readdirSync(join(ROOT, 'docs'))
		.filter((name) => name.endsWith('.md'))
		.map((name) => join('docs', name)),
];

/** Where a page leads to within the project, without what is behind a `#`. */
function leadsTo(page: string): string[] {
	const text = readFileSync(join(ROOT, page), 'utf8');
	const links = [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)\s]*)?\)/g)].map(([, link = '']) => link);
	return links.filter((link) => !/^[a-z]+:/i.test(link)).map((link) => relative(ROOT, join(ROOT, dirname(page), link)));
}

test.each(pages)('what %s leads to is there', (page) => {
	expect(leadsTo(page).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test('docs/safety.md names a test for each of its promises', () => {
	const tests = leadsTo(join('docs', 'safety.md')).filter((path) => path.startsWith('test'));
	expect(tests.length).toBeGreaterThan(20);
});
