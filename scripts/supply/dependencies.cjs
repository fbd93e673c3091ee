const MODULES = 'node_modules/';

/**
 * What comes to whoever installs the package: its dependencies, theirs, and so on, out of the lockfile.
 *
 * @param {{ packages: Record<string, object> }} lockfile
 * @returns {{ name: string, version: string, license: string, integrity: boolean, installScript: boolean }[]} by name
 */
function runtimePackages({ packages }) {
	const found = new Map();
	const add = (from, names) => {
		for (const name of names) {
			const path = resolve(packages, from, name);
			if (path === undefined || found.has(path)) continue;
			const { version, license, integrity, hasInstallScript, dependencies, optionalDependencies } = packages[path];
			found.set(path, {
				name,
				version,
				license: license ?? 'unknown',
				integrity: integrity !== undefined,
				installScript: hasInstallScript === true,
			});
			add(path, Object.keys({ ...dependencies, ...optionalDependencies }));
		}
	};
	add('', Object.keys(packages[''].dependencies ?? {}));
	return [...found.values()].sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
}

/** Where a package finds another: in its own node_modules, or in those of a folder above. */
function resolve(packages, from, name) {
	for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf(`/${MODULES}`)))) {
		const path = `${folder === '' ? '' : `${folder}/`}${MODULES}${name}`;
		if (packages[path]) return path;
		if (folder === '') return undefined;
	}
}

/** Licences under which the package, itself MIT, may be passed on together with these. */
const LICENSES = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD'];

/** A sentence for each package that must not be depended on as it is. */
function objections(runtime) {
	return runtime.flatMap(({ name, version, license, integrity, installScript }) => [
		...(LICENSES.includes(license) ? [] : [`${name} ${version} has the licence ${license}.`]),
		...(integrity ? [] : [`${name} ${version} stands in the lockfile without a hash.`]),
		...(installScript ? [`${name} ${version} runs a script when it is installed.`] : []),
	]);
}

/** A Markdown table: each licence with the packages under it. */
function licenseTable(runtime) {
	const byLicense = Map.groupBy(runtime, ({ license }) => license);
	const lines = [...byLicense].map(([license, packages]) => {
		const names = packages.map(({ name, version }) => `${name} ${version}`).join(', ');
		return `| ${license} | ${packages.length} | ${names} |`;
	});
	return ['| licence | packages | which |', '|---|---:|---|', ...lines].join('\n');
}

module.exports = { runtimePackages, objections, licenseTable };
