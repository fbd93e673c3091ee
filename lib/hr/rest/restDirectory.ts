import { trimEnd } from 'lodash';

import { failure } from '../../base/failure';
import { contentOf, isEmpty, isRecord, toBoolean } from '../../base/json';
import { HttpError } from '../../http/client';
import type { HttpClient, HttpResponse } from '../../http/client';
import { matchKey, sameValue } from '../../sync/compare';
import type { AttributeValues, Change, Employee } from '../../sync/model';
import type { Directory } from '../directory';
import { changedFields, checkActivation, checkClearing, inEnvelope, newRecord, updateBody, withFields } from './bodies';
import { createPeople, idIn, rawOf } from './employees';
import type { People } from './employees';
import { getIn, stepsOf } from './fieldAt';
import { fieldOf, isActive, readField, sameItems } from './fields';
import type { PersonRecord } from './fields';
import { createShown } from './hiddenFields';
import { listRecords } from './list';
import type { ListOptions } from './list';
import { recordsIn } from './pages';
import { leaversOf } from './profile/profile';
import type { RestProfile } from './profile/profile';
import { urlOf } from './profile/template';
import { createRemoval, runStep } from './steps';
import { isTimeOfRecord, timeOfRecord } from './times';
import { createTurns } from './writeOrder';

export type RestOptions = Omit<ListOptions, 'listed'> & { profile: RestProfile };

const LOCATION = 'header:Location';

/** An HR system that has a REST API of its own, as its profile describes it. */
export function createRestDirectory(options: RestOptions): Directory {
	const { http, profile } = options;
	const leavers = leaversOf(profile);
	let people = createPeople(profile);
	const shown = createShown(profile);
	const inTurn = createTurns();
	const remove = profile.delete && createRemoval(options, profile.delete);
	/** Ids never change; anything else that managers are named by may. */
	const namesChange = profile.manager?.style !== 'id' || profile.manager.matches !== undefined;

	const read = (employee: Employee, attribute: string): unknown =>
		readAttribute(profile, rawOf(employee).record, attribute);

	const update = async (employee: Employee, changes: Change[], manager?: string | null): Promise<void> => {
		const activation = changes.find(({ attribute }) => attribute === 'active');
		const active = toBoolean(activation?.to);
		checkActivation(profile, active, leavers);
		if (active === false && leavers === 'delete') {
			await remove?.(employee);
			return;
		}
		checkClearing(profile, changes, manager);
		const own = (active ? profile.reactivate : profile.deactivate) !== undefined;
		const fields = own ? changes.filter((change) => change !== activation) : changes;
		if (active === true && profile.reactivate) await runStep(options, profile.reactivate, employee);
		const turn = { hrId: employee.hrId, managerHrId: manager, renames: namesChange && fields.length > 0 };
		await inTurn(turn, async () => await sendUpdate(options, employee, fields, manager));
		if (active === false && profile.deactivate) await runStep(options, profile.deactivate, employee);
	};

	return {
		account: http.account,
		async list() {
			const records = await listRecords(options);
			people = createPeople(profile);
			shown.listed(records.values());
			return [...records].map(([hrId, record]) => people.employee(hrId, record));
		},
		async find(attribute, value) {
			const asked = await askFor(options, attribute, value);
			const records = asked ?? [...(await listRecords(options)).values()];
			const found = records.filter((record) => matchKey(readAttribute(profile, record, attribute)) === matchKey(value));
			return found.map((record) => people.employee(idIn(profile, record), record));
		},
		create: async (values, managerHrId) =>
			await inTurn({ managerHrId, renames: false }, async () => await create(options, people, values, managerHrId)),
		update,
		...(profile.get && { again: async (employee) => await lookAgain(http, profile, people, employee) }),
		isUnchanged: (before, now) => showsTheSame(rawOf(before).record, rawOf(now).record),
		skewMs: () => http.skewMs?.(),
		deactivate: (employee) => update(employee, [{ attribute: 'active', from: true, to: false }]),
		...(remove && { remove }),
		read,
		same: (attribute, current, wanted) =>
			staysAsItIs(profile, attribute, wanted) ||
			shown.hides(attribute, wanted) ||
			(sameItems(profile, attribute, current, wanted) ?? sameValue(attribute, current, wanted)),
		unseen: shown.unseen,
		readManager(employee) {
			const { record, people: known } = rawOf(employee);
			if (!profile.manager) return undefined;
			return known.idOf(getIn(record, stepsOf(profile.manager.readFrom ?? profile.manager.field)));
		},
		describe(employee) {
			const name = ['userName', 'email'].map((attribute) => read(employee, attribute)).find((one) => !isEmpty(one));
			return `${typeof name === 'string' ? name : 'without user name'} (HR id ${employee.hrId})`;
		},
	};
}

