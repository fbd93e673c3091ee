const { Script } = require('node:vm');

const { default: Runtime } = require('jest-runtime');

/** What this worker has compiled, by file; a script runs in as many contexts as it is asked to. */
const compiled = new Map();

/**
 * Jest's runtime, which makes every test file a context of its own and would compile n8n's 2,000 modules anew for each.
 * Here a worker compiles a module once, and each context runs it: they share its code, and none of its state.
 */
module.exports = class extends Runtime {
	createScriptFromCode(code, filename) {
		const known = compiled.get(filename);
		if (known?.code === code) return known.script;
		const script = this.compile(code, filename);
		compiled.set(filename, { code, script });
		return script;
	}

	/** As Jest does, but for its own way to import(), which needs a flag of Node.js that these tests do not set. */
	compile(code, filename) {
		try {
			return new Script(this.wrapCodeInModuleWrapper(code), { filename });
		} catch {
			// Jest knows how to say what is wrong with it.
			return super.createScriptFromCode(code, filename);
		}
	}
};
