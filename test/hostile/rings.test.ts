/** People who lead each other in a ring, or in one long line: nothing may call itself for each of them, nor go round for ever. */

import { chainsOf } from '../../lib/graph/managers/chains';
import type { Directory } from '../../lib/hr/directory';
import { applyPlan } from '../../lib/jobs/write/apply';
import type { AttributeValues, Employee, MappedRow } from '../../lib/sync/model';
import { planUpserts } from '../../lib/sync/plan';
import type { PlannedRow } from '../../lib/sync/planned';

const PEOPLE = 10_000;
const positions = Array.from({ length: PEOPLE }, (_, position) => position);
const idOf = (position: number): string => `id-${position}`;

/** An HR system in memory, which keeps who is whose manager. */
function memory(): { directory: Directory; managers: Map<string, string> } {
	const managers = new Map<string, string>();
	const read = ({ raw }: Employee, attribute: string): unknown => (raw as AttributeValues)[attribute];
	const directory: Directory = {
		list: async () => [],
		find: async () => [],
		create: async (values, managerHrId) => {
			const hrId = `hr-${String(values.externalId)}`;
			if (managerHrId !== undefined) managers.set(hrId, managerHrId);
			return { hrId, active: true, raw: values };
		},
		update: async ({ hrId }, _changes, manager) => {
			if (typeof manager === 'string') managers.set(hrId, manager);
		},
		deactivate: async () => {},
		isUnchanged: () => true,
		read,
		readManager: () => undefined,
		describe: ({ hrId }) => hrId,
	};
	return { directory, managers };
}

function planOf(
	managerOf: (position: number) => string | null,
	{ read, readManager, describe }: Directory,
): PlannedRow[] {
	const rows = positions.map((position): MappedRow => {
		const [id, name] = [idOf(position), `p${position}@example.com`];
		return {
			employee: { externalId: id, userName: name, active: true },
			entra: { id, userPrincipalName: name, displayName: name, managerId: managerOf(position) },
			problems: [],
			causes: [],
		};
	});
	const matchBy = ['externalId', 'userName'];
	return planUpserts({ rows, employees: [], matchBy, managers: 'sync', read, readManager, describe });
}

const SHAPES: [string, (position: number) => string | null][] = [
	['a ring', (position) => idOf((position + 1) % PEOPLE)],
	['a line', (position) => (position + 1 < PEOPLE ? idOf(position + 1) : null)],
];

it.each(SHAPES)('all of %s are created, with their managers', async (_, managerOf) => {
	const { directory, managers } = memory();
	const planned = planOf(managerOf, directory);
	const results = await applyPlan(planned, directory, {
		matchBy: ['externalId', 'userName'],
		concurrency: 5,
		dryRun: false,
		wait: async () => {},
	});
	expect(results.every(({ action, reason }) => action === 'created' && reason === undefined)).toBe(true);
	const wanted = positions.flatMap((position): [string, string][] => {
		const manager = managerOf(position);
		return manager === null ? [] : [[`hr-${idOf(position)}`, `hr-${manager}`]];
	});
	expect(new Map([...managers].sort())).toEqual(new Map(wanted.sort()));
});

it.each(SHAPES)(
	'a chain of managers in %s ends where it is told to, and never leads through the person',
	(_, managerOf) => {
		const chains = chainsOf(positions.map(idOf), 100, {
			resultOf: (person) => {
				const id = managerOf(Number(person.slice('id-'.length)));
				return { known: true, manager: id === null ? null : { id } };
			},
			isContact: () => false,
		});
		expect(chains.size).toBe(PEOPLE);
		const chain = chains.get(idOf(0));
		if (!chain?.known || chain.manager === null) throw new Error('The chain was not read');
		expect(chain.managers.map(({ id }) => id)).toEqual(positions.slice(1, 101).map(idOf));
		expect(chain.ends).toBe('levels');
	},
);

it('a ring that is shorter than the chain may be ends before the person', () => {
	const chains = chainsOf(positions.map(idOf), PEOPLE * 2, {
		resultOf: (person) => {
			const position = Number(person.slice('id-'.length));
			return { known: true, manager: { id: idOf(position < 50 ? (position + 1) % 50 : 0) } };
		},
		isContact: () => false,
	});
	const [inside, outside] = [chains.get(idOf(7)), chains.get(idOf(60))];
	if (!inside?.known || inside.manager === null || !outside?.known || outside.manager === null) {
		throw new Error('The chains were not read');
	}
	expect([inside.managers.length, inside.ends]).toEqual([49, 'cycle']);
	expect([outside.managers.length, outside.ends]).toEqual([50, 'cycle']);
});
