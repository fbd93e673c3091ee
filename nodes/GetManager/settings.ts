import type { IExecuteFunctions } from 'n8n-workflow';

import { MANAGER_PROPERTIES, MAX_LEVELS } from '../../lib/graph/managers/managers';
import { checkProperties } from '../../lib/graph/people/userProperties';
import { perItem } from '../shared/expressions';
import { asList, parametersOf } from '../shared/parameters';
import type { ParameterReader } from '../shared/parameters';

export interface ManagerSettings {
	/** How many managers to read above each person; undefined for the direct manager alone. */
	levels: number | undefined;
	/** Properties to select of each manager, beside those always read. */
	properties: string[];
	/** The object ID or user principal name of the person of the item at a position; undefined where there is none. */
	personAt: (position: number) => string | undefined;
}

/** @throws SyncError for settings that cannot be meant, before anything is asked of Graph */
export function readSettings(context: IExecuteFunctions): ManagerSettings {
	const read = parametersOf(context);
	const idAt = perItem(context, read.raw('personId'));
	return {
		levels: readLevels(read),
		properties: checkProperties(asList(read.value('properties', [...MANAGER_PROPERTIES]), 'Properties')),
		personAt: (position) => {
			const id = idAt(position);
			return typeof id === 'string' && id.trim() !== '' ? id.trim() : undefined;
		},
	};
}

function readLevels(read: ParameterReader): number | undefined {
	const levels = read.choice('levels', 'Managers', ['direct', 'chain', 'top'], 'direct');
	if (levels === 'direct') return undefined;
	return levels === 'top' ? MAX_LEVELS : read.number('maxLevels', 'Number of Levels', { from: 1, whole: true }, 3);
}
