/** An error whose message is all that its reader needs: shown as it is, without a stack. */
class Sentence extends Error {
	name = 'Sentence';
}

/** What npm says when it cannot reach the registry, or was told not to try and does not have a package itself. */
const NETWORK =
	/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED)\b/;

const KNOWN = [
	{ pattern: /\bENOSPC\b/, text: () => 'The disk is full' },
	{ pattern: /\b(EACCES|EPERM)\b/, text: (code) => `npm may not write there (${code})` },
	{ pattern: /\b(E401|E403)\b/, text: (code) => `The package registry refused npm (${code})` },
];

/**
 * Why npm failed, in one sentence.
 *
 * @param {string} what what was being installed, as the subject of "could not be installed"
 * @param {string} output everything npm printed
 * @param {string} [log] where that output was kept
 * @returns {Sentence}
 */
function explainNpm(what, output, log) {
	const network = NETWORK.exec(output);
	if (network) {
		return new Sentence(
			`${what} could not be installed: the package registry cannot be reached${network[1] === 'ENOTCACHED' ? '' : ` (${network[1]})`}. ` +
				'Connect this machine to the network, or set its proxy for npm, and start again.',
		);
	}
	const where = log ? ` npm's output is in ${log}.` : '';
	for (const { pattern, text } of KNOWN) {
		const found = pattern.exec(output);
		if (found) return new Sentence(`${what} could not be installed: ${text(found[1])}.${where}`);
	}
	const lines = output.split('\n').filter((line) => /^npm (error|ERR!)/.test(line));
	const reason = (lines.find((line) => !/^npm (error|ERR!) (code|errno|syscall)\b/.test(line)) ?? lines[0] ?? '')
		.replace(/^npm (error|ERR!)\s*/, '')
		.trim();
	return new Sentence(`${what} could not be installed${reason ? `: ${reason}` : ''}.${where}`);
}

/**
 * Whether npm failed because it cannot reach the registry.
 *
 * @param {string} output everything npm printed
 */
function isNetworkFailure(output) {
	return NETWORK.test(output);
}

module.exports = { Sentence, explainNpm, isNetworkFailure };
