const { spawn } = require('node:child_process');
const { appendFileSync, existsSync, mkdirSync, realpathSync } = require('node:fs');
const { basename, delimiter, dirname, join } = require('node:path');

const { Sentence, explainNpm } = require('./sentence.cjs');

const PROGRESS_MS = 15_000;
const STOP_WITHIN_MS = 3_000;
const CLI = 'npm-cli.js';

/**
 * How npm is called here: the npm that started this process, else the one on PATH.
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
	if (!onPath)
		throw new Sentence('npm was not found on PATH. Install Node.js 20 or newer together with npm, and start again.');
	const real = realpathSync(onPath);
	return basename(real) === CLI ? { file: node, args: [real] } : { file: onPath, args: [] };
}

/**
 * The Node.js that runs this, or another one on PATH where an installation has just replaced that one: npm scripts run on
 * the Node.js in node_modules once it is there.
 */
function presentNode({ execPath, env } = process) {
	if (existsSync(execPath)) return execPath;
	const onPath = (env.PATH ?? '')
		.split(delimiter)
		.map((folder) => join(folder, basename(execPath)))
		.find((file) => existsSync(file));
	return onPath ?? execPath;
}

/** What the npm that started this process has set for its own folder and screen is not for the new one. */
function npmEnvironment({ pathFirst }) {
	const env = Object.fromEntries(
		Object.entries(process.env).filter(
			([name]) =>
				!/^npm_(package|lifecycle|config_local_prefix|config_ignore_scripts|config_loglevel|command$)/i.test(name),
		),
	);
	// `npm start --silent` would otherwise hide why an installation failed.
	env.npm_config_loglevel = 'error';
	// What npm has in its cache needs no connection.
	env.npm_config_prefer_offline = 'true';
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
function runNpm(args, options) {
	const { cwd, what, say, node = presentNode(), progress, explain, log, signal } = options;
	const npm = npmCommand(node);
	const started = Date.now();
	return new Promise((resolve, reject) => {
		// A process group of its own, so that whatever npm started ends with it.
		const child = spawn(npm.file, [...npm.args, ...args], {
			cwd,
			env: npmEnvironment(options),
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
		let force;
		const stop = () => {
			signalGroup(child.pid, 'SIGTERM');
			// npm takes the signal as a reason to clean up, and may go on waiting for the network meanwhile.
			force = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), STOP_WITHIN_MS);
		};
		if (signal?.aborted) stop();
		signal?.addEventListener('abort', stop);

		const settle = (finish) => {
			clearInterval(timer);
			clearTimeout(force);
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

function signalGroup(pid, signal) {
	try {
		process.kill(-pid, signal);
	} catch {
		// Ended by itself meanwhile.
	}
}

module.exports = { npmCommand, presentNode, runNpm };
