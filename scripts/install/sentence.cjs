/** An error whose message is all that its reader needs: shown as it is, without a stack. */
class Sentence extends Error {
	name = 'Sentence';
}

/** What npm says when it cannot reach the registry. */
const NETWORK =
	/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)\b/;

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
			`${what} could not be installed: the package registry cannot be reached (${network[1]}). ` +
				'Connect this machine to the network, or set its proxy for npm, and start again.',
		);
	}
	const where = log ? ` npm's output is in ${log}.` : '';
	const lines = output.split('\n').filter((line) => /^npm (error|ERR!)/.test(line));
	const reason = (lines.find((line) => !/^npm (error|ERR!) (code|errno|syscall)\b/.test(line)) ?? lines[0] ?? '')
		.replace(/^npm (error|ERR!)\s*/, '')
		.trim();
	return new Sentence(`${what} could not be installed${reason ? `: ${reason}` : ''}.${where}`);
}

module.exports = { Sentence, explainNpm };
