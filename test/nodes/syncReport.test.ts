import type { IDataObject } from 'n8n-workflow';

import { runWorkflow, testNode, workflowOf } from '../support/engine';
import type { EngineRun } from '../support/engine';

const TYPE = 'n8n-nodes-entra-hr-sync.syncReport';

/** The report of these items, and what n8n's own reader finds in its file. */
async function report(items: IDataObject[], parameters: IDataObject = {}, read?: IDataObject): Promise<EngineRun> {
	const workflow = workflowOf(
		[
			{ type: 'n8n-nodes-base.manualTrigger', name: 'Start' },
			{ type: 'test.items', name: 'Items' },
			{ type: TYPE, name: 'Report', parameters: parameters as never, onError: 'continueErrorOutput' },
			{
				type: 'n8n-nodes-base.extractFromFile',
				name: 'Read',
				parameters: (read ?? {}) as never,
				disabled: read === undefined,
			},
		],
		'Start -> Items -> Report -> Read',
	);
	return await runWorkflow(
		{ ...workflow, name: 'Nightly', settings: { executionOrder: 'v1', timezone: 'Europe/Berlin' } },
		{ extraNodes: { 'test.items': testNode({}, async () => [items.map((json) => ({ json }))]) } },
	);
}

const person = (displayName: string): IDataObject => ({
	id: `id-${displayName}`,
	displayName,
	userPrincipalName: `${displayName.toLowerCase()}@example.com`,
});
const changed: IDataObject = {
	action: 'updated',
	entra: person('Ann'),
	hrId: '0042',
	changes: [
		{ attribute: 'title', from: 'Engineer', to: '=HYPERLINK("http://evil.example","x")' },
		{ attribute: 'active', from: null, to: true },
	],
};
const failed: IDataObject = { action: 'failed', entra: person('Bob'), changes: [], reason: 'a, "b"\nc; d' };

it('puts out one item with what a mail and a table need', async () => {
	const run = await report([changed, failed], { title: 'Nightly Sync', group: 'All', system: 'Peakon' });
	const [item, ...others] = run.items('Report');
	expect(others).toEqual([]);
	expect(item).toMatchObject({
		subject: 'Nightly Sync: 1 of 2 people failed',
		ok: true,
		failed: true,
		attention: true,
		send: true,
		counts: { members: 2, updated: 1, failed: 1, deleted: 0 },
		history: {
			workflow: 'Nightly',
			group: 'All',
			system: 'Peakon',
			updated: 1,
			failed: 1,
			error: null,
			execution: null,
		},
	});
	const values = Object.values(item!.history as IDataObject);
	expect(values.every((value) => value === null || typeof value !== 'object')).toBe(true);
});

describe('every change is in a file', () => {
	const COLUMNS = ['Person', 'User name', 'Entra ID', 'HR ID', 'Action', 'Attribute', 'From', 'To', 'Why'];
	const values = (run: EngineRun): unknown[][] =>
		run.items('Read').map((line) => COLUMNS.map((name) => line[name] ?? ''));

	it('as CSV, in which no formula runs', async () => {
		const run = await report(
			[changed, failed],
			{ title: 'Nightly Sync' },
			{ operation: 'csv', binaryPropertyName: 'changes', options: { enableBOM: true } },
		);
		const file = run.data('Report')[0]!.binary!.changes!;
		expect(file.fileName).toMatch(/^nightly-sync-\d{4}-\d\d-\d\d\.csv$/);
		expect(file.mimeType).toBe('text/csv');
		expect(Buffer.from(file.data, 'base64').subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
		expect(values(run)).toEqual([
			[
				'Ann',
				'ann@example.com',
				'id-Ann',
				'0042',
				'Updated',
				'title',
				'Engineer',
				'\'=HYPERLINK("http://evil.example","x")',
				'',
			],
			['Ann', 'ann@example.com', 'id-Ann', '0042', 'Updated', 'active', '', 'true', ''],
			['Bob', 'bob@example.com', 'id-Bob', '', 'Failed', '', '', '', 'a, "b"\nc; d'],
		]);
	});

	it('and for Excel if asked, in which every cell is a text', async () => {
		const run = await report(
			[changed, failed],
			{ attach: 'csvAndXlsx' },
			{ operation: 'xlsx', binaryPropertyName: 'changesXlsx', options: { includeEmptyCells: true } },
		);
		expect(Object.keys(run.data('Report')[0]!.binary!)).toEqual(['changes', 'changesXlsx']);
		expect(values(run)).toEqual([
			[
				'Ann',
				'ann@example.com',
				'id-Ann',
				'0042',
				'Updated',
				'title',
				'Engineer',
				'=HYPERLINK("http://evil.example","x")',
				'',
			],
			['Ann', 'ann@example.com', 'id-Ann', '0042', 'Updated', 'active', '', 'true', ''],
			['Bob', 'bob@example.com', 'id-Bob', '', 'Failed', '', '', '', 'a, "b"\nc; d'],
		]);
	});

	it('unless nothing is to be attached', async () => {
		const run = await report([changed], { attach: 'nothing' });
		expect(run.data('Report')[0]!.binary).toBeUndefined();
	});

	it('also of a run that was stopped, so that a mail always finds its attachment', async () => {
		const run = await report(
			[{ error: 'Stopped', details: { wouldDeactivate: ['Ann (ann@example.com)'] } }],
			{},
			{ operation: 'csv', binaryPropertyName: 'changes', options: { enableBOM: true } },
		);
		expect(run.items('Read')).toMatchObject([{ Person: 'Ann (ann@example.com)', Action: 'Would be deactivated' }]);
	});
});

it('sets "send" by when a mail is wanted, and always for a run that was stopped', async () => {
	const send = async (item: IDataObject, mailWhen: string): Promise<unknown> =>
		(await report([item], { mailWhen, attach: 'nothing' })).items('Report')[0]!.send;
	const nothing = { action: 'unchanged', entra: person('Ann'), changes: [] };
	expect(await send(nothing, 'always')).toBe(true);
	expect(await send(nothing, 'onChange')).toBe(false);
	expect(await send(changed, 'onChange')).toBe(true);
	expect(await send(changed, 'onFailure')).toBe(false);
	expect(await send({ error: 'boom' }, 'onFailure')).toBe(true);
});

it('tells what stopped a run even where its settings make no sense', async () => {
	const [item] = (
		await report([{ error: 'boom', details: {} }], {
			mailWhen: '={{ "sometimes" }}',
			attach: '={{ 7 }}',
			language: '={{ "xx" }}',
			mostLines: '={{ "many" }}',
			executionLink: 'javascript:alert(1)',
		})
	).items('Report');
	expect(item).toMatchObject({ error: 'boom', send: true, history: { execution: null } });
	expect(item!.html).not.toContain('javascript:');
});

it('takes teams beside people, and links the execution', async () => {
	const team = { action: 'failed', team: 'Legal', entraGroup: { id: 'g' }, added: [], removed: [], reason: 'refused' };
	const [item] = (await report([changed, team], { executionLink: 'https://n8n.example.com/e?a=1&b=2' })).items(
		'Report',
	);
	expect(item).toMatchObject({ failed: true, counts: { members: 1 }, teams: { teams: 1, failed: 1 } });
	expect(item!.text).toContain('- Legal: refused');
	expect(item!.html).toContain('href="https://n8n.example.com/e?a=1&amp;b=2"');
});

it('refuses items that no sync put out', async () => {
	const run = await report([{ anything: 1 }]);
	expect(run.items('Report')).toEqual([]);
	expect(run.items('Report', 1)[0]!.error).toContain('is not a result of Upsert Employee');
});
