const { spawn } = require('node:child_process');
const { appendFileSync, existsSync, mkdirSync, realpathSync } = require('node:fs');
const { basename, delimiter, dirname, join } = require('node:path');

const { Sentence, explainNpm } = require('./sentence.cjs');

const PROGRESS_MS = 15_000;
const CLI = 'npm-cli.js';

/**
 * How npm is called here: the npm that started this process, else the one on PATH, else the one beside node.
 *
 * @param {string} node the Node.js that is to run npm
 * @returns {{ file: string, args: string[] }}
 */
function npmCommand(node, env = process.env) {
	if (env.npm_execpath && basename(env.npm_execpath) === CLI && existsSync(env.npm_execpath)) {
		return { file: node, args: [env.npm_execpath] };
	}
	const onPath = (env.PATH ?? '')
		.split(delimiter)
		.map((folder) => join(folder, 'npm'))
		.find((file) => existsSync(file));
	if (onPath && basename(realpathSync(onPath)) === CLI) return { file: node, args: [realpathSync(onPath)] };
	const home = dirname(process.execPath);
	const beside = [join(home, '..', 'lib'), home]
		.map((folder) => join(folder, 'node_modules', 'npm', 'bin', CLI))
		.find((file) => existsSync(file));
	if (beside) return { file: node, args: [beside] };
	if (onPath) return { file: onPath, args: [] };
	throw new Sentence('npm was not found on PATH. Install Node.js 20 or newer together with npm, and start again.');
}

/** npm's own variables of the npm that started this process would point the new one at the wrong folder. */
function npmEnvironment(pathFirst) {
	const env = Object.fromEntries(
		Object.entries(process.env).filter(
			([name]) => !/^npm_(package|lifecycle|config_local_prefix|config_ignore_scripts|command$)/i.test(name),
		),
	);
	if (pathFirst) env.PATH = `${pathFirst}${delimiter}${env.PATH ?? ''}`;
	return env;
}

/**
 * Runs npm and resolves with its standard output. Says every 15 s how far it is. Fails with a Sentence.
 *
 * @param {string[]} args
 * @param {import('./npm.cjs').NpmOptions} options
 * @returns {Promise<string>}
 */
function runNpm(args, { cwd, what, say, node = process.execPath, pathFirst, progress, explain, log, signal }) {
	const npm = npmCommand(node);
	const started = Date.now();
	return new Promise((resolve, reject) => {
		// A process group of its own, so that whatever npm started ends with it.
		const child = spawn(npm.file, [...npm.args, ...args], {
			cwd,
			env: npmEnvironment(pathFirst),
			stdio: ['ignore', 'pipe', 'pipe'],
			detached: true,
		});
		let stdout = '';
		let output = '';
		child.stdout.setEncoding('utf8').on('data', (text) => {
			stdout += text;
			output += text;
		});
		child.stderr.setEncoding('utf8').on('data', (text) => (output += text));

		const timer = setInterval(() => {
			const seconds = Math.round((Date.now() - started) / 1000);
			const done = progress?.();
			say(`  ... ${seconds} s${done ? `, ${done}` : ''}`);
		}, PROGRESS_MS);
		const stop = () => {
			try {
				process.kill(-child.pid, 'SIGTERM');
			} catch {
				// Ended by itself meanwhile.
			}
		};
		if (signal?.aborted) stop();
		signal?.addEventListener('abort', stop);

		const settle = (finish) => {
			clearInterval(timer);
			signal?.removeEventListener('abort', stop);
			if (log) {
				mkdirSync(dirname(log), { recursive: true });
				appendFileSync(log, `$ npm ${args.join(' ')}\n${output}\n`);
			}
			finish();
		};
		child.once('error', (error) =>
			settle(() => reject(new Sentence(`npm could not be started: ${error.message}. Is it installed?`))),
		);
		child.once('close', (code) =>
			settle(() => {
				if (signal?.aborted) reject(new Sentence(`${what}: stopped before it was installed.`));
				else if (code === 0) resolve(stdout);
				else reject(explain?.(output) ?? explainNpm(what, output, log));
			}),
		);
	});
}

module.exports = { npmCommand, runNpm };
