import type { IDataObject } from 'n8n-workflow';

import type { Cause } from '../../lib/base/cause';
import { inEnglish } from '../../lib/base/words/english';
import type { Graph } from '../../lib/graph/client';
import { readManagerChains, readManagers } from '../../lib/graph/managers/managers';
import type { ManagerChain, ManagerResult } from '../../lib/graph/managers/managers';
import type { ManagerSettings } from './settings';

/** Everything that this node may add to a row. */
export const MANAGER_FIELDS = [
	'manager',
	'managers',
	'managerChainEnds',
	'managerChainUnknown',
	'managerUnknown',
	'managerCause',
];

/** Why a manager is not known: in words for whoever looks at the row, and as data for the nodes behind. */
export function unknownManager(because: Cause): IDataObject {
	return { managerUnknown: inEnglish.sentence(because), managerCause: because };
}

/** What was read, as it is added to rows. */
export interface ManagerFields {
	/** For a person who was asked for. People who share a manager share the objects, so that they are kept in memory once. */
	fieldsOf(person: string): IDataObject;
	/** In words, for the hint and the log. */
	summary: string;
}

/** Reads the managers that the settings ask for. */
export async function readManagerFields(
	graph: Graph,
	people: readonly string[],
	{ levels, properties }: ManagerSettings,
): Promise<ManagerFields> {
	if (levels === undefined) {
		const results = await readManagers(graph, people, properties);
		return toFields(results, directFields);
	}
	const chains = await readManagerChains(graph, people, levels, properties);
	return toFields(chains, chainFields);
}

function toFields<T extends ManagerResult | ManagerChain>(
	results: ReadonlyMap<string, T>,
	show: (result: T) => IDataObject,
): ManagerFields {
	const counts = { found: 0, without: 0, unknown: 0 };
	for (const result of results.values()) {
		if (!result.known) counts.unknown++;
		else if (result.manager === null) counts.without++;
		else counts.found++;
	}
	const unknown = counts.unknown === 0 ? '' : `, ${counts.unknown} could not be read`;
	return {
		fieldsOf: (person) => {
			const result = results.get(person);
			return result ? show(result) : unknownManager({ kind: 'managerNotRead' });
		},
		summary: `${counts.found} managers read, ${counts.without} people have none${unknown}`,
	};
}

function directFields(result: ManagerResult): IDataObject {
	return result.known ? { manager: result.manager } : unknownManager(result.because);
}

function chainFields(chain: ManagerChain): IDataObject {
	if (!chain.known) return unknownManager(chain.because);
	return {
		manager: chain.manager,
		managers: chain.managers,
		managerChainEnds: chain.ends,
		...(chain.because && { managerChainUnknown: inEnglish.sentence(chain.because) }),
	};
}
