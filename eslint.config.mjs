import { n8nCommunityNodesPlugin as communityNodes } from '@n8n/eslint-plugin-community-nodes';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import nodesBase from 'eslint-plugin-n8n-nodes-base';
import * as regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

const nodes = ['nodes/**/*.ts'];
const credentials = ['credentials/**/*.ts'];
const published = [...nodes, ...credentials, 'lib/**/*.ts'];

const n8nPlugins = { '@n8n/community-nodes': communityNodes, 'n8n-nodes-base': nodesBase };

/** n8n's own rules for community packages; what they only warn of is an error here. */
const communityNodesRules = asErrors(communityNodes.configs.recommended.rules);

/** A rule set of eslint-plugin-n8n-nodes-base: `nodes`, `credentials` or `community` (for package.json). */
const nodesBaseRules = (set) => asErrors(nodesBase.configs[set].rules);

function asErrors(rules) {
	return Object.fromEntries(Object.keys(rules).map((name) => [name, 'error']));
}

/**
 * The rooms of lib and what each may use besides itself: the arrows of the house, which run one way. Whatever is not named
 * here is behind a wall.
 */
const ROOMS = {
	base: [],
	http: ['base'],
	sync: ['base'],
	graph: ['base', 'http'],
	hr: ['base', 'http', 'sync'],
	report: ['base', 'sync'],
	jobs: ['base', 'http', 'sync', 'graph', 'hr', 'report'],
};

const walls = [
	...Object.entries(ROOMS).map(([room, uses]) => ({
		target: `./lib/${room}`,
		from: './lib',
		except: [room, ...uses].map((name) => `./${name}`),
		message: `lib/${room} uses ${uses.length === 0 ? 'no other room' : uses.map((name) => `lib/${name}`).join(', ')}.`,
	})),
	{
		target: './lib',
		from: ['./nodes', './credentials', './sandbox', './test'],
		message: 'lib knows nobody who uses it.',
	},
	{
		target: './credentials',
		from: ['./nodes', './lib/jobs'],
		message: 'Credentials use what signs in, and nothing above it.',
	},
	// The simulator must not share a mistake with the code that it tests.
	{
		target: './sandbox',
		from: ['./lib', './nodes', './credentials'],
		message: 'The sandbox knows nothing of the package.',
	},
	{ target: './nodes', from: ['./sandbox', './test'], message: 'What is published uses neither.' },
];

export default tseslint.config(
	{ ignores: ['dist/', '.sandbox/'] },
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },

	// TypeScript, checked with its types.
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.strictTypeChecked],
		languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
		rules: {
			'@typescript-eslint/no-confusing-void-expression': [
				'error',
				{ ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
			],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			// Off: n8n asks for methods that return promises, and `async` makes what such a method throws a rejection.
			'@typescript-eslint/require-await': 'off',
		},
	},
	{
		files: ['test/**/*.ts'],
		rules: {
			// Off in tests: where a value is missing, its test fails anyway.
			'@typescript-eslint/no-non-null-assertion': 'off',
			// Off in tests: Jest types its matchers (expect.any, expect.objectContaining) as any.
			'@typescript-eslint/no-unsafe-assignment': 'off',
		},
	},

	{
		files: ['test/e2e/**/*.ts'],
		rules: {
			// Node's test runner keeps the promises of its tests itself.
			'@typescript-eslint/no-floating-promises': [
				'error',
				{
					allowForKnownSafeCalls: [
						{ from: 'package', name: ['test', 'describe', 'before', 'after'], package: 'node:test' },
					],
				},
			],
		},
	},

	// The walls of the house.
	{
		files: ['**/*.ts'],
		plugins: { 'import-x': importX },
		settings: { 'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.js', '.json'] })] },
		rules: {
			'import-x/no-restricted-paths': ['error', { zones: walls, basePath: import.meta.dirname }],
		},
	},
	{
		files: ['lib/**/*.ts'],
		rules: {
			'no-restricted-imports': [
				'error',
				{ patterns: [{ group: ['n8n-workflow', 'n8n-core'], message: "n8n's context goes no further than nodes/." }] },
			],
		},
	},

	// JavaScript: configuration and scripts.
	{
		files: ['**/*.{js,mjs}'],
		extends: [tseslint.configs.strict],
		rules: {
			// Off: the .js files here are CommonJS.
			'@typescript-eslint/no-require-imports': 'off',
		},
	},
	{
		files: ['**/*.{js,mjs,ts}'],
		rules: {
			'array-callback-return': 'error',
			eqeqeq: 'error',
			'no-constant-condition': ['error', { checkLoops: 'allExceptWhileTrue' }],
			'no-dupe-else-if': 'error',
			'no-empty': 'error',
			'no-fallthrough': 'error',
			'no-unsafe-finally': 'error',
			'no-useless-catch': 'error',
			'no-var': 'error',
			'object-shorthand': 'error',
			'prefer-const': 'error',
		},
	},

	// What is published: nodes, credentials and the code behind them.
	{
		files: published,
		plugins: { ...n8nPlugins, regexp },
		rules: {
			...communityNodesRules,
			'no-console': 'error',
			// A pattern must not take as long as the square of a text: servers write the texts.
			'regexp/no-super-linear-backtracking': 'error',
			'regexp/no-super-linear-move': 'error',
		},
	},
	{
		files: ['lib/**/*.ts'],
		rules: {
			// Off: this code knows no node. Its errors become NodeOperationErrors in nodes/shared/runNode.ts.
			'@n8n/community-nodes/require-node-api-error': 'off',
		},
	},
	{
		files: ['lib/base/async.ts', 'lib/http/**/*.ts', 'lib/graph/**/*.ts'],
		rules: {
			// Off: this package signs in with @azure/msal-node and speaks HTTP with axios, its runtime dependencies.
			'@n8n/community-nodes/no-restricted-imports': 'off',
		},
	},
	{
		files: ['lib/sync/mapping/transforms.ts'],
		rules: {
			// Off: how phone numbers are written, country by country, only a library that is kept up to date knows.
			'@n8n/community-nodes/no-restricted-imports': 'off',
		},
	},
	{
		files: ['lib/report/csv.ts', 'lib/report/xlsx.ts'],
		rules: {
			// Off: files that every spreadsheet opens, and that run nothing there, are written by libraries that know how.
			'@n8n/community-nodes/no-restricted-imports': 'off',
		},
	},
	{
		files: nodes,
		rules: {
			...nodesBaseRules('nodes'),
			// Off, both: they want the literal ['main'], which @n8n/community-nodes/node-connection-type-literal forbids,
			// and one output, where some of these nodes have a second one for the rows that failed.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
		},
	},
	{
		files: credentials,
		rules: {
			...nodesBaseRules('credentials'),
			// Off: for credentials in n8n's own repository. Elsewhere the documentation is at a URL, as
			// cred-class-field-documentation-url-not-http-url says.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
		},
	},
	{
		files: ['package.json'],
		languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
		plugins: n8nPlugins,
		rules: {
			...communityNodesRules,
			...nodesBaseRules('community'),
			// Off: @azure/msal-node, axios and lodash are dependencies of this package by design.
			'@n8n/community-nodes/no-runtime-dependencies': 'off',
		},
	},
);
