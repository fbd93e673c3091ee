/**
 * What a parameter of a cause may be: a text, a number, yes or no, texts, names, another cause or several; a question mark
 * for one that may be absent; or one of the words of a list.
 */
export type ParameterType = keyof PlainTypes | 'cause' | 'causes';
export type Shape = Readonly<Record<string, ParameterType | `${ParameterType}?` | readonly string[]>>;
export type Shapes = Readonly<Record<string, Shape>>;

/** Names in a message, which stays short however many they are. */
export interface Names {
	/** The first of them. */
	shown: readonly string[];
	/** How many there are. */
	count: number;
}

export interface PlainTypes {
	text: string;
	number: number;
	flag: boolean;
	texts: readonly string[];
	names: Names;
}