/** As far as the list showed it: of one person alone an API may show more. */
function showsTheSame(listed: PersonRecord, now: PersonRecord): boolean {
	return Object.entries(listed).every(
		([name, value]) => !Object.hasOwn(now, name) || contentOf(now[name]) === contentOf(value),
	);
}

async function lookAgain(
	http: HttpClient,
	profile: RestProfile,
	people: People,
	employee: Employee,
): Promise<Employee | undefined> {
	const record = await readAgain(http, profile, employee).catch(unlessNotFound);
	return record && people.employee(employee.hrId, record);
}

function readAttribute(profile: RestProfile, record: PersonRecord, attribute: string): unknown {
	if (isTimeOfRecord(attribute)) return timeOfRecord(record, attribute);
	if (attribute === 'active') return isActive(profile, record);
	const field = fieldOf(profile, attribute);
	return field === undefined ? undefined : readField(profile, record, field);
}

/** Nothing can be sent for an empty value where nothing clears a field. */
function staysAsItIs({ clearing }: RestProfile, attribute: string, wanted: unknown): boolean {
	return clearing === 'leave' && attribute !== 'active' && isEmpty(wanted);
}

/**
 * The people with a value, asked of the API; undefined when it can't be asked, gives others than were asked for, or
 * answers 404: that may mean nobody, or another address.
 */
async function askFor(
	{ http, profile }: RestOptions,
	attribute: string,
	value: string,
): Promise<PersonRecord[] | undefined> {
	const { find } = profile;
	const field = fieldOf(profile, attribute);
	if (!find || field === undefined || find.fields?.includes(field) === false) return undefined;
	const url = urlOf(find, { attribute: field, value });
	const answer = await http.request({ method: find.method, url, repeatable: true }).catch(unlessNotFound);
	if (!answer) return undefined;
	const records = recordsIn(answer.body, find.items, 'find.items');
	const key = matchKey(value);
	return records.every((record) => matchKey(readField(profile, record, field)) === key) ? records : undefined;
}

function unlessNotFound(error: unknown): undefined {
	if (error instanceof HttpError && error.status === 404) return undefined;
	throw error;
}

async function create(
	{ http, profile }: RestOptions,
	people: People,
	values: AttributeValues,
	managerHrId: string | undefined,
): Promise<Employee> {
	const manager = managerHrId === undefined || !profile.manager ? undefined : people.referenceTo(managerHrId);
	const sent = newRecord(profile, values, manager);
	const answer = await http.request({
		method: profile.create.method,
		url: urlOf(profile.create, {}),
		body: inEnvelope(profile.create.envelope, sent),
		maxTries: 1,
		repeatable: false,
	});
	const item = getIn(answer.body, stepsOf(profile.create.item));
	const given = isRecord(item) ? item : {};
	return people.employee(createdId(profile, answer, given), { ...sent, ...given });
}

function createdId(profile: RestProfile, { headers }: HttpResponse, item: PersonRecord): string {
	const place = profile.create.id ?? profile.id;
	if (place.toLowerCase() !== LOCATION.toLowerCase()) return idIn({ ...profile, id: place }, item);
	const [path = ''] = (headers.location ?? '').split(/[?#]/);
	const segment = trimEnd(path, '/').split('/').pop() ?? '';
	if (segment === '') throw failure({ kind: 'noLocation' });
	return decode(segment);
}

function decode(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}

async function sendUpdate(
	{ http, profile }: RestOptions,
	employee: Employee,
	changes: Change[],
	manager: string | null | undefined,
): Promise<void> {
	const { people, record } = rawOf(employee);
	const reference = typeof manager === 'string' && profile.manager ? people.referenceTo(manager) : manager;
	const fields = changedFields(profile, changes, reference);
	if (fields.length === 0) return;
	const present = profile.update.sends === 'whole' ? await readAgain(http, profile, employee) : record;
	await http.request({
		method: profile.update.method,
		url: urlOf(profile.update, { id: employee.hrId }),
		body: inEnvelope(profile.update.envelope, updateBody(profile, present, fields)),
		repeatable: true,
	});
	people.changed(employee, withFields(present, fields));
}

/** What a list gives of a person is not always all that there is. */
async function readAgain(http: HttpClient, profile: RestProfile, employee: Employee): Promise<PersonRecord> {
	const { get } = profile;
	if (!get) return rawOf(employee).record;
	const { body } = await http.request({ method: get.method, url: urlOf(get, { id: employee.hrId }), repeatable: true });
	const record = getIn(body, stepsOf(get.item));
	if (isRecord(record) && idIn(profile, record) === employee.hrId) return record;
	throw failure({ kind: 'answeredOther', hrId: employee.hrId });
}
