import { isStop } from '../cause';
import type { Cause, CauseKind, CauseOf, Names } from '../cause';

/** A cause in words: what it is, and what to do about it where that is known. */
export interface Saying {
	text: string;
	advice?: string;
}

/** How a language says what causes hold. */
export interface Tell {
	/** What a cause is, without what to do about it. */
	text: (cause: Cause) => string;
	advice: (cause: Cause) => string;
	/** What an error says: the text, and first of all that it has stopped the run where it has. */
	message: (cause: Cause) => string;
	/** Both. */
	sentence: (cause: Cause) => string;
	names: (names: Names) => string;
	action: (action: string) => string;
}

/** The words of a language for causes: a kind without words does not compile. */
export type CauseWords<K extends CauseKind = CauseKind> = {
	[Kind in K]: (cause: CauseOf<Kind>, tell: Tell) => string | Saying;
};

/** What the words of a language are made of, beside its causes. */
export interface Grammar {
	causes: CauseWords;
	and: string;
	/** "and 3 others" */
	others: (count: number) => string;
	stopped: (text: string) => string;
	/** What actions are called where that is not their name. */
	actions: Readonly<Record<string, string>>;
}

export function tellIn({ causes, and, others, stopped, actions }: Grammar): Tell {
	const saying = (cause: Cause): Saying => {
		// The function is that of the cause's own kind, which TypeScript can't see.
		const words = causes[cause.kind] as (cause: Cause, tell: Tell) => string | Saying;
		const said = words(cause, tell);
		return typeof said === 'string' ? { text: said } : said;
	};
	const tell: Tell = {
		text: (cause) => saying(cause).text,
		advice: (cause) => saying(cause).advice ?? '',
		message: (cause) => (isStop(cause) ? stopped(saying(cause).text) : saying(cause).text),
		sentence: (cause) => {
			const { text, advice = '' } = saying(cause);
			return advice === '' ? text : `${text}. ${advice}`;
		},
		names: ({ shown, count }) => {
			const names = shown.join(and);
			return count > shown.length ? `${names}${and}${others(count - shown.length)}` : names;
		},
		action: (action) => (Object.hasOwn(actions, action) ? (actions[action] ?? action) : action),
	};
	return tell;
}
