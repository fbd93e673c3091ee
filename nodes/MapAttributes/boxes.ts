import type { INodeProperties } from 'n8n-workflow';

import { SYSTEMS } from '../../lib/hr/systems';
import type { HrSystem } from '../../lib/hr/systems/types';

/** Are the boxes those that the HR system shows of itself, and not those of its file? */
export function areLive(system: HrSystem, attributesFrom: unknown): boolean {
	return system.protocol === 'scim' && attributesFrom === 'target';
}

/** The parameter that holds a system's boxes. */
export function boxesOf({ id }: HrSystem, live: boolean): string {
	return `${id}${live ? 'Live' : ''}Attributes`;
}

/**
 * Each system has boxes of its own: n8n loads boxes when they come into view, but not reliably when another parameter is
 * changed, and then it would show one system's boxes under the name of another.
 */
export const boxesProperties: INodeProperties[] = SYSTEMS.flatMap((system) => {
	const show = { system: [system.id] };
	if (system.protocol === 'rest') return [boxes(boxesOf(system, false), show)];
	return [
		boxes(boxesOf(system, false), { ...show, attributesFrom: ['list'] }),
		boxes(boxesOf(system, true), { ...show, attributesFrom: ['target'] }),
	];
});

function boxes(name: string, show: Record<string, string[]>): INodeProperties {
	return {
		displayName: 'Attributes',
		name,
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		description:
			'Drag fields from the input onto the attributes of the HR system; an empty box leaves its attribute alone',
		displayOptions: { show },
		typeOptions: {
			resourceMapper: {
				resourceMapperMethod: 'getAttributes',
				mode: 'add',
				valuesLabel: 'Attributes of the HR System',
				fieldWords: { singular: 'attribute', plural: 'attributes' },
				addAllFields: true,
				multiKeyMatch: false,
				supportAutoMap: false,
			},
		},
	};
}
