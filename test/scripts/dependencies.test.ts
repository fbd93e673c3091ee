import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { judge } from '../../scripts/supply/audit.cjs';
import { licenseTable, objections, runtimePackages } from '../../scripts/supply/dependencies.cjs';

const root = join(__dirname, '..', '..');
const text = (file: string): string => readFileSync(join(root, file), 'utf8');
const lockfile = JSON.parse(text('package-lock.json')) as Parameters<typeof runtimePackages>[0];
const { dependencies } = JSON.parse(text('package.json')) as { dependencies: Record<string, string> };

describe('what comes to whoever installs the package', () => {
	const runtime = runtimePackages(lockfile);

	it('is what it asks for and what that asks for, and nothing of its tests', () => {
		const names = runtime.map(({ name }) => name);
		expect(names).toEqual(expect.arrayContaining(Object.keys(dependencies)));
		expect(names).not.toEqual(expect.arrayContaining(['jest']));
		expect(names).toContain('follow-redirects');
	});

	it('has hashes, licences that go with MIT, and no scripts to run', () => {
		expect(objections(runtime)).toEqual([]);
	});

	it('stands in docs/dependencies.md: each dependency with its reason, all with their licences (npm run licenses)', () => {
		const page = text('docs/dependencies.md');
		for (const name of Object.keys(dependencies))
			expect(page).toMatch(new RegExp(`^\\| \\[${name}\\].*\\|.*\\|.*\\|$`, 'm'));
		expect(page).toContain(licenseTable(runtime));
	});
});

describe('packages in a lockfile', () => {
	const found = { version: '1.0.0', license: 'MIT', integrity: 'sha512-x' };

	it('are found where Node.js would find them', () => {
		const packages = {
			'': { dependencies: { one: '1' } },
			'node_modules/one': { ...found, dependencies: { two: '1', three: '1' } },
			'node_modules/one/node_modules/two': {
				...found,
				version: '2.0.0',
				optionalDependencies: { three: '1', four: '1' },
			},
			'node_modules/two': found,
			'node_modules/three': found,
		};
		const versions = runtimePackages({ packages }).map(({ name, version }) => `${name} ${version}`);
		expect(versions).toEqual(['one 1.0.0', 'three 1.0.0', 'two 2.0.0']);
	});

	it('are objected to for a licence, a missing hash and an install script', () => {
		const packages = {
			'': { dependencies: { one: '1', two: '1' } },
			'node_modules/one': { version: '1.0.0', hasInstallScript: true },
			'node_modules/two': found,
		};
		expect(objections(runtimePackages({ packages }))).toEqual([
			'one 1.0.0 has the licence unknown.',
			'one 1.0.0 stands in the lockfile without a hash.',
			'one 1.0.0 runs a script when it is installed.',
		]);
	});
});

describe('what the registry answers about known vulnerabilities', () => {
	const report = (severity: string): string =>
		JSON.stringify({
			vulnerabilities: {
				one: { name: 'one', severity, range: '<2', via: [{ title: 'A hole', url: 'https://example.com/1' }] },
			},
		});

	it('nothing is known', () => {
		expect(judge('{"vulnerabilities":{}}', true)).toEqual({
			sentences: ['Nothing is known against the packages.'],
			exitCode: 0,
		});
	});

	it('something serious fails, something else is only said', () => {
		const sentences = (severity: string): string[] => [`one <2: ${severity}, A hole (https://example.com/1)`];
		expect(judge(report('critical'), false)).toEqual({ sentences: sentences('critical'), exitCode: 1 });
		expect(judge(report('moderate'), true)).toEqual({ sentences: sentences('moderate'), exitCode: 0 });
	});

	it.each([
		['{"message":"405 Method Not Allowed"}', ' (405 Method Not Allowed)'],
		['', ''],
		['<html>', ''],
	])('no answer is never taken for a good one: %s', (json, why) => {
		const sentences = [`The registry did not answer what is known against the packages${why}: nothing was checked.`];
		expect(judge(json, false)).toEqual({ sentences, exitCode: 0 });
		expect(judge(json, true)).toEqual({ sentences, exitCode: 1 });
	});
});

describe('a publication', () => {
	const workflow = text('.github/workflows/publish.yml');

	it('is proved to come from this repository, and needs no token', () => {
		expect(workflow).toMatch(/^ {6}id-token: write$/m);
		expect(workflow).toContain('npm publish --provenance');
		expect(workflow).not.toMatch(/secrets\.|NODE_AUTH_TOKEN/);
	});

	it('comes after the audit and all tests', () => {
		const order = ['npm run audit -- --must-answer', '.ci/run', 'npm publish'].map((step) => workflow.indexOf(step));
		expect(order.every((position) => position > 0)).toBe(true);
		expect([...order].sort((one, other) => one - other)).toEqual(order);
	});

	it("uses other people's actions by the hash of a commit", () => {
		const uses = [...workflow.matchAll(/uses: \S+@(\S+)/g)].map(([, version]) => version);
		expect(uses.length).toBeGreaterThan(0);
		for (const version of uses) expect(version).toMatch(/^[0-9a-f]{40}$/);
	});
});
