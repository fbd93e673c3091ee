const { rm } = require('node:fs/promises');

const { src, dest } = require('gulp');

// What is no longer in the sources must not be published.
const clean = () => rm('dist', { recursive: true, force: true });

// What tsc does not carry into dist: icons, codex files (<Node>.node.json).
function build() {
	return src(['nodes/**/*.{svg,png,json}', 'credentials/**/*.{svg,png}'], { base: '.', encoding: false }).pipe(
		dest('dist'),
	);
}

exports.clean = clean;
exports.build = build;
