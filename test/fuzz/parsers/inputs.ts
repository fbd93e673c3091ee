import fc from 'fast-check';
import type { IExecuteFunctions } from 'n8n-workflow';

import { plainText } from '../../../lib/base/json';
import { scopeFilter } from '../../../lib/graph/people/scopeFilter';
import { checkAssertion } from '../../../lib/graph/signIn/assertion';
import { readCertificate } from '../../../lib/graph/signIn/certificate';
import { parseGraphCredential } from '../../../lib/graph/signIn/credential';
import { restProfileOf } from '../../../lib/hr/connect/restForm';
import { scimSettingsOf } from '../../../lib/hr/connect/scimForm';
import { parseRestCredential } from '../../../lib/hr/rest/credential';
import { parseScimCredential } from '../../../lib/hr/scim/credential';
import { systemOf } from '../../../lib/hr/systems';
import type { RestSystem, ScimSystem } from '../../../lib/hr/systems/types';
import { fieldNameOf, fieldPathOf, fieldsIn, readField } from '../../../lib/sync/mapping/fieldPath';
import { mapPeople } from '../../../lib/sync/mapping/mapping';
import { compileTransforms } from '../../../lib/sync/mapping/transforms';
import { checkValue, VALUE_TYPES } from '../../../lib/sync/mapping/values';
import { readMapping } from '../../../nodes/MapAttributes/settings';
import { readFilter } from '../../../nodes/shared/conditions';
import { asNumber } from '../../../nodes/shared/parameters';
import { makeIdentity } from '../../support/certificate';
import { makeJwt } from '../../support/jwt';
import { mutated } from '../mutate';
import { parser } from '../parser';

const identity = makeIdentity('fuzz');
const recordIn = (given: unknown): Record<string, unknown> =>
	typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : {};
const JWT = makeJwt(identity.key, { iss: 'https://issuer.example', sub: 'n8n' });
const HEADER_LINE = /^[^\r\n\0]*$/;

const ann = {
	id: 'e1',
	displayName: 'Ann Lee',
	mail: 'ann@example.com',
	userPrincipalName: 'ann@example.com',
	department: 'Sales',
	accountEnabled: true,
	businessPhones: ['+49 30 1'],
	manager: { id: 'e2' },
	hired: '2024-03-01T00:00:00Z',
	roster: { id: 'r', size: 1 },
};

/** Settings of a node, whose expressions give what stands in them. */
const contextOf = (parameters: unknown, items: unknown[] = [ann]): IExecuteFunctions =>
	({
		getInputData: () => items.map((json) => ({ json })),
		getNode: () => ({ name: 'Node', parameters }),
		getNodeParameter: (name: string, _: number, standard: unknown) =>
			(parameters as Record<string, unknown>)[name] ?? standard,
		evaluateExpression: (text: string) => text,
	}) as unknown as IExecuteFunctions;

const transforms = [
	{ type: 'trim', blanks: 'collapse' },
	{ type: 'case', to: 'title' },
	{ type: 'diacritics', german: true },
	{ type: 'date', from: 'dd/MM/yyyy', to: 'yyyy-MM-dd', zone: 'Europe/London' },
	{ type: 'phone', country: 'GB', invalid: 'leave' },
	{ type: 'lookup', table: 'Sales = S100\nHR\tH1', missing: 'leave' },
	{ type: 'split', separator: ',', part: 1 },
	{ type: 'join', separator: ';' },
	{ type: 'truncate', length: 10 },
];

/** Forms with a token of another kind each. */
const restForms = ['bearer', 'authorizationHeader', 'customHeader', 'basic', 'clientCredentials'].map(
	(authentication) => ({
		...{
			authentication,
			baseUrl: 'https://hr.example',
			token: 't',
			apiKey: 'k',
			headerName: 'X-Key',
			headerSecret: 's',
			user: 'u',
			password: 'p',
		},
		...{
			tokenUrl: 'https://hr.example/token',
			clientId: 'c',
			clientSecret: 's',
			scope: '',
			sendClientIn: 'body',
			testPath: '',
		},
	}),
);

const pem = (text: string) =>
	mutated(fc.constant({ text, spelled: text.replaceAll('\n', '\\n') })).map((given) =>
		Object.values(recordIn(given)).find((one): one is string => typeof one === 'string'),
	);

