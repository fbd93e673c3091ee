import { isRecord } from '../../base/json';
import { KeptFor } from '../../base/keptFor';
import { asCode, CODE_LIFETIME_MS } from '../../sync/limits/allowance';
import type { Run } from '../run';

/**
 * Codes that have let a plan through, and when. One is good once, and may stay in the settings afterwards. Kept in this process,
 * and in what the workflow remembers, which outlives it; until they would have expired anyway.
 */
const inProcess = new KeptFor<string, string>(CODE_LIFETIME_MS);

/** When a code was used (ISO 8601), as far as this process or the node knows; undefined for one that was not. */
export function whenUsed({ memory, now }: Pick<Run, 'memory' | 'now'>): (code: string) => string | undefined {
	const codes = remembered(memory, now());
	return (code) => inProcess.get(code, now()) ?? codes.get(code);
}

/** To be told of a code before the first write of the plan that it lets through. */
export function useUp({ memory, now }: Pick<Run, 'memory' | 'now'>, given: string): void {
	const at = new Date(now()).toISOString();
	const code = asCode(given);
	inProcess.set(code, at, now());
	memory.usedCodes = { ...Object.fromEntries(remembered(memory, now())), [code]: at };
}

/** What comes out of storage may be damaged; what isn't understood was not used. */
function remembered({ usedCodes: stored }: Run['memory'], now: number): Map<string, string> {
	if (!isRecord(stored)) return new Map();
	return new Map(
		Object.entries(stored).flatMap(([code, at]): [string, string][] =>
			typeof at === 'string' && now - Date.parse(at) < CODE_LIFETIME_MS ? [[code, at]] : [],
		),
	);
}
