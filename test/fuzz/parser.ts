import type fc from 'fast-check';

/** Something that reads what comes from outside. */
export interface Parser<Input = unknown> {
	/** As the table lists it. */
	name: string;
	input: fc.Arbitrary<Input>;
	/** Reads the input, and checks what it got: whatever it returns must hold. What it refuses, it throws. */
	read: (input: Input) => unknown;
	/** Of so many inputs one, where one takes long. */
	share?: number;
}

/** Keeps the type of the input between its arbitrary and its reader. */
export function parser<Input>(one: Parser<Input>): Parser {
	return one as Parser;
}
