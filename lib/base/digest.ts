import { createHash } from 'node:crypto';

/** A short digest of texts, whatever their order: two lists with the same digest hold the same texts. */
export function digestOf(texts: Iterable<string>): string {
	const hash = createHash('sha256');
	for (const text of [...texts].sort()) hash.update(`${text.length}:${text}`);
	return hash.digest('hex').slice(0, 32);
}
