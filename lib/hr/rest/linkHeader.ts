const LINK = /<([^<>]*)>((?:=\s*"(?:[^"\\]|\\.)*"|[^<])*)/g;
const PARAMETER = /;\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*))/g;

/** The address with the relation "next" in a header Link (RFC 8288), as it stands there. */
export function nextLinkOf(header: string | undefined): string | undefined {
	for (const [, address, parameters = ''] of (header ?? '').matchAll(LINK)) {
		const relations = [...parameters.matchAll(PARAMETER)]
			.filter(([, name = '']) => name.toLowerCase() === 'rel')
			.flatMap(([, , quoted, bare]) => (quoted ?? bare ?? '').toLowerCase().split(/\s+/));
		if (relations.includes('next')) return address;
	}
	return undefined;
}
