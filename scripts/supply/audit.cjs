const SERIOUS = ['high', 'critical'];

/**
 * What an answer of `npm audit --json` means.
 *
 * @param {string} json
 * @param {boolean} mustAnswer whether it is a failure when the registry does not answer
 * @returns {{ sentences: string[], exitCode: 0 | 1 }}
 */
function judge(json, mustAnswer) {
	const report = parse(json);
	if (!isObject(report?.vulnerabilities)) {
		const said = report?.message ?? report?.error?.summary;
		const why = typeof said === 'string' && said !== '' ? ` (${said})` : '';
		return {
			sentences: [`The registry did not answer what is known against the packages${why}: nothing was checked.`],
			exitCode: mustAnswer ? 1 : 0,
		};
	}
	const found = Object.values(report.vulnerabilities).filter(isObject);
	if (found.length === 0) return { sentences: ['Nothing is known against the packages.'], exitCode: 0 };
	return {
		sentences: found.map(({ name, severity, range }) => `${name} ${range}: ${severity}${advisories(found, name)}`),
		exitCode: found.some(({ severity }) => SERIOUS.includes(severity)) ? 1 : 0,
	};
}

function advisories(found, name) {
	const via = found.find((one) => one.name === name)?.via ?? [];
	const titles = via.filter(isObject).map(({ title, url }) => `${title} (${url})`);
	return titles.length > 0 ? `, ${titles.join('; ')}` : '';
}

function parse(json) {
	try {
		const value = JSON.parse(json);
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

function isObject(value) {
	return typeof value === 'object' && value !== null;
}

module.exports = { judge };