export const inputs = [
	parser({
		name: 'Tokens (JWT)',
		input: fc.oneof(
			mutated(fc.constant(JWT.split('.'))).map((parts) =>
				Array.isArray(parts) ? parts.map((part) => (typeof part === 'string' ? part : '')).join('.') : '',
			),
			mutated(
				fc.constant([
					{ alg: 'RS256', typ: 'JWT' },
					{ exp: 2_000_000_000, iss: 'x' },
				]),
			).map(
				(parts) =>
					`${[0, 1].map((at) => Buffer.from(plainText((parts as unknown[] | null)?.[at])).toString('base64url')).join('.')}.c2ln`,
			),
		),
		read: (text) => expect(checkAssertion(text, 'The assertion')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/),
	}),
	parser({
		name: 'Certificates and keys (PEM)',
		input: fc.tuple(pem(identity.privateKey), pem(identity.certificate), fc.constantFrom('', 'secret', '\u0000')),
		share: 10,
		read: ([privateKey = '', certificate = '', passphrase]) => {
			const read = readCertificate({ privateKey, certificate, passphrase });
			expect(read.thumbprintSha256).toMatch(/^[0-9a-f]{64}$/);
		},
	}),
	parser({
		name: 'Credentials',
		input: mutated(
			fc.constantFrom<unknown>(...restForms, {
				tenantId: 'contoso.onmicrosoft.com',
				clientId: '00000000-0000-4000-8000-000000000001',
				authentication: 'clientSecret',
				clientSecret: 's',
				cloud: 'custom',
				loginEndpoint: 'https://login.example',
				graphEndpoint: 'https://graph.example',
			}),
		),
		read: (given) => {
			const readers = [
				() => parseGraphCredential(given),
				() => parseScimCredential(given),
				() => parseRestCredential(given),
			];
			const refusals: Error[] = [];
			for (const read of readers) {
				try {
					const credential = read() as unknown as Record<string, unknown>;
					if (typeof credential.token === 'string') expect(credential.token).toMatch(HEADER_LINE);
					const proof = credential.proof as { kind?: string; name?: string; value?: string } | undefined;
					if (proof?.kind === 'header') expect(`${proof.name}: ${proof.value}`).toMatch(HEADER_LINE);
				} catch (error) {
					refusals.push(error as Error);
				}
			}
			const foreign = refusals.find(({ name }) => name !== 'SyncError');
			if (foreign !== undefined) throw foreign;
			if (refusals[0] && refusals.length === readers.length) throw refusals[0];
		},
	}),
	parser({
		name: 'Mappings and the values of expressions',
		input: fc.tuple(
			mutated(fc.constant([ann, { ...ann, id: 'e3' }])),
			mutated(fc.constant({ value: 'x' })),
			fc.constantFrom(...VALUE_TYPES),
			fc.boolean(),
		),
		read: ([people, given, type, unique]) => {
			const records = (Array.isArray(people) ? (people as unknown[]) : []).filter(
				(one): one is Record<string, unknown> => typeof one === 'object' && one !== null && !Array.isArray(one),
			);
			const { rows } = mapPeople(records, [
				{
					path: 'userName',
					label: 'User name',
					type: 'string',
					unique: true,
					required: true,
					whenEmpty: 'leave',
					source: 'mail',
					valueAt: (at) => records[at]?.mail,
				},
				{
					path: 'title',
					label: 'Title',
					type,
					unique,
					maxLength: 20,
					whenEmpty: 'clear',
					valueAt: () => (given as Record<string, unknown> | null)?.value,
				},
				{ path: '__proto__', label: 'P', type, whenEmpty: 'leave', valueAt: () => given },
			]);
			expect(rows).toHaveLength(records.length);
			for (const { employee, problems } of rows) {
				for (const value of Object.values(employee))
					expect(['string', 'number', 'boolean', 'object']).toContain(typeof value);
				for (const problem of problems) expect(problem.length).toBeLessThan(2_000);
			}
			expect(({} as Record<string, unknown>).x).toBeUndefined();
		},
	}),
	parser({
		name: 'Values and their types',
		input: fc.tuple(mutated(fc.constant({ value: '2024-03-01' })), fc.constantFrom(...VALUE_TYPES)),
		read: ([given, type]) => {
			const checked = checkValue((given as Record<string, unknown> | null)?.value, {
				type,
				maxLength: 100,
				allowed: undefined,
			});
			expect(checkValue(checked, { type })).toEqual(checked);
		},
	}),
	parser({
		name: 'Rules and their transforms',
		input: fc.tuple(
			mutated(fc.constantFrom(...transforms).map((one) => [one])),
			mutated(fc.constantFrom<unknown>({ value: 'Ann, Lee' }, { value: ['a', 'b'] }, { value: '31/12/2024' })),
		),
		read: ([settings, given]) => {
			const all = (Array.isArray(settings) ? (settings as unknown[]) : []).filter(
				(one): one is Record<string, unknown> => typeof one === 'object' && one !== null && !Array.isArray(one),
			);
			compileTransforms(all, 'Title')((given as Record<string, unknown> | null)?.value);
		},
	}),
	parser({
		name: 'Parameters of Map Attributes',
		input: mutated(
			fc.constant({
				userName: 'workEmail',
				attributes: { mappingMode: 'defineBelow', value: { displayName: '={{ $json.displayName }}' }, schema: [] },
				customAttributes: { assignments: [{ name: 'title', value: '={{ $json.jobTitle }}', type: 'string' }] },
				rules: {
					rule: [
						{
							attribute: 'title',
							transforms: { transform: [transforms[0]] },
							whenEmpty: 'default',
							defaultValue: 'x',
							checks: { maxLength: 5, allowed: 'a\nb' },
						},
					],
				},
				emptyValues: 'clear',
			}),
		),
		read: (given) => {
			if (typeof given !== 'object' || given === null || Array.isArray(given)) return;
			readMapping(contextOf(given), systemOf('scim'));
		},
	}),
	parser({
		name: 'Fields that expressions name',
		input: fc.tuple(
			mutated(
				fc.constantFrom(
					'={{ $json.manager?.mail }}',
					'={{ $json["job title"] }}',
					'={{ $json.phones[0] }}',
					'={{ $json.a + $json.b }}',
				),
			),
			mutated(fc.constant(ann)),
		),
		read: ([text, json]) => {
			fieldsIn(text);
			fieldNameOf(text);
			const path = typeof text === 'string' ? fieldPathOf(text) : undefined;
			if (path) readField(json, path);
		},
	}),
	parser({
		name: 'Scope: conditions and licenses',
		input: fc.tuple(
			mutated(
				fc.constant({
					combinator: 'and',
					options: { caseSensitive: true, typeValidation: 'strict', version: 2 },
					conditions: [
						{
							id: '1',
							leftValue: 'department',
							rightValue: 'Sales',
							operator: { type: 'string', operation: 'equals' },
						},
						{
							id: '2',
							leftValue: '={{ $json.displayName }}',
							rightValue: '^A',
							operator: { type: 'string', operation: 'regex' },
						},
						{
							id: '3',
							leftValue: '={{ $json.hired }}',
							rightValue: '2024-01-01',
							operator: { type: 'dateTime', operation: 'after' },
						},
					],
				}),
			),
			mutated(fc.constant(ann)),
			mutated(fc.constant(['6fd2c87f-b296-42f0-b197-1e91e994b900'])),
		),
		read: ([raw, person, skus]) => {
			const words = {
				fieldNamed: (name: string) => (Object.hasOwn(ann, name) ? name : undefined),
				spelled: (name: string) => name,
				nameOf: () => 'Ann',
			};
			const filter = readFilter(contextOf({}), raw, words);
			if (typeof person !== 'object' || person === null) return;
			if (filter) expect(typeof filter.meets(person)).toBe('boolean');
			const licenses = Array.isArray(skus) && skus.every((sku) => typeof sku === 'string') ? skus : 'licensed';
			const scope = scopeFilter({ guests: 'exclude', disabledAccounts: 'exclude', licenses });
			expect(typeof scope?.keeps(person as never)).toBe('boolean');
		},
	}),
	parser({
		name: 'Settings in forms: API, SCIM, limits',
		input: fc.tuple(
			mutated(
				fc.constant({
					list: {
						values: {
							path: 'users',
							query: 'page={page}',
							style: 'page',
							size: 100,
							first: 1,
							items: 'data',
							total: 'meta.total',
						},
					},
					people: { values: { id: 'id', externalId: 'external_id', aliases: 'userName=email' } },
					status: { values: { field: 'status', active: 'active', inactive: 'left' } },
				}),
			),
			mutated(
				fc.constant({
					update: 'put',
					manager: 'email',
					rateLimit: '300/60',
					keys: 'department=Department',
					filterBy: 'userName',
				}),
			),
			mutated(fc.constant({ limit: '10' })),
		),
		read: ([api, scim, limits]) => {
			const refusals: Error[] = [];
			for (const read of [
				() => restProfileOf(systemOf('rest') as RestSystem, '/users', api, false),
				() => scimSettingsOf(systemOf('scim') as ScimSystem, scim),
				() => asNumber((limits as Record<string, unknown> | null)?.limit, 'Limit', { from: 0, to: 100 }),
			]) {
				try {
					read();
				} catch (error) {
					refusals.push(error as Error);
				}
			}
			const foreign = refusals.find(({ name }) => name !== 'SyncError');
			const refusal = foreign ?? refusals[0];
			if (refusal) throw refusal;
		},
	}),
];
