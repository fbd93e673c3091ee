import type { IExecuteFunctions } from 'n8n-workflow';

import { SyncError } from '../../lib/errors';
import type { Graph } from '../../lib/graph/client';
import { resolveLicenses } from '../../lib/graph/licenses';
import { scopeFilter } from '../../lib/graph/scope';
import type { Scope, ScopeFilter } from '../../lib/graph/scope';
import { itemsIn } from '../shared/itemsIn';
import { readConditions } from './conditions';

/** Who is in scope; undefined when everybody is. @throws SyncError for settings that cannot be meant */
export async function readScope(context: IExecuteFunctions, graph: Graph): Promise<ScopeFilter | undefined> {
	if (context.getNodeParameter('scope', 0, 'everybody') !== 'some') return undefined;
	return scopeFilter({
		guests: oneOf(context, 'guests', ['include', 'exclude', 'only']),
		disabledAccounts: oneOf(context, 'disabledAccounts', ['include', 'exclude']),
		licenses: await readLicenses(context, graph),
		conditions: readConditions(context, context.getNode().parameters.conditions),
	});
}

async function readLicenses(context: IExecuteFunctions, graph: Graph): Promise<Scope['licenses']> {
	const licenses = oneOf(context, 'licenses', ['all', 'licensed', 'chosen']);
	if (licenses !== 'chosen') return licenses;
	return await resolveLicenses(graph, itemsIn(context.getNodeParameter('licenseSkus', 0, ''), /[,\n]/));
}

/** The first of the values is the default. An expression may give anything, which must not widen or narrow the scope. */
function oneOf<T extends string>(context: IExecuteFunctions, name: string, values: readonly [T, ...T[]]): T {
	const value = context.getNodeParameter(name, 0, values[0]) as unknown;
	const known = values.find((one) => one === value);
	if (known !== undefined) return known;
	throw new SyncError(
		`The setting "${name}" is ${JSON.stringify(value)}, which is none of ${values.join(', ')}`,
		'Choose one of the values that the node offers.',
	);
}
