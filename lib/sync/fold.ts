/** Names as different systems spell them: with or without marks, in other widths, with other apostrophes. */

const APOSTROPHES = /['‘’‚‛ʹʻʼ′`´＇]/g;
/** Signs that nobody sees: of width nought, of direction, for a variant of the letter before. */
const UNSEEN = /\p{Cf}|[\u034f\ufe00-\ufe0f]/gu;
/** Marks over and under Latin, Greek and Cyrillic letters. Those of other scripts are vowels, without which names are others. */
const MARKS = /[\u0300-\u036f]/g;
/** Letters that don't come apart by themselves. */
const LETTERS: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', ı: 'i' };

const E_OF_UMLAUT = /([aou])e(?=\p{L})/gu;

/** Without what one writes and the other leaves out, and nobody would tell two people apart by. */
export function withoutUnseen(text: string): string {
	return text.replace(UNSEEN, '').replace(APOSTROPHES, '');
}

/** `Groß`, `GROSS` and `Ｇｒｏｓｓ` are one; so are `Jörg`, `Joerg` and `Jorg`. At the end of a word, `Joe` isn't `Jo`. */
export function folded(text: string): string {
	// Most names are plain, and there are many.
	if (/^[ -~]*$/.test(text)) return text.replace(/['`]/g, '').toLowerCase().replace(E_OF_UMLAUT, '$1');
	return withoutUnseen(withoutUnseen(text).normalize('NFKD'))
		.toLowerCase()
		.replace(MARKS, '')
		.replace(/[ßæœøłđðı]/g, (letter) => LETTERS[letter] ?? letter)
		.replace(E_OF_UMLAUT, '$1');
}

/** The words of a name, folded, in their order. */
export function wordsIn(text: string): string[] {
	return folded(text)
		.split(/[^\p{L}\p{M}\p{N}]+/u)
		.filter((word) => word !== '');
}

/** The letters of a name, folded: blanks, hyphens and dots come and go. */
export function lettersIn(text: string): string {
	return folded(text).replace(/[^\p{L}\p{M}]+/gu, '');
}
