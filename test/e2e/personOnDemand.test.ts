import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';

import { resetTraffic } from '../../sandbox/start/control.ts';
import { openSandbox } from '../../sandbox/start/sandbox.ts';
import type { Sandbox } from '../../sandbox/start/sandbox.ts';
import { writes } from './approval.ts';
import { Forms, formAddress } from './forms.ts';
import { ask, groupMembers } from './inStep.ts';
import type { Employee, Member } from './inStep.ts';
import { addTemplate, newest, publish } from './production.ts';

const TEMPLATE = 'person-on-demand.json';
const YES = 'Yes, apply exactly this';

describe('the template for one person on demand, in a running n8n', () => {
	let sandbox: Sandbox;
	let stateDir: string;
	let workflowId: string;
	let forms: Forms;
	/** Somebody to try it with. */
	let person: Member;
	before(async () => {
		stateDir = await mkdtemp(join(tmpdir(), 'entra-hr-sync-e2e-'));
		sandbox = await openSandbox({ stateDir, members: 40 });
		await configure('All Employees');
		forms = await Forms.open();
		const found = (await groupMembers(sandbox)).find((one) => one.mail && one.accountEnabled && !one.managerId);
		assert.ok(found);
		person = found;
	});
	after(async () => {
		await forms.close();
		await sandbox.close();
		await rm(stateDir, { recursive: true, force: true });
	});
	beforeEach(async () => await resetTraffic(sandbox));

	async function configure(group: string): Promise<void> {
		workflowId = await addTemplate(sandbox, stateDir, TEMPLATE, { group });
		await publish(sandbox.n8n, workflowId);
	}

	async function look(who: string): Promise<void> {
		await forms.fill(sandbox.n8n, workflowId, { 'E-mail or user principal name': who });
	}

	async function answer(choice?: string): Promise<void> {
		if (choice !== undefined) await forms.page.getByLabel(choice).check();
		await forms.send();
	}

	async function employees(): Promise<Employee[]> {
		return await ask<Employee[]>(`${sandbox.hr.url}/_sim/people`);
	}

	async function change(values: object): Promise<void> {
		await ask(`${sandbox.entra.url}/_sim/people/${person.id}`, 'POST', values);
	}

	test('nobody gets in without the password', async () => {
		const response = await fetch(await formAddress(sandbox.n8n, workflowId));
		assert.equal(response.status, 401);
	});

	test('nobody is found', async () => {
		await look('nobody@example.com');
		assert.match(await forms.reads(/^Nobody was found$/), /nobody with the e-mail .* nobody@example\.com/);
	});

	test('somebody is in Entra ID, but not in the group', async () => {
		const outsider = (await ask<Member[]>(`${sandbox.entra.url}/_sim/people`)).find(
			({ inGroup, mail }) => !inGroup && mail,
		);
		assert.ok(outsider?.mail);
		await look(outsider.mail);
		assert.match(await forms.reads(/ is not in the group$/), /not in the group "All Employees"/);
		assert.equal(await writes(sandbox), 0);
	});

	test('unless it is answered otherwise, nothing is written', async () => {
		await look(` ${person.mail?.toUpperCase()} `);
		const page = await forms.reads(/ would be created$/);
		assert.ok(page.includes(person.displayName) && page.includes(person.mail ?? ''), page);
		await answer();
		await forms.reads(/^Nothing was written$/);
		assert.equal(await writes(sandbox), 0);
		assert.deepEqual(await employees(), []);
	});

	test('after a yes, this one person is written', async () => {
		await look(person.mail ?? '');
		await forms.reads(/ would be created$/);
		await answer(YES);
		await forms.reads(/ was created$/);
		assert.deepEqual(
			(await employees()).map(({ externalId, active }) => [externalId, active]),
			[[person.id, true]],
		);
		const { status } = await newest(sandbox.n8n, workflowId);
		assert.equal(status, 'success');
	});

	test('then there is nothing to change', async () => {
		await look(person.mail ?? '');
		await forms.reads(/: nothing to change$/);
		assert.equal(await writes(sandbox), 0);
	});

	test('what changes is shown as text, whatever stands in it', async () => {
		const jobTitle = `<img src=x onerror="document.title='broken'"> $& {{ 6 * 7 }} $' Lead`;
		await change({ jobTitle });
		await look(person.mail ?? '');
		const page = await forms.reads(/ would be changed$/);
		assert.ok(page.includes(jobTitle), page);
		assert.ok(page.includes(person.jobTitle ?? ''), page);
		assert.equal(await forms.page.locator('td img').count(), 0);
	});

	test('it has changed once more before the yes: nothing is written, and the page tells', async () => {
		await change({ jobTitle: 'Purser' });
		await look(person.mail ?? '');
		await forms.reads(/ would be changed$/);
		await change({ jobTitle: 'Boatswain' });
		await answer(YES);
		const page = await forms.reads(/^It could not be done$/);
		assert.match(page, /no longer the one that was approved/);
		assert.match(page, /Boatswain/);
		assert.equal(await writes(sandbox), 0);
	});

	test('it cannot be read: the page says why, and the run has failed', async () => {
		await configure('No such group');
		await look(person.mail ?? '');
		assert.match(await forms.reads(/^It could not be done$/), /No such group/);
		const { status, error } = await newest(sandbox.n8n, workflowId);
		assert.equal(status, 'error');
		assert.match(error?.message ?? '', /No such group/);
	});
});
