import { randomUUID } from 'node:crypto';

import { app, assigned } from './apps.ts';
import { makeGroup } from './company.ts';
import type { DirectoryObject } from './directory.ts';
import type { Reply } from './errors.ts';
import { DEPARTMENTS } from './names.ts';
import { mutate, takenUpns } from './mutate.ts';
import { makePerson } from './people.ts';
import { typeOf } from './schema.ts';
import { problemWith } from './settings.ts';
import type { Simulator } from './simulator.ts';
import { newTokenKey } from './store.ts';

type Json = Record<string, unknown>;

interface ControlCall {
	simulator: Simulator;
	params: string[];
	body: unknown;
	query: URLSearchParams;
}

/** A refusal of the control API: one sentence for a person. */
class Refusal extends Error {
	readonly status: number;

	constructor(status: number, sentence: string) {
		super(sentence);
		this.status = status;
	}
}

const MAX_EMPLOYEE_ID = 16;

const ROUTES: readonly { method: string; path: RegExp; answer(call: ControlCall): unknown }[] = [
	{ method: 'GET', path: /^stats$/, answer: ({ simulator }) => simulator.stats.show() },
	{ method: 'POST', path: /^stats\/reset$/, answer: resetStats },
	{ method: 'GET', path: /^people$/, answer: ({ simulator }) => people(simulator) },
	{ method: 'GET', path: /^groups$/, answer: ({ simulator }) => groups(simulator) },
	{ method: 'GET', path: /^apps$/, answer: ({ simulator }) => apps(simulator) },
	{ method: 'POST', path: /^people$/, answer: addPerson },
	{ method: 'POST', path: /^people\/([^/]+)$/, answer: patchPerson },
	{ method: 'DELETE', path: /^people\/([^/]+)$/, answer: deletePerson },
	{ method: 'POST', path: /^groups$/, answer: addGroup },
	{ method: 'POST', path: /^groups\/([^/]+)$/, answer: renameGroup },
	{ method: 'POST', path: /^groups\/([^/]+)\/members$/, answer: patchMembers },
	{ method: 'POST', path: /^apps$/, answer: addApp },
	{ method: 'POST', path: /^mutate$/, answer: mutateCompany },
	{ method: 'GET', path: /^settings$/, answer: ({ simulator }) => simulator.settings },
	{ method: 'POST', path: /^settings$/, answer: patchSettings },
	{ method: 'POST', path: /^tokens\/revoke$/, answer: revokeTokens },
	{ method: 'GET', path: /^faults$/, answer: ({ simulator, query }) => simulator.faults.show(query.has('all')) },
	{ method: 'POST', path: /^faults$/, answer: addFaults },
	{ method: 'DELETE', path: /^faults$/, answer: clearFaults },
];

/** Answers the control API, what stands below `/_sim/`. What it changes is on the disk when it answers. */
export async function answerControl(
	method: string,
	path: string,
	query: URLSearchParams,
	body: unknown,
	simulator: Simulator,
): Promise<Reply> {
	for (const route of ROUTES) {
		const match = route.path.exec(path);
		if (!match || route.method !== method) continue;
		try {
			const params = match.slice(1).map(decodeURIComponent);
			const answer = await route.answer({ simulator, params, body, query });
			return { status: 200, headers: {}, body: answer };
		} catch (error) {
			if (error instanceof Refusal) return { status: error.status, headers: {}, body: { error: error.message } };
			throw error;
		}
	}
	return { status: 404, headers: {}, body: { error: `The simulator has no ${method} /_sim/${path}.` } };
}

function resetStats({ simulator }: ControlCall) {
	simulator.stats.reset();
	return simulator.stats.show();
}

function people(simulator: Simulator): Json[] {
	const inGroup = new Set(simulator.employeeUsers());
	return simulator.directory.all('user').map((user) => ({
		id: user.id,
		userPrincipalName: user.properties.userPrincipalName,
		mail: user.properties.mail ?? null,
		displayName: user.properties.displayName,
		accountEnabled: user.properties.accountEnabled,
		department: user.properties.department ?? null,
		jobTitle: user.properties.jobTitle ?? null,
		employeeId: user.properties.employeeId ?? null,
		givenName: user.properties.givenName ?? null,
		surname: user.properties.surname ?? null,
		managerId: user.managerId ?? null,
		inGroup: inGroup.has(user),
		userType: user.properties.userType ?? null,
		assignedLicenses: user.properties.assignedLicenses ?? [],
	}));
}

