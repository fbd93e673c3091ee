// For `node --require`: lets a child process of a test load the package's TypeScript sources.
const { readFileSync } = require('node:fs');

const { process: compile } = require('./typescript.js');

require.extensions['.ts'] = (module, fileName) => {
	module._compile(compile(readFileSync(fileName, 'utf8'), fileName).code, fileName);
};
