import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Replaces what an earlier run of a command has written into a document; what people wrote around it stays. The document
 * must hold the two comments that mark the place.
 *
 * @param file the document, in Markdown
 * @param command as one types it, such as `npm run bench`
 * @param figures Markdown
 * @throws Error when the document has no place for the command's figures
 */
export function writeFigures(file: string, command: string, figures: string): void {
	const begin = `<!-- Between these two lines stands what \`${command}\` has measured. It writes it anew. -->`;
	const end = `<!-- End of what \`${command}\` has measured. -->`;
	const text = readFileSync(file, 'utf8');
	const [from, to] = [text.indexOf(begin), text.indexOf(end)];
	if (from < 0 || to < from)
		throw new Error(`${file} lacks the two lines between which the figures of ${command} stand.`);
	writeFileSync(file, `${text.slice(0, from)}${begin}\n\n${figures.trim()}\n\n${end}${text.slice(to + end.length)}`);
}
