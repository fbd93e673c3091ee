import type { ATTRIBUTE_CAUSES, VALUE_CAUSES } from '../../cause/mapping';
import type { CauseWords } from '../saying';

const TYPES = { boolean: 'true or false', integer: 'a whole number', number: 'a number', text: 'a single text' };
const FORMS = {
	email: 'an e-mail address',
	url: 'a URL',
	date: 'a date such as 2024-03-01',
	dateTime: 'a date such as 2024-03-01 or 2024-03-01T08:00:00Z',
};

const whose = ({ attribute, person }: { attribute: string; person: string }): string => `${attribute} of ${person}`;

export const mapping: CauseWords<keyof typeof VALUE_CAUSES | keyof typeof ATTRIBUTE_CAUSES> = {
	required: (cause) =>
		`${whose(cause)} is empty and is required${cause.source === undefined ? '' : ` (it comes from ${cause.source})`}`,
	wrongType: (cause) => `${whose(cause)} is ${cause.value} and should be ${TYPES[cause.wanted]}`,
	wrongForm: (cause) => `${whose(cause)} is ${cause.value}, which is not ${FORMS[cause.wanted]}`,
	tooLong: (cause) =>
		`${whose(cause)} is ${cause.length} characters long, and ${cause.most} is the most (${cause.value})`,
	notAllowed: (cause) => `${whose(cause)} is ${cause.value}, and the HR system only takes ${cause.allowed}`,
	duplicate: (cause, tell) => `${whose(cause)} is ${cause.value}, and so is that of ${tell.names(cause.others)}`,
	differs: (cause) => `${whose(cause)} is ${cause.value} and has to be the same as the ${cause.other}, ${cause.wanted}`,
	expressionFailed: (cause) => `${whose(cause)} could not be worked out: ${cause.said}`,
	notADate: (cause) =>
		`${whose(cause)} is ${cause.value}, which is not a date ${cause.form === undefined ? 'such as 2024-03-01' : `in the form ${cause.form}`}`,
	notAPhone: (cause) =>
		`${whose(cause)} is ${cause.value}, which is not a phone number${cause.countryless ? ' (it names no country, and none is set in the transform)' : ''}`,
	notInTable: (cause) => `${whose(cause)} is ${cause.value}, which is not in the lookup table`,
	notWritable: (cause, tell) => `${whose(cause)} can't be written: ${tell.text(cause.because)}`,
	noObjectId: ({ person }) => `${person} has no Entra object id (the field "id")`,

	hrGivesId: () => 'the HR system gives the ID itself',
	hrSetsIt: () => 'the HR system sets it itself',
	managersElsewhere: () => 'managers are set by Upsert Employee, under Managers',
	passwordOnCreate: () => 'a password can only be written with a rule that says "Only on Create"',
	whichPart: ({ example }) => `say which part of it, such as ${example}`,
	whichValue: ({ name, example }) => ({
		text: `"${name}" does not say which of several values is meant`,
		advice: `Write it with a type, such as ${example}.`,
	}),
	noFieldName: ({ name }) => ({
		text: `"${name}" is not the name of a field`,
		advice: 'Write it as the API of the HR system does, such as first_name or address.city.',
	}),
	noScimAttribute: ({ name }) => ({
		text: `"${name}" is not a SCIM attribute`,
		advice:
			'Write it like userName, name.givenName, emails[type eq "work"].value or urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department.',
	}),
};
