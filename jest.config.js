// Jest can neither import() nor read ES modules, so these parts of n8n are made CommonJS like the TypeScript sources:
// the two files that import(), and the ES modules behind the nodes in use.
const importing = [
	'n8n-workflow/dist/cjs/expression\\.js',
	'n8n-core/dist/execution-engine/node-execution-context/utils/binary-helper-functions\\.js',
];
const esModules = [
	...['file-type', 'strtok3', 'token-types', 'uint8array-extras', '@borewit/text-codec', '@tokenizer/inflate'],
	...['htmlparser2', 'dom-serializer', 'domelementtype', 'domhandler', 'domutils', 'entities'],
];
// An ES module may lie in another package's node_modules.
const transformed = [...importing, `(?:.*/node_modules/)?(?:${esModules.join('|')})/`].join('|');

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	runtime: '<rootDir>/test/support/runtime.js',
	// Jest would leave one core to whoever watches: on two cores, everything one after another.
	maxWorkers: '100%',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	testPathIgnorePatterns: ['<rootDir>/test/e2e/'],
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.sandbox/', '<rootDir>/sandbox/n8n/node_modules/'],
	transform: { '\\.[jt]s$': '<rootDir>/test/support/typescript.js' },
	transformIgnorePatterns: [`/node_modules/(?!${transformed})`],
	moduleNameMapper: { '^file-type$': '<rootDir>/node_modules/file-type/index.js' },
	setupFilesAfterEnv: ['<rootDir>/test/support/setup.ts'],
	testTimeout: 30_000,
};