/** Which users each group holds: by their ids, directly and through other groups. */
function groups({ directory }: Simulator): Json[] {
	const users = (members: readonly DirectoryObject[]) =>
		members.filter(({ type }) => type === 'user').map(({ id }) => id);
	return directory.all('group').map((group) => ({
		id: group.id,
		displayName: group.properties.displayName,
		direct: users(directory.directMembers(group)),
		nested: users(directory.transitiveMembers(group)),
	}));
}

function apps({ directory }: Simulator): Json[] {
	return directory.all('servicePrincipal').map(({ id, properties, assignments = [] }) => ({
		id,
		appId: properties.appId,
		displayName: properties.displayName,
		assignments: assignments.map((assignment) => ({
			...assignment,
			principalType: directory.get(assignment.principalId)?.type ?? null,
		})),
	}));
}

async function addPerson({ simulator, body }: ControlCall) {
	const { inGroup = true, ...patch } = asObject(body);
	const { store, directory } = simulator;
	const department = DEPARTMENTS[0] as (typeof DEPARTMENTS)[number];
	checkPatch(simulator, patch, undefined);
	const person = makePerson(store.state.nextIndex++, { department, rank: 'member' }, null, takenUpns(simulator));
	apply(person, patch);
	directory.put(person);
	if (inGroup) directory.addMember(simulator.employees, person.id);
	await simulator.save();
	return { id: person.id, managerId: person.managerId ?? null, ...person.properties };
}

async function patchPerson({ simulator, params, body }: ControlCall) {
	const person = findPerson(simulator, params[0]);
	const patch = asObject(body);
	checkPatch(simulator, patch, person);
	apply(person, patch);
	simulator.directory.put(person);
	await simulator.save();
	return { id: person.id, managerId: person.managerId ?? null, ...person.properties };
}

async function deletePerson({ simulator, params }: ControlCall) {
	const { id } = findPerson(simulator, params[0]);
	simulator.directory.delete(new Set([id]));
	await simulator.save();
	return { deleted: [id] };
}

async function addGroup({ simulator, body }: ControlCall) {
	const { displayName, members = [] } = asObject(body);
	const ids = idsOfObjects(simulator, members);
	const group = makeGroup(asName(displayName), 'Made by hand', randomUUID());
	simulator.directory.put(group);
	for (const id of ids) simulator.directory.addMember(group, id);
	await simulator.save();
	return { id: group.id, ...group.properties };
}

async function renameGroup({ simulator, params, body }: ControlCall) {
	const group = findGroup(simulator, params[0]);
	group.properties.displayName = asName(asObject(body).displayName);
	simulator.directory.put(group);
	await simulator.save();
	return { id: group.id, ...group.properties };
}

async function patchMembers({ simulator, params, body }: ControlCall) {
	const { directory } = simulator;
	const group = findGroup(simulator, params[0]);
	const { add = [], remove = [] } = asObject(body);
	const [coming, going] = [idsOfObjects(simulator, add), idsOfObjects(simulator, remove)];
	for (const id of coming) directory.addMember(group, id);
	for (const id of going) directory.removeMember(group, id);
	await simulator.save();
	return { id: group.id, members: group.members?.size ?? 0 };
}

/** An enterprise application, and who is assigned to it in a role of its own. */
async function addApp({ simulator, body }: ControlCall) {
	const { displayName, principals = [] } = asObject(body);
	const made = app(asName(displayName), randomUUID(), assigned(idsOfObjects(simulator, principals)));
	simulator.directory.put(made);
	await simulator.save();
	return { id: made.id, ...made.properties };
}

async function mutateCompany({ simulator, body }: ControlCall) {
	const { count } = asObject(body);
	if (typeof count !== 'number' || !Number.isInteger(count) || count < 0)
		throw new Refusal(400, '"count" must be a whole number.');
	const mutation = mutate(simulator, count);
	if (!mutation) {
		throw new Refusal(
			409,
			`Too few people of "All Employees" qualify to change ${count}, and to let ${count} others leave.`,
		);
	}
	await simulator.save();
	return mutation;
}

