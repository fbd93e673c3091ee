import type { Block, Entry } from './blocks';

/** The report as plain text. */
export function asText(blocks: readonly Block[]): string {
	return blocks.map((block, i) => `${gapBefore(block, blocks[i - 1])}${linesOf(block).join('\n')}`).join('');
}

/** What belongs to a heading, and a list to what stands above it, follows without an empty line. */
function gapBefore(block: Block, before: Block | undefined): string {
	if (!before) return '';
	const belongs = block.kind === 'entries' || (before.kind === 'heading' && block.kind !== 'heading');
	return belongs ? '\n' : '\n\n';
}

function linesOf(block: Block): string[] {
	switch (block.kind) {
		case 'banner':
			return [block.title, block.headline, ...block.lines];
		case 'heading':
			return [`${block.text}${block.count === undefined ? '' : ` (${block.count})`}:`];
		case 'numbers':
			return block.rows.map(([label, count]) => `${label}: ${count}`);
		case 'entries':
			return block.entries.map(entryLine);
		case 'small':
			return [...block.lines, ...(block.link ? [`${block.link.text}: ${block.link.url}`] : [])];
		default:
			return [block.text];
	}
}

function entryLine({ name, login, lines }: Entry): string {
	const who = login === undefined ? name : `${name} (${login})`;
	return lines.length === 0 ? `- ${who}` : `- ${who}: ${lines.join('; ')}`;
}
