import fc from 'fast-check';

import { CAUSES } from '../../lib/base/cause';
import type { Cause, CauseKind } from '../../lib/base/cause';

export const KINDS = Object.keys(CAUSES) as CauseKind[];

/** Causes of a kind with any parameters, as JSON holds them; nested ones are a sentence of somebody else. */
export function causeOfKind(kind: CauseKind, text: fc.Arbitrary<string> = fc.string()): fc.Arbitrary<Cause> {
	const said = text.map((words) => ({ kind: 'said', text: words }));
	const parameters: Record<string, fc.Arbitrary<unknown>> = {
		text,
		number: fc.nat(600),
		flag: fc.boolean(),
		texts: fc.array(text, { maxLength: 3 }),
		names: fc.array(text, { minLength: 1, maxLength: 5 }).map((shown) => ({ shown, count: shown.length + 1 })),
		cause: said,
		causes: fc.array(said, { minLength: 1, maxLength: 3 }),
	};
	const shape: [string, string | readonly string[]][] = Object.entries(CAUSES[kind]);
	const fields = shape.map(([name, type]): [string, fc.Arbitrary<unknown>] => [
		name,
		typeof type === 'string' ? parameters[type.replace('?', '')]! : fc.constantFrom(...type),
	]);
	const requiredKeys = shape.filter(([, type]) => !String(type).endsWith('?')).map(([name]) => name);
	return fc.record(Object.fromEntries(fields), { requiredKeys }).map((given) => ({ kind, ...given }) as Cause);
}

/** Any cause. */
export const anyCause = (text?: fc.Arbitrary<string>): fc.Arbitrary<Cause> =>
	fc.oneof(...KINDS.map((kind) => causeOfKind(kind, text)));
