import { trim, trimEnd } from 'lodash';

/** What stands within quotation marks, where it ends nothing. */
export const KEPT: Record<string, string> = { ',': '\u0001', ';': '\u0002' };
export const BRACKETS = /[<>()[\]{}]/g;
export const SOMETHING = /[\p{L}\p{N}]/u;
/** What is longer than this is no name of one person. */
const LONGEST_NAME = 500;

/** With straight quotation marks, and without what nobody sees. */
export function cleaned(text: string): string {
	return text
		.replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u0001\u0002]/g, '')
		.replace(/[“”„‟«»″＂]/g, '"')
		.replace(/[‘’‚‛‹›′`´]/g, "'");
}

/** Without what stands around it. */
export function bare(word: string): string {
	const inside = trim(word, "'").replace(/^(?:mailto|smtp|sip|to|cc|bcc):/i, '');
	if (!inside.includes('@')) return inside;
	// `mailto:ann@example.com?subject=…`
	const [address = ''] = inside.split('?');
	return trimEnd(address, '.:!');
}

export function shown(words: readonly string[]): string {
	const between = (text: string, sign: string, shownAs: string): string =>
		text
			.split(sign)
			.map((part) => part.trim())
			.join(shownAs);
	return between(between(words.join(' '), '\u0001', ', '), '\u0002', '; ');
}

/** A part of a line as it stands, but for addresses; and the names within the distinguished names of a directory. */
export function wholesOf(text: string): string[] {
	if (text.length > LONGEST_NAME) return [];
	const words = text.split(/\s+/).filter((word) => !word.includes('@') && bare(word) !== '');
	const whole = shown(words);
	if (!SOMETHING.test(whole)) return [];
	const common = Array.from(whole.matchAll(/\bcn=((?:\\.|[^,+\\])+)/gi), ([, name = '']) => name.replace(/\\/g, ''));
	return [whole, ...common];
}

export function withoutBrackets(name = ''): string {
	return name.replace(BRACKETS, ' ').replace(/\s+/g, ' ').trim();
}
