// The workflow that bench/mapping.mjs runs: a made-up company, then Edit Fields and Map Attributes over the same rows.

export const EDIT_FIELDS = 'Edit Fields';
export const MAP_ATTRIBUTES = 'Map Attributes';
export const TRIGGER = 'Start';

/**
 * @param {object} one a case of bench/mappingCases.mjs
 * @param {number} people rows
 * @param {string} first the node that runs first
 */
export function workflowOf({ name, editFields, mapAttributes }, people, first) {
	// n8n runs the upper one of two branches first.
	const row = (node) => (node === first ? 0 : 400);
	return {
		name: `${name}, ${first} first`,
		nodes: [
			node(TRIGGER, 'n8n-nodes-base.manualTrigger', 1, [0, 200], {}),
			node('Company', 'n8n-nodes-base.code', 2, [200, 200], {
				mode: 'runOnceForAllItems',
				language: 'javaScript',
				jsCode: `${company}\nreturn company(${people}).map((json) => ({ json }));`,
			}),
			node(EDIT_FIELDS, 'n8n-nodes-base.set', 3.5, [400, row(EDIT_FIELDS)], editFields),
			node(MAP_ATTRIBUTES, 'n8n-nodes-entra-hr-sync.mapAttributes', 1, [400, row(MAP_ATTRIBUTES)], mapAttributes),
		],
		connections: {
			[TRIGGER]: { main: [[to('Company')]] },
			Company: { main: [[to(EDIT_FIELDS), to(MAP_ATTRIBUTES)]] },
		},
		settings: { executionOrder: 'v1' },
	};
}

function node(name, type, typeVersion, position, parameters) {
	return { id: name, name, type, typeVersion, position, parameters };
}

function to(name) {
	return { node: name, type: 'main', index: 0 };
}

/** Rows as Get Manager gives them. Runs inside n8n, as the code of a Code node, so it can use nothing around it. */
function company(people) {
	const given = ['Zoë', 'René', 'Ann', 'José', 'Mia', 'Anaïs', 'Tom', 'Chloé', 'Priya', 'Noël', 'Kim'];
	const surnames = ['Garcia', 'Smith', 'Okafor', 'Novák', 'Tanaka', 'Larsen', 'Costa', 'Weber', 'Haddad'];
	const jobs = ['Engineer', 'Accountant', 'Account Manager', 'Recruiter', 'Support Agent', 'Team Lead', 'Analyst'];
	const departments = ['Sales', 'Finance', 'Engineering', 'People & Culture', 'Customer Support'];
	const offices = ['London', 'Leeds', 'Cardiff'];
	const roster = {
		id: '0d9f8a52-5f5b-4a39-9a3b-000000000000',
		size: people,
		readAt: '2026-01-01T00:00:00.000Z',
		read: { source: 'group', name: 'All employees' },
		otherMembers: 0,
		partial: false,
	};
	const digits = (number, length) => String(number).padStart(length, '0');
	const idOf = (index) => `6c1d2b7e-90ab-4cde-8f01-${index.toString(16).padStart(12, '0')}`;
	const nameOf = (index) => [given[index % given.length], surnames[index % surnames.length]];
	const mailOf = (index) => `Person.${digits(index, 6)}@contoso.example`;
	return Array.from({ length: people }, (_, index) => {
		const [givenName, surname] = nameOf(index);
		const above = Math.floor((index - 1) / 8);
		return {
			id: idOf(index),
			userPrincipalName: mailOf(index).toLowerCase(),
			displayName: `${givenName} ${surname}`,
			mail: mailOf(index),
			accountEnabled: index % 50 !== 1,
			givenName,
			surname,
			jobTitle: jobs[index % jobs.length],
			department: departments[index % departments.length],
			employeeId: `E${digits(index, 6)}`,
			companyName: 'Contoso Ltd',
			businessPhones: index % 10 === 3 ? [] : [`+44 1632 96${digits(index % 10_000, 4)}`],
			mobilePhone: index % 4 === 0 ? null : `+44 7700 90${digits(index % 10_000, 4)}`,
			preferredLanguage: index % 3 === 0 ? null : 'en-GB',
			officeLocation: offices[index % offices.length],
			manager:
				index === 0
					? null
					: { id: idOf(above), userPrincipalName: mailOf(above).toLowerCase(), displayName: nameOf(above).join(' ') },
			roster,
		};
	});
}
