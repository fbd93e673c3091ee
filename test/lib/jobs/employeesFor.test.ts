import type { Directory } from '../../../lib/hr/directory';
import { createScimDirectory } from '../../../lib/hr/scim/scimDirectory';
import { employeesFor } from '../../../lib/jobs/employeesFor';
import type { MappedRow } from '../../../lib/sync/model';
import { ScimStore } from '../../support/scimStore';

let store: ScimStore;
let directory: Directory;
beforeAll(async () => (store = await ScimStore.open()));
afterAll(async () => await store.close());
beforeEach(() => {
	store.reset();
	for (let i = 0; i < 40; i++) store.put({ userName: `p${i}@example.com`, externalId: `e${i}`, active: true });
	directory = createScimDirectory({ http: store.http(), pageSize: 5 });
});

const row = (i: number, managerId?: string): MappedRow => ({
	employee: { userName: `P${i}@example.com`, externalId: `e${i}` },
	entra: { id: `e${i}`, ...(managerId !== undefined && { managerId }) },
	problems: [],
	causes: [],
});
const matchBy = ['externalId', 'userName'];

it('asks for few people one by one, and for their managers', async () => {
	const { employees, whole } = await employeesFor(directory, [row(3, 'e7')], matchBy);
	expect(whole).toBe(false);
	expect(employees.map(({ raw }) => (raw as { externalId: string }).externalId).sort()).toEqual(['e3', 'e7']);
	expect(store.requests.length).toBeLessThan(8);
});

it('reads the list where that takes fewer requests', async () => {
	const rows = Array.from({ length: 6 }, (_, i) => row(i));
	const { employees, whole } = await employeesFor(directory, rows, matchBy);
	expect({ whole, employees: employees.length }).toEqual({ whole: true, employees: 40 });
});

it('finds somebody who has another attribute of a row than the one it is matched by', async () => {
	store.put({ userName: 'other@example.com', externalId: 'e3', active: true });
	const { employees } = await employeesFor(directory, [row(3)], ['userName']);
	expect(employees).toHaveLength(2);
});
