import { parseArgs } from 'node:util';

import { wholeNumber } from '../../sandbox/shared/program.ts';
import { Sentence } from '../../scripts/install/sentence.cjs';

/** A command line of numbers. */
export type Numbers<Name extends string> = Record<Name, number> & {
	help: boolean;
	/** About how long it may take: then it is a part of all. */
	minutes: number | undefined;
	/** Names of what alone is wanted, or their beginnings; of `--only`, which may be given several times. */
	only: string[];
};

/**
 * Reads a command line such as `--seed 7 --minutes 5`. Throws a Sentence about what it does not understand.
 *
 * @param command as one types it, such as `npm run test:soak`
 * @param usual the options, with what they are unless given
 * @param fewest the least that some of them may be
 * @param takesOnly whether there is `--only`
 */
export function readNumbers<Name extends string>(
	command: string,
	args: string[],
	usual: Record<Name, number>,
	fewest: Partial<Record<Name, number>> = {},
	takesOnly = false,
): Numbers<Name> {
	const names = Object.keys(usual) as Name[];
	try {
		const { values } = parseArgs({
			args,
			options: {
				help: { type: 'boolean', short: 'h' },
				...(takesOnly && { only: { type: 'string', multiple: true } as const }),
				...Object.fromEntries([...names, 'minutes'].map((name) => [name, { type: 'string' } as const])),
			},
		});
		const given = values as Record<string, string | undefined>;
		const numbers = names.map((name) => {
			const number = wholeNumber(name, given[name], usual[name]);
			const least = fewest[name] ?? 0;
			if (number < least) throw new Error(`--${name} must be at least ${least}.`);
			return [name, number] as const;
		});
		return {
			...(Object.fromEntries(numbers) as Record<Name, number>),
			help: values.help === true,
			only: Array.isArray(values.only) ? values.only.map(String) : [],
			minutes: given.minutes === undefined ? undefined : wholeNumber('minutes', given.minutes, 0),
		};
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		throw new Sentence(`${message} All options: ${command} -- --help`);
	}
}
