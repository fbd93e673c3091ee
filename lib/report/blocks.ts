/** How serious a report is, which decides its colour. */
export type Tone = 'stopped' | 'attention' | 'plan' | 'fine';

/** A person, team or sentence of a list, with what there is to say about it. */
export interface Entry {
	name: string;
	/** What tells two of the same name apart. */
	login?: string;
	lines: string[];
}

/**
 * What a report consists of, before it becomes text or HTML: its values are plain text on one line each, and only a renderer knows what has to be escaped.
 */
export type Block =
	| { kind: 'banner'; tone: Tone; title: string; headline: string; lines: string[] }
	| { kind: 'heading'; text: string; count?: string; level: 2 | 3 }
	/** `code` is a part of the text that is to be copied, and stays on one line. */
	| { kind: 'paragraph' | 'box'; text: string; code?: string }
	| { kind: 'numbers'; rows: readonly (readonly [label: string, count: string])[] }
	| { kind: 'entries'; entries: Entry[] }
	| { kind: 'small'; lines: string[]; link?: { text: string; url: string } };
