// What bench/mapping.mjs compares: assignments for Edit Fields, and the parameters of a Map Attributes that does the same.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const TEMPLATE = join(import.meta.dirname, '..', 'workflows', 'nightly-sync.json');
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** The attribute that each box of the template's Map Attributes writes, which is the field that Edit Fields sets. */
const PATHS = {
	externalId: 'externalId',
	active: 'active',
	givenName: 'name.givenName',
	familyName: 'name.familyName',
	displayName: 'displayName',
	workEmail: 'emails[type eq "work"].value',
	title: 'title',
	department: `${ENTERPRISE}:department`,
	employeeNumber: `${ENTERPRISE}:employeeNumber`,
	organization: `${ENTERPRISE}:organization`,
	workPhone: 'phoneNumbers[type eq "work"].value',
	mobilePhone: 'phoneNumbers[type eq "mobile"].value',
	preferredLanguage: 'preferredLanguage',
};

const COMPOSED = {
	'name.formatted': "={{ $json.givenName + ' ' + $json.surname }}",
	'addresses[type eq "work"].formatted': "={{ $json.companyName + ', ' + $json.officeLocation }}",
	nickName: "={{ $json.manager ? $json.givenName : $json.givenName + ' (chief)' }}",
};

const COST_CENTERS = {
	Sales: 'S100',
	Finance: 'F200',
	Engineering: 'E300',
	'People & Culture': 'P400',
	'Customer Support': 'C500',
};

/** Rules of Map Attributes, each with the expression that comes to the same in Edit Fields. */
const RULES = [
	{
		attribute: PATHS.givenName,
		transform: { type: 'diacritics', german: false },
		expression: '={{ $json.givenName.replaceSpecialChars() }}',
	},
	{
		attribute: PATHS.workEmail,
		transform: { type: 'case', to: 'lower' },
		expression: '={{ $json.mail.toLowerCase() }}',
	},
	{
		attribute: PATHS.department,
		transform: {
			type: 'lookup',
			table: Object.entries(COST_CENTERS)
				.map(([department, center]) => `${department} = ${center}`)
				.join('\n'),
			missing: 'problem',
		},
		expression: `={{ (${JSON.stringify(COST_CENTERS)})[$json.department] }}`,
	},
	{
		attribute: PATHS.workPhone,
		transform: { type: 'phone', country: 'GB', invalid: 'problem' },
		expression: "={{ $json.businessPhones?.[0].replace(/[^0-9+]/g, '') }}",
	},
];

/**
 * @returns {{ name: string, what: string, editFields: object, mapAttributes: object, fields: string[] }[]} the cases:
 * the parameters of both nodes, and the fields that both have to come to
 */
export function mappingCases() {
	const template = mapAttributesOfTemplate();
	const dragged = Object.fromEntries(
		Object.entries(template.scimAttributes.value).map(([id, expression]) => [pathOf(id), expression]),
	);
	const plain = { userName: '={{ $json.mail }}', ...dragged };
	const ruled = Object.fromEntries(RULES.map(({ attribute, expression }) => [attribute, expression]));
	return [
		toCase('dragged', "the template's mapping", plain, template),
		toCase(
			'composed',
			`the same and ${Object.keys(COMPOSED).length} expressions that put values together`,
			{ ...plain, ...COMPOSED },
			{ ...template, customAttributes: { assignments: assignments(COMPOSED) } },
		),
		toCase(
			'rules',
			`the template's mapping with rules for ${RULES.length} attributes`,
			{ ...plain, ...ruled },
			{ ...template, rules: { rule: RULES.map(toRule) } },
		),
	];
}

function mapAttributesOfTemplate() {
	const { nodes } = JSON.parse(readFileSync(TEMPLATE, 'utf8'));
	const { parameters } = nodes.find(({ type }) => type === 'n8n-nodes-entra-hr-sync.mapAttributes');
	if (parameters.userName !== 'workEmail') throw new Error("The template's user name is no longer the work e-mail.");
	return parameters;
}

function pathOf(id) {
	if (!Object.hasOwn(PATHS, id)) throw new Error(`The template maps "${id}", which this benchmark does not know.`);
	return PATHS[id];
}

function toCase(name, what, values, mapAttributes) {
	return { name, what, editFields: toEditFields(values), mapAttributes, fields: Object.keys(values) };
}

/** Names as they are: with dot notation Edit Fields would make objects of them. */
function toEditFields(values) {
	return {
		mode: 'manual',
		assignments: { assignments: assignments(values) },
		includeOtherFields: false,
		options: { dotNotation: false },
	};
}

function assignments(values) {
	return Object.entries(values).map(([name, value]) => ({
		id: name,
		name,
		type: name === 'active' ? 'boolean' : 'string',
		value,
	}));
}

function toRule({ attribute, transform }) {
	return { attribute, whenEmpty: 'standard', onlyOnCreate: false, transforms: { transform: [transform] } };
}
