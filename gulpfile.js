const { src, dest } = require('gulp');

// What tsc does not carry into dist: icons, codex files (<Node>.node.json).
function build() {
	return src(['nodes/**/*.{svg,png,json}', 'credentials/**/*.{svg,png}'], { base: '.', encoding: false }).pipe(
		dest('dist'),
	);
}

exports.build = build;
