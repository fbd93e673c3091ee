const { readFileSync } = require('node:fs');
const { resolve } = require('node:path');

const ts = require('typescript');

const configFile = resolve(__dirname, '../tsconfig.json');
const { options } = ts.parseJsonConfigFileContent(
	ts.readConfigFile(configFile, (file) => readFileSync(file, 'utf8')).config,
	ts.sys,
	resolve(__dirname, '..'),
);

/**
 * Jest's transformer for TypeScript: strips the types of one file at a time, as `isolatedModules` promises is enough.
 * Types are checked by `npm run typecheck`, not once more by every test run.
 */
module.exports = {
	process(source, fileName) {
		const { outputText } = ts.transpileModule(source, {
			fileName,
			compilerOptions: {
				...options,
				module: ts.ModuleKind.CommonJS,
				moduleResolution: ts.ModuleResolutionKind.Node10,
				declaration: false,
				inlineSourceMap: true,
				inlineSources: true,
			},
		});
		return { code: outputText };
	},
};