function patchSettings({ simulator, body }: ControlCall) {
	const patch = asObject(body);
	const problem = problemWith(patch);
	if (problem) throw new Refusal(400, problem);
	if ('budgetPerWindow' in patch || 'windowMs' in patch) simulator.throttle.restart();
	return Object.assign(simulator.settings, patch);
}

/** Every token given out so far is refused from now on. */
async function revokeTokens({ simulator }: ControlCall) {
	simulator.store.state.tokenKey = newTokenKey();
	await simulator.save();
	return {};
}

function addFaults({ simulator, body }: ControlCall) {
	try {
		simulator.faults.add(Array.isArray(body) ? body : [body]);
	} catch (error) {
		throw new Refusal(400, error instanceof Error ? error.message : String(error));
	}
	return simulator.faults.show(false);
}

function clearFaults({ simulator }: ControlCall) {
	simulator.faults.clear();
	return [];
}

function findPerson({ directory }: Simulator, id = ''): DirectoryObject {
	const person = directory.user(id);
	if (!person) throw new Refusal(404, `There is no user ${id}.`);
	return person;
}

function findGroup({ directory }: Simulator, id = ''): DirectoryObject {
	const group = directory.get(id);
	if (group?.type !== 'group') throw new Refusal(404, `There is no group ${id}.`);
	return group;
}

function apply(person: DirectoryObject, { managerId, ...properties }: Json): void {
	if (managerId !== undefined) person.managerId = managerId as string | null;
	Object.assign(person.properties, properties);
}

/** @throws Refusal when Graph could not hold such a user */
function checkPatch(
	{ directory }: Simulator,
	{ managerId, ...properties }: Json,
	person: DirectoryObject | undefined,
): void {
	const manager = typeof managerId === 'string' ? directory.get(managerId) : undefined;
	if (managerId !== undefined && managerId !== null && manager?.type !== 'user' && manager?.type !== 'orgContact') {
		throw new Refusal(400, `The manager ${JSON.stringify(managerId)} is no user and no contact of this tenant.`);
	}
	for (const [name, value] of Object.entries(properties)) {
		const type = typeOf('user', name);
		if (type === undefined || name === 'id')
			throw new Refusal(400, `A user has no property "${name}" that can be set.`);
		if (!fits(value, type)) throw new Refusal(400, `${JSON.stringify(value)} is no ${type}, as "${name}" is.`);
	}
	const { employeeId, userPrincipalName: upn } = properties;
	if (typeof employeeId === 'string' && employeeId.length > MAX_EMPLOYEE_ID) {
		throw new Refusal(400, `An employeeId has at most ${MAX_EMPLOYEE_ID} characters.`);
	}
	if (upn === undefined) return;
	const holder = typeof upn === 'string' ? directory.user(upn) : undefined;
	if (typeof upn !== 'string' || (holder && holder !== person)) {
		throw new Refusal(409, `The userPrincipalName ${JSON.stringify(upn)} is in use, or none.`);
	}
}

function fits(value: unknown, type: string): boolean {
	if (type === 'Collection(Edm.String)') return Array.isArray(value) && value.every((item) => typeof item === 'string');
	if (value === null) return true;
	if (type === 'Edm.Boolean') return typeof value === 'boolean';
	if (type === 'Edm.Int32') return Number.isInteger(value);
	if (type.startsWith('Edm.')) return typeof value === 'string';
	return type.startsWith('Collection(') === Array.isArray(value) && typeof value === 'object';
}

function asObject(body: unknown): Json {
	if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Json;
	throw new Refusal(400, 'The body must be a JSON object.');
}

function asName(value: unknown): string {
	if (typeof value === 'string' && value.trim() !== '') return value;
	throw new Refusal(400, '"displayName" must be a text.');
}

/** @throws Refusal when something is no id of an object */
function idsOfObjects({ directory }: Simulator, value: unknown): string[] {
	if (!Array.isArray(value) || !value.every((id) => typeof id === 'string')) {
		throw new Refusal(400, '"add", "remove", "members" and "principals" must be lists of ids.');
	}
	for (const id of value) if (!directory.get(id)) throw new Refusal(404, `There is no object ${id}.`);
	return value.map((id) => id.toLowerCase());
}
