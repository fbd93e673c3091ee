import type { IDataObject } from 'n8n-workflow';

import type { Graph } from '../../lib/graph/client';
import { MANAGER_PROPERTIES, MAX_LEVELS, readManagerChains, readManagers } from '../../lib/graph/managers/managers';
import type { ManagerChain, ManagerResult } from '../../lib/graph/managers/managers';
import { checkProperties } from '../../lib/graph/people/userProperties';
import { asList } from '../shared/parameters';
import type { ParameterReader } from '../shared/parameters';

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
	read: ParameterReader,
	graph: Graph,
	people: readonly string[],
): Promise<ManagerFields> {
	const levels = levelsOf(read);
	const properties = propertiesOf(read);
	if (levels === undefined) {
		const results = await readManagers(graph, people, properties);
		return toFields(results, directFields);
	}
	const chains = await readManagerChains(graph, people, levels, properties);
	return toFields(chains, chainFields);
}

/** @returns undefined for the direct manager alone */
function levelsOf(read: ParameterReader): number | undefined {
	const levels = read.choice('levels', 'Managers', ['direct', 'chain', 'top'], 'direct');
	if (levels === 'direct') return undefined;
	return levels === 'top' ? MAX_LEVELS : read.number('maxLevels', 'Number of Levels', { from: 1, whole: true }, 3);
}

function propertiesOf(read: ParameterReader): string[] {
	return checkProperties(asList(read.value('properties', [...MANAGER_PROPERTIES]), 'Properties'));
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
