import { UserError } from 'n8n-workflow';
import type {
	CreateDataTableOptions,
	DataTable,
	DataTableFilter,
	DataTableProxyProvider,
	DataTableRow,
	DataTableRowReturn,
	IDataTableProjectAggregateService,
	IDataTableProjectService,
} from 'n8n-workflow';

interface Stored {
	table: DataTable;
	rows: DataTableRowReturn[];
}

const PROJECT = 'test-project';

/**
 * n8n's data tables, kept in memory instead of its database: as much of them as the Data Table node needs to make a
 * table and to insert, upsert and get rows. A column that the table doesn't have is refused, as n8n does.
 */
export function dataTables(): DataTableProxyProvider {
	const stored: Stored[] = [];
	const tables: Partial<IDataTableProjectAggregateService> = {
		getProjectId: () => PROJECT,
		getManyAndCount: async ({ filter }) => {
			const part = String(filter?.name ?? '').toLowerCase();
			const data = stored.map(({ table }) => table).filter(({ name }) => name.toLowerCase().includes(part));
			return { count: data.length, data };
		},
		createDataTable: async (options) => {
			const table = tableOf(`table${stored.length + 1}`, options);
			stored.push({ table, rows: [] });
			return table;
		},
	};
	return {
		getDataTableAggregateProxy: async () => tables as IDataTableProjectAggregateService,
		getDataTableProxy: async (_workflow, _node, id) => {
			const found = stored.find(({ table }) => table.id === id);
			if (!found) throw new UserError(`There is no data table ${id}`);
			return rowsOf(found) as IDataTableProjectService;
		},
	};
}

function tableOf(id: string, { name, columns }: CreateDataTableOptions): DataTable {
	const now = new Date();
	return {
		id,
		name,
		projectId: PROJECT,
		createdAt: now,
		updatedAt: now,
		columns: columns.map((column, index) => ({ index, ...column, id: `${id}-${index}`, dataTableId: id })),
	};
}

function rowsOf({ table, rows }: Stored): Partial<IDataTableProjectService> {
	const insert = (row: DataTableRow): DataTableRowReturn => {
		const now = new Date();
		const empty = Object.fromEntries(table.columns.map(({ name }) => [name, null]));
		const inserted = { ...empty, ...known(row), id: rows.length + 1, createdAt: now, updatedAt: now };
		rows.push(inserted);
		return inserted;
	};
	const known = (row: DataTableRow): DataTableRow => {
		for (const name of Object.keys(row)) {
			if (!table.columns.some((column) => column.name === name)) throw new UserError(`unknown column name '${name}'`);
		}
		return row;
	};
	const matching = ({ filters }: DataTableFilter): DataTableRowReturn[] =>
		rows.filter((row) => filters.every(({ columnName, value }) => row[columnName] === value));
	const proxy: Pick<IDataTableProjectService, 'getColumns' | 'getManyRowsAndCount' | 'upsertRow'> = {
		getColumns: async () => table.columns,
		getManyRowsAndCount: async () => ({ count: rows.length, data: rows }),
		upsertRow: async ({ filter, data }) => {
			const found = matching(filter);
			return found.length === 0 ? [insert(data)] : found.map((row) => Object.assign(row, known(data)));
		},
	};
	return {
		...proxy,
		insertRows: (async (all: DataTableRow[]) => all.map(insert)) as IDataTableProjectService['insertRows'],
	};
}
