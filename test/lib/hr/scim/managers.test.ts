import { NotSentError } from '../../../../lib/hr/directory';
import { ENTERPRISE_USER } from '../../../../lib/hr/scim/path';
import { DEFAULT_SCIM_PROFILE } from '../../../../lib/hr/scim/profile';
import type { ScimProfile } from '../../../../lib/hr/scim/profile';
import { createScimDirectory } from '../../../../lib/hr/scim/scimDirectory';
import type { ScimDirectory } from '../../../../lib/hr/scim/scimDirectory';
import { applyPlan } from '../../../../lib/jobs/write/apply';
import type { MappedRow } from '../../../../lib/sync/model';
import { planUpserts } from '../../../../lib/sync/plan';
import { ScimStore } from '../../../support/scimStore';
import type { Json } from '../../../support/scimStore';

const CUSTOM = 'urn:ietf:params:scim:schemas:extension:peakon:2.0:User';

let store: ScimStore;
beforeAll(async () => {
	store = await ScimStore.open();
});
afterAll(async () => {
	await store.close();
});
beforeEach(() => store.reset());

const open = (settings: Partial<ScimProfile>): ScimDirectory =>
	createScimDirectory({ http: store.http(), pageSize: 50, profile: { ...DEFAULT_SCIM_PROFILE, ...settings } });

const STYLES: [string, Partial<ScimProfile>, (boss: Json) => Json][] = [
	['a reference', {}, (boss) => ({ [ENTERPRISE_USER]: { manager: { value: boss.id } } })],
	['an id', { manager: 'id' }, (boss) => ({ [ENTERPRISE_USER]: { manager: boss.id } })],
	['an e-mail', { manager: 'email' }, () => ({ [ENTERPRISE_USER]: { manager: 'Boss@example.com' } })],
	[
		'an e-mail in an extension of its own',
		{ manager: 'email', managerPath: `${CUSTOM}:Line-Manager` },
		() => ({ [CUSTOM]: { 'Line-Manager': 'Boss@example.com' } }),
	],
	[
		'an e-mail under a key with blanks',
		{ manager: 'email', managerPath: `${CUSTOM}:Line Manager`, update: 'putPartial' },
		() => ({ [CUSTOM]: { 'Line Manager': 'Boss@example.com' } }),
	],
	[
		'a reference in whole bodies',
		{ update: 'put' },
		(boss) => ({ [ENTERPRISE_USER]: { manager: { value: boss.id } } }),
	],
	[
		'an id of its own',
		{ manager: 'id', managerPath: 'managerId', update: 'patchPlain' },
		(boss) => ({ managerId: boss.id }),
	],
];

function row(name: string, managerId: string | null): MappedRow {
	return {
		employee: {
			externalId: name,
			userName: `${name}@example.com`,
			'emails[type eq "work"].value': name === 'boss' ? 'Boss@example.com' : `${name}@example.com`,
		},
		entra: { id: name, displayName: name, managerId },
		problems: [],
		causes: [],
	};
}

async function sync(settings: Partial<ScimProfile>, rows: MappedRow[]): Promise<string[]> {
	const directory = open(settings);
	const matchBy = ['externalId'];
	const planned = planUpserts({
		rows,
		employees: await directory.list(),
		matchBy,
		managers: 'sync',
		read: directory.read,
		readManager: directory.readManager,
		describe: directory.describe,
	});
	const results = await applyPlan(planned, directory, { matchBy, concurrency: 2, dryRun: false, wait: async () => {} });
	return results.map(({ action, reason }) => (reason === undefined ? action : `${action}: ${reason}`));
}

describe.each(STYLES)('a manager as %s', (_, settings, held) => {
	beforeEach(() => {
		store.plainWrite = settings.update === 'put' ? 'whole' : 'shallow';
	});
	const byName = (name: string): Json => [...store.people.values()].find(({ externalId }) => externalId === name)!;

	it('is written on creation, read back as an HR id, changed and cleared, and not written twice', async () => {
		const rows = [row('boss', null), row('ann', 'boss'), row('bob', null)];
		expect(await sync(settings, rows)).toEqual(['created', 'created', 'created']);
		expect(byName('ann')).toMatchObject(held(byName('boss')));

		store.requests.length = 0;
		expect(await sync(settings, rows)).toEqual(['unchanged', 'unchanged', 'unchanged']);
		expect(store.log).toEqual(['GET /Users']);

		expect(await sync(settings, [row('boss', null), row('ann', null), row('bob', 'boss')])).toEqual([
			'unchanged',
			'updated',
			'updated',
		]);
		expect(byName('bob')).toMatchObject(held(byName('boss')));
		const directory = open(settings);
		const employees = await directory.list();
		const managers = employees.map((employee) => [employee.hrId, directory.readManager(employee)]);
		expect(Object.fromEntries(managers)).toEqual({
			[String(byName('boss').id)]: undefined,
			[String(byName('ann').id)]: undefined,
			[String(byName('bob').id)]: byName('boss').id,
		});
	});
});

describe('managers by e-mail', () => {
	const profile = { manager: 'email' as const };

	it('who are nobody can still be cleared', async () => {
		store.put({ userName: 'ann', [ENTERPRISE_USER]: { manager: 'gone@example.com' } });
		const directory = open(profile);
		const [ann] = await directory.list();
		expect(directory.readManager(ann!)).toBe('gone@example.com');
		await directory.update(ann!, [], null);
		const [after] = await directory.list();
		expect(directory.readManager(after!)).toBeUndefined();
	});

	it('are those who are active, of two with one address', async () => {
		store.put({ id: 'old', userName: 'x', active: false, emails: [{ type: 'work', value: 'x@example.com' }] });
		store.put({ id: 'new', userName: 'y', active: true, emails: [{ type: 'work', value: 'X@example.com' }] });
		store.put({ id: 'ann', userName: 'ann', [ENTERPRISE_USER]: { manager: 'x@example.com' } });
		const directory = open(profile);
		const employees = await directory.list();
		expect(directory.readManager(employees[2]!)).toBe('new');
	});

	it('are looked up when they were not listed', async () => {
		store.put({ id: 'boss', userName: 'boss@example.com' });
		store.put({ id: 'ann', userName: 'ann' });
		await open(profile).update({ hrId: 'ann', active: true, raw: store.people.get('ann') }, [], 'boss');
		expect(store.people.get('ann')).toMatchObject({ [ENTERPRISE_USER]: { manager: 'boss@example.com' } });
	});

	it('who have none are refused before anything is sent', async () => {
		store.put({ id: 'boss', userName: 'boss' });
		const directory = open(profile);
		await directory.list();
		await expect(directory.create({ userName: 'ann' }, 'boss')).rejects.toThrow(NotSentError);
		expect(store.log.filter((line) => line.startsWith('POST'))).toEqual([]);
	});
});

it('a system without managers is never told of one', async () => {
	const directory = open({ manager: 'none' });
	const ann = await directory.create({ userName: 'ann' }, 'boss');
	await directory.update(ann, [], 'boss');
	expect(directory.readManager(ann)).toBeUndefined();
	expect(store.log).toEqual(['POST /Users']);
	expect(store.requests[0]!.body).toEqual({ schemas: [expect.any(String)], userName: 'ann', active: true });
});
