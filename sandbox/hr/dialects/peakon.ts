import SCIMMY from 'scimmy';

import type { People } from '../people.ts';
import { ENTERPRISE, isObject, textOf, valuesOf } from '../person.ts';
import type { Json, Person } from '../person.ts';
import { invalid } from '../scim/dialect.ts';
import { scimSystem } from '../scim/server.ts';

/** The extension that holds a company's own attributes under their display names. */
export const PEAKON_USER = 'urn:ietf:params:scim:schemas:extension:peakon:2.0:User';

type Kind = 'option' | 'date' | 'number' | 'employee';

/** What a company may have set up in Peakon. Attributes that aren't set up can't be written. */
const ATTRIBUTES: Record<string, Kind> = {
	'Job Title': 'option',
	'Business Unit': 'option',
	Department: 'option',
	Location: 'option',
	Country: 'option',
	'Cost Center': 'option',
	'Employment Type': 'option',
	'Start Date': 'date',
	'Date of Birth': 'date',
	Seniority: 'number',
	'Line Manager': 'employee',
	'HR Partner': 'employee',
};

const SCHEMA_TYPES = {
	option: 'string',
	date: 'dateTime',
	number: 'integer',
	employee: 'string',
} as const satisfies Record<Kind, string>;

const LONGEST_OPTION = 256;

/** The enterprise extension's attributes in the casing of this vendor's answers. */
const SHOWN_NAMES: Record<string, string> = { department: 'Department', manager: 'Manager' };

/** Peakon (Workday Peakon Employee Voice). */
export const PEAKON = scimSystem({
	name: 'peakon',
	maxPageSize: 100,
	rateLimit: { requests: 25_000, seconds: 3600 },
	groups: false,
	activeUnlessSaid: false,
	lacks: { core: [], enterprise: [] },
	extension: new SCIMMY.Types.SchemaDefinition(
		'PeakonUser',
		PEAKON_USER,
		'Attributes of the company',
		Object.entries(ATTRIBUTES).map(([name, kind]) => attribute(name, kind)),
	),
	filterable: ['username', 'externalid', 'id', 'emails', 'emails.value', 'emails.type'],
	partialPut: true,
	deletesInactive: false,
	checkNew(body) {
		for (const name of ['schemas', 'name', 'emails', 'userName']) {
			const value = Object.entries(body).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
			if (isBlank(value)) throw invalid(`The attribute '${name}' is required`);
		}
	},
	check(person, people) {
		checkWorkEmail(person);
		checkAttributes(person, people);
	},
	kept: withDates,
	shape: (resource) => withShownNames(withDates(resource)),
});

/** scimmy refuses names with blanks when it makes an attribute, but works with them. */
function attribute(name: string, kind: Kind): SCIMMY.Types.Attribute {
	const usual = new SCIMMY.Types.Attribute(SCHEMA_TYPES[kind], 'attribute', { description: `A value of type ${kind}` });
	const description = usual as unknown as { toJSON: () => object };
	return Object.create(usual, {
		name: { value: name, enumerable: true },
		toJSON: { value: () => ({ ...description.toJSON(), name }) },
	}) as SCIMMY.Types.Attribute;
}

function checkWorkEmail(person: Person): void {
	const emails = valuesOf(person, 'emails');
	const work =
		emails.find(({ type }) => type === 'work') ?? emails.find(({ primary }) => primary === true) ?? emails[0];
	if (textOf(work, 'value').toLowerCase() === person.userName.toLowerCase()) return;
	throw invalid(`userName '${person.userName}' is not the work e-mail '${textOf(work, 'value')}'`);
}

function checkAttributes(person: Person, people: People): void {
	for (const [name, value] of attributesOf(person)) {
		if (ATTRIBUTES[name] === 'option' && typeof value === 'string' && value.length > LONGEST_OPTION) {
			throw invalid(`'${name}' is longer than ${LONGEST_OPTION} characters`);
		}
		if (ATTRIBUTES[name] === 'employee' && typeof value === 'string') {
			if (!people.lookUp('emails.value', value)?.length) throw invalid(`'${name}': there is no employee '${value}'`);
		}
	}
}

/** Dates are days: scimmy makes a time of them, whenever they pass it. */
function withDates<Resource extends Json>(resource: Resource): Resource {
	const attributes = attributesOf(resource).map(([name, value]) => [
		name,
		ATTRIBUTES[name] === 'date' && typeof value === 'string' ? value.slice(0, 10) : value,
	]);
	return attributes.length === 0 ? resource : { ...resource, [PEAKON_USER]: Object.fromEntries(attributes) as Json };
}

function withShownNames(resource: Json): Json {
	const extension = resource[ENTERPRISE];
	if (!isObject(extension)) return resource;
	const shown = Object.entries(extension).map(([name, value]) => [SHOWN_NAMES[name] ?? name, value]);
	return { ...resource, [ENTERPRISE]: Object.fromEntries(shown) as Json };
}

function attributesOf(resource: Json): Array<[string, unknown]> {
	const extension = resource[PEAKON_USER];
	return isObject(extension) ? Object.entries(extension) : [];
}

function isBlank(value: unknown): boolean {
	if (Array.isArray(value)) return value.length === 0;
	if (isObject(value)) return Object.keys(value).length === 0;
	return value === undefined || value === null || value === '';
}
