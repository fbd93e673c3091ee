import type { IExecuteFunctions } from 'n8n-workflow';

import { fieldPathOf, NOT_A_FIELD, readField } from '../../lib/sync/mapping/fieldPath';

/**
 * What a parameter comes to for the item at a position. Constants and expressions that only name a field cost next to
 * nothing; everything else goes through n8n's expression engine, which may throw.
 *
 * @param raw the parameter as it stands in the node, an expression beginning with "="
 */
export function perItem(context: IExecuteFunctions, raw: unknown): (position: number) => unknown {
	if (typeof raw !== 'string' || !raw.startsWith('=')) return () => raw;
	const items = context.getInputData();
	const field = fieldPathOf(raw);
	return (position) => {
		const value = field ? readField(items[position]?.json, field) : NOT_A_FIELD;
		return value === NOT_A_FIELD ? context.evaluateExpression(raw.slice(1), position) : value;
	};
}
