const LINK = /<([^<>]*)>((?:[^<"]|"(?:[^"\\]|\\.)*")*)/g;
const REL = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i;

/** The address with the relation "next" in a header Link (RFC 8288), as it stands there. */
export function nextLinkOf(header: string | undefined): string | undefined {
	for (const [, address, parameters] of (header ?? '').matchAll(LINK)) {
		const [, quoted, bare] = REL.exec(parameters ?? '') ?? [];
		const relations = (quoted ?? bare ?? '').toLowerCase().split(/\s+/);
		if (relations.includes('next')) return address;
	}
	return undefined;
}
