/**
 * What an answer of `npm audit --json` means.
 *
 * @param mustAnswer whether it is a failure when the registry does not answer
 */
export declare function judge(json: string, mustAnswer: boolean): { sentences: string[]; exitCode: 0 | 1 };
