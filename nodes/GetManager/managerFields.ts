import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { SyncError } from '../../lib/errors';
import type { Graph } from '../../lib/graph/client';
import { MANAGER_PROPERTIES, MAX_LEVELS, readManagerChains, readManagers } from '../../lib/graph/managers';
import type { ManagerChain, ManagerResult } from '../../lib/graph/managers';
import { checkProperties } from '../../lib/graph/userProperties';

/** Everything that this node may add to a row. */
export const MANAGER_FIELDS = ['manager', 'managers', 'managerChainEnds', 'managerChainUnknown', 'managerUnknown'];

/** What was read, as it is added to rows. */
export interface ManagerFields {
	/** For a person who was asked for. People who share a manager share the objects, so that they are kept in memory once. */
	fieldsOf(person: string): IDataObject;
	/** In words, for the hint and the log. */
	summary: string;
}

/** Reads what the node's parameters ask for. */
export async function readManagerFields(
	context: IExecuteFunctions,
	graph: Graph,
	people: readonly string[],
): Promise<ManagerFields> {
	const levels = levelsOf(context);
	const properties = propertiesOf(context);
	if (levels === undefined) {
		const results = await readManagers(graph, people, properties);
		return toFields(results, directFields);
	}
	const chains = await readManagerChains(graph, people, levels, properties);
	return toFields(chains, chainFields);
}

/** @returns undefined for the direct manager alone */
function levelsOf(context: IExecuteFunctions): number | undefined {
	const levels = context.getNodeParameter('levels', 0, 'direct');
	if (levels === 'direct') return undefined;
	if (levels === 'top') return MAX_LEVELS;
	const number = Number(context.getNodeParameter('maxLevels', 0, 3));
	if (levels === 'chain' && Number.isInteger(number) && number >= 1) return number;
	throw new SyncError(
		levels === 'chain'
			? 'The number of levels must be a whole number from 1'
			: 'It is not clear which managers to read',
		'Choose again under Managers in Get Manager.',
	);
}

function propertiesOf(context: IExecuteFunctions): string[] {
	const chosen: unknown = context.getNodeParameter('properties', 0, [...MANAGER_PROPERTIES]);
	if (Array.isArray(chosen) && chosen.every((name) => typeof name === 'string')) {
		return checkProperties(chosen);
	}
	throw new SyncError(
		'The properties of the manager are not a list of names',
		'Choose them again under Properties in Get Manager.',
	);
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
			return result ? show(result) : { managerUnknown: 'The manager was not read' };
		},
		summary: `${counts.found} managers read, ${counts.without} people have none${unknown}`,
	};
}

function directFields(result: ManagerResult): IDataObject {
	return result.known ? { manager: result.manager } : { managerUnknown: result.reason };
}

function chainFields(chain: ManagerChain): IDataObject {
	if (!chain.known) return { managerUnknown: chain.reason };
	return {
		manager: chain.manager,
		managers: chain.managers,
		managerChainEnds: chain.ends,
		...(chain.reason === undefined ? {} : { managerChainUnknown: chain.reason }),
	};
}
