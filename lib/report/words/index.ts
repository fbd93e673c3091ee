import { inEnglish } from '../../base/words/english';
import type { Tell } from '../../base/words/saying';
import { de } from './de';
import { en } from './en';
import type { Words } from './en';
import { inGerman } from './german';

export type { Words } from './en';

/** The languages of the report, one file each. */
export const LANGUAGES = { de, en };
export type Language = keyof typeof LANGUAGES;

/** The words of a language; English for one that isn't there. */
export function wordsOf(language: unknown): Words {
	return language === 'de' ? LANGUAGES.de : LANGUAGES.en;
}

/** What causes are in a language; in English for one that isn't there. */
export function tellOf(language: unknown): Tell {
	return language === 'de' ? inGerman : inEnglish;
}

/** Puts values in the places of a text that are named after them; numbers as the language writes them. */
export function fill(text: string, values: Record<string, string | number>, words: Words): string {
	return text.replace(/\{(\w+)\}/g, (place, name: string) => {
		const value = Object.hasOwn(values, name) ? values[name] : place;
		return typeof value === 'number' ? numberText(value, words) : String(value);
	});
}

/** The form of a text that goes with a number, which it may name as `{count}`. */
export function plural(forms: { one: string; other: string }, count: number, words: Words): string {
	const form = new Intl.PluralRules(words.locale).select(count) === 'one' ? forms.one : forms.other;
	return fill(form, { count }, words);
}

export function numberText(value: number, { locale }: Words): string {
	return value.toLocaleString(locale);
}
