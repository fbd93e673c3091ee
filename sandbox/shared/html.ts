const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text made safe for HTML, in content and in quoted attributes. */
export function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** `2026-03-01T08:15:30.123Z` as `2026-03-01 08:15 UTC`, inside a `<time>`. Anything else is shown as it is. */
export function timeHtml(iso: string): string {
	const shown = iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*Z$/, '$1 $2 UTC');
	return `<time datetime="${escapeHtml(iso)}">${escapeHtml(shown)}</time>`;
}

/** A whole page. `body` is HTML already; `title` is text. */
export function pageHtml(title: string, body: string): string {
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

const STYLE = `
:root { --ink: #1c2430; --soft: #5c6878; --line: #dfe4ea; --paper: #fff; --ground: #f4f6f9; --accent: #2456c8; }
* { box-sizing: border-box; }
body { margin: 0; padding: 2rem clamp(1rem, 4vw, 3rem); background: var(--ground); color: var(--ink);
	font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1 { margin: 0 0 .25rem; font-size: 1.6rem; }
p { margin: .25rem 0 1rem; color: var(--soft); }
p:empty { display: none; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
.counts { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0; padding: 0; list-style: none; }
.counts li { min-width: 8rem; padding: .6rem 1rem; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; }
.counts b { display: block; font-size: 1.4rem; line-height: 1.2; }
.counts span { color: var(--soft); }
input[type=search] { width: min(28rem, 100%); margin-bottom: .75rem; padding: .55rem .8rem; font: inherit;
	border: 1px solid #8792a1; border-radius: 8px; background: var(--paper); color: inherit; }
.sheet { overflow-x: auto; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; }
table { width: 100%; min-width: 60rem; border-collapse: collapse; font-size: .875rem; }
td { overflow-wrap: anywhere; }
th, td { padding: .55rem .7rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
tr:last-child td { border-bottom: 0; }
tr > :first-child { padding-left: 1rem; }
td:first-child { font-weight: 500; overflow-wrap: normal; }
th { font-size: .8rem; font-weight: 600; color: var(--soft); white-space: nowrap; }
time { white-space: nowrap; color: var(--soft); }
.badge { padding: .1rem .55rem; border-radius: 1rem; font-size: .75rem; white-space: nowrap; }
.on { background: #dcf3e3; color: #12602f; }
.off { background: #eceff3; color: #4a5563; }
.empty { padding: 2.5rem; text-align: center; color: var(--soft); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.2rem; margin: 1rem 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
iframe { display: block; width: 100%; height: 60vh; border: 0; background: #fff; border-radius: 8px; }
pre { margin: 0; padding: 1rem; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.5 ui-monospace, monospace; }
h2 { margin: 1.5rem 0 .5rem; font-size: 1.05rem; }
`;
