import type { Shapes } from './shape';

/** What can be wrong with one attribute of one person. `value` is shown as messages show it. */
const ATTRIBUTE = { attribute: 'text', person: 'text' } as const;

export const VALUE_CAUSES = {
	required: { ...ATTRIBUTE, source: 'text?' },
	wrongType: { ...ATTRIBUTE, value: 'text', wanted: ['boolean', 'integer', 'number', 'text'] },
	wrongForm: { ...ATTRIBUTE, value: 'text', wanted: ['email', 'url', 'date', 'dateTime'] },
	tooLong: { ...ATTRIBUTE, value: 'text', length: 'number', most: 'number' },
	notAllowed: { ...ATTRIBUTE, value: 'text', allowed: 'text' },
	duplicate: { ...ATTRIBUTE, value: 'text', others: 'names' },
	/** Has to be the same as the attribute `other`, which is `wanted`. */
	differs: { ...ATTRIBUTE, value: 'text', other: 'text', wanted: 'text' },
	/** In the words of n8n's expression engine. */
	expressionFailed: { ...ATTRIBUTE, said: 'text' },
	notADate: { ...ATTRIBUTE, value: 'text', form: 'text?' },
	notAPhone: { ...ATTRIBUTE, value: 'text', countryless: 'flag' },
	notInTable: { ...ATTRIBUTE, value: 'text' },
	notWritable: { ...ATTRIBUTE, because: 'cause' },
	noObjectId: { person: 'text' },
} as const satisfies Shapes;

/** Why a mapping can't write to an attribute at all. */
export const ATTRIBUTE_CAUSES = {
	hrGivesId: {},
	hrSetsIt: {},
	managersElsewhere: {},
	passwordOnCreate: {},
	whichPart: { example: 'text' },
	whichValue: { name: 'text', example: 'text' },
	noFieldName: { name: 'text' },
	noScimAttribute: { name: 'text' },
} as const satisfies Shapes;
