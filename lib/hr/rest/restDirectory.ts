import { trimEnd } from 'lodash';

import { failure } from '../../base/failure';
import { contentOf, isEmpty, isRecord, toBoolean } from '../../base/json';
import type { HttpResponse } from '../../http/client';
import { matchKey, sameValue } from '../../sync/compare';
import type { AttributeValues, Change, Employee } from '../../sync/model';
import type { Directory } from '../directory';
import { createLookAgain } from '../lookAgain';
import {
	changedFields,
	checkActivation,
	checkClearing,
	holdsMore,
	inEnvelope,
	newRecord,
	updateBody,
	withFields,
} from './bodies';
import { createPeople, idIn, rawOf } from './employees';
import type { People } from './employees';
import { getIn, stepsOf } from './fieldAt';
import { fieldOf, isActive, readField, sameItems } from './fields';
import type { PersonRecord } from './fields';
import { askFor } from './find';
import type { RestOptions } from './find';
import { createShown } from './hiddenFields';
import { listRecords } from './list';
import { createPresentPeople } from './present';
import type { PresentPeople } from './present';
import { leaversOf } from './profile/profile';
import type { RestProfile } from './profile/profile';
import { urlOf } from './profile/template';
import { createRemoval, runStep } from './steps';
import { isTimeOfRecord, timeOfRecord } from './times';
import { createTurns } from './writeOrder';

const LOCATION = 'header:Location';

/** An HR system that has a REST API of its own, as its profile describes it. */
export function createRestDirectory(options: RestOptions): Directory {
	const { http, profile } = options;
	const leavers = leaversOf(profile);
	let people = createPeople(profile);
	const shown = createShown(profile);
	const inTurn = createTurns();
	const present = createPresentPeople(options);
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
		await inTurn(turn, async () => await sendUpdate(options, present, employee, fields, manager));
		if (active === false && profile.deactivate) await runStep(options, profile.deactivate, employee);
	};

	const list = async (): Promise<Employee[]> => {
		const records = await listRecords(options);
		people = createPeople(profile);
		shown.listed(records.values());
		return [...records].map(([hrId, record]) => people.employee(hrId, record));
	};
	const readAgain = async (employee: Employee): Promise<Employee> =>
		people.employee(employee.hrId, await present.of(employee));

	return {
		account: http.account,
		list,
		async find(attribute, value) {
			const asked = await askFor(options, attribute, value);
			const records = asked ?? [...(await listRecords(options)).values()];
			const found = records.filter((record) => matchKey(readAttribute(profile, record, attribute)) === matchKey(value));
			return found.map((record) => people.employee(idIn(profile, record), record));
		},
		create: async (values, managerHrId) =>
			await inTurn({ managerHrId, renames: false }, async () => await create(options, people, values, managerHrId)),
		update,
		...(profile.get && { again: createLookAgain(readAgain, list) }),
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

function readAttribute(profile: RestProfile, record: PersonRecord, attribute: string): unknown {
	if (attribute === 'active') return isActive(profile, record);
	const field = fieldOf(profile, attribute);
	const value = field === undefined ? undefined : readField(profile, record, field);
	return value === undefined && isTimeOfRecord(attribute) ? timeOfRecord(record, attribute) : value;
}

/** Nothing can be sent for an empty value where nothing clears a field. */
function staysAsItIs({ clearing }: RestProfile, attribute: string, wanted: unknown): boolean {
	return clearing === 'leave' && attribute !== 'active' && isEmpty(wanted);
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
	present: PresentPeople,
	employee: Employee,
	changes: Change[],
	manager: string | null | undefined,
): Promise<void> {
	const { people } = rawOf(employee);
	const reference = typeof manager === 'string' && profile.manager ? people.referenceTo(manager) : manager;
	const fields = changedFields(profile, changes, reference);
	if (fields.length === 0) return;
	const record = holdsMore(profile, fields) ? await present.of(employee) : rawOf(employee).record;
	await http.request({
		method: profile.update.method,
		url: urlOf(profile.update, { id: employee.hrId }),
		body: inEnvelope(profile.update.envelope, updateBody(profile, record, fields)),
		repeatable: true,
	});
	const written = withFields(record, fields);
	people.changed(employee, written);
	present.changed(employee, written);
}
