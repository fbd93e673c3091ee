import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';

import type { Page } from 'playwright-core';

import { FORM_USER } from '../../../sandbox/n8n/credentials.ts';
import { readExecution } from '../../../sandbox/n8n/execution.ts';
import { runWorkflow, untilEnded } from '../../../sandbox/n8n/run.ts';
import { mutate } from '../../../sandbox/start/control.ts';
import type { Sandbox } from '../../../sandbox/start/sandbox.ts';
import { askForApproval, mails } from '../approval.ts';
import type { Mail } from '../approval.ts';
import { formAddress, Forms } from '../forms.ts';
import { ask, groupMembers } from '../inStep.ts';
import type { Employee, Member } from '../inStep.ts';
import { addTemplate, forgetMails, publish, until } from '../production.ts';
import { pagePicture, pageSize, picture, widen } from './chromium.ts';
import type { Editor } from './editor.ts';
import { browserTests, openSession } from './session.ts';
import type { Session } from './session.ts';

const MEMBERS = 40;

/** More than the brake allows of so many employees. */
const LEAVERS = 8;

const PHONE = 390;
const DESKTOP = 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

describe('what people read in a mail client and a browser', () => {
	let session: Session;
	let sandbox: Sandbox;
	let stateDir: string;
	let page: Page;
	let editor: Editor;
	let forms: Forms;

	before(async () => {
		session = await openSession(MEMBERS);
		({ sandbox, stateDir, page, editor } = session);
		forms = await Forms.open();
	});
	after(async () => {
		await forms.close();
		await session.close();
	});

	const browserTest = browserTests(() => [page, forms.page]);

	/** Shows a mail's HTML as a mail client does on a phone and on a desk, which it has to fit in. */
	const show = async (
		{ html, subject }: Mail,
		at: (width: number) => Promise<void> = async () => {},
	): Promise<void> => {
		for (const width of [PHONE, DESKTOP]) {
			await widen(page, width);
			await page.setContent(html);
			assert.equal((await pageSize(page)).width, width, `"${subject}" does not fit into ${width} pixels`);
			await at(width);
		}
		await widen(page);
	};

	/** The only mail that came from what was done. */
	const mailOf = async (done: () => Promise<unknown>): Promise<Mail> => {
		await forgetMails(sandbox);
		await done();
		const [mail, ...others] = await mails(sandbox);
		assert.ok(mail && others.length === 0, 'one mail');
		return mail;
	};

	/** n8n takes a moment until it answers the addresses of a workflow that was just published. */
	const served = async (address: string): Promise<void> => {
		const authorization = `Basic ${btoa(`${FORM_USER.user}:${FORM_USER.password}`)}`;
		const isServed = async () => (await fetch(address, { headers: { authorization } })).ok || undefined;
		await until(isServed, address);
	};

	/** Members that are employees, and nobody's manager. */
	const withoutReports = async (): Promise<Member[]> => {
		const members = await groupMembers(sandbox);
		const managers = new Set(members.map(({ managerId }) => managerId));
		const employees = new Set((await ask<Employee[]>(`${sandbox.hr.url}/_sim/people`)).map((one) => one.externalId));
		return members.filter(({ id }) => employees.has(id) && !managers.has(id));
	};

	browserTest('the mail about people that failed fits a phone and a desk', async () => {
		const mail = await mailOf(async () => assert.ok((await sandbox.run()).ok));
		assert.match(mail.subject, /\d of 40 people failed$/);
		await show(mail, async (width) => {
			await page
				.getByText(/is empty and is required/)
				.first()
				.waitFor();
			if (width === DESKTOP) await pagePicture(page, 'mail-failed');
		});
	});

	browserTest('the plan that waits for approval: its mails, its form, and what it says after the answer', async () => {
		const workflowId = await addTemplate(sandbox, stateDir, 'preview-and-approve.json', {});
		await editor.open(workflowId);
		await editor.fillWindow();
		await picture(page, 'preview-and-approve');

		await mutate(sandbox, 2);
		const asked = await askForApproval({ ...sandbox, workflowId });
		await show(asked.plan, async (width) => {
			await page.getByText('Would be deactivated').first().waitFor();
			if (width === DESKTOP) await pagePicture(page, 'mail-plan');
		});
		await show(asked.question, async () => await page.getByRole('link').first().waitFor());

		await widen(page, PHONE);
		await page.goto(asked.link);
		await page.getByText('Would be deactivated').first().waitFor();
		assert.equal((await pageSize(page)).width, PHONE, 'the form does not fit a phone');
		await widen(page, DESKTOP);
		await pagePicture(page, 'approval-form');
		await widen(page);
		await page.getByLabel('Decision').selectOption('Apply this plan');
		await page.locator('#submit-btn').click();
		await untilEnded(sandbox.n8n, workflowId, asked.executionId);
		const { status, error } = await readExecution(sandbox.n8n, asked.executionId);
		assert.equal(status, 'success', error?.message);
		const result = (await mails(sandbox)).at(-1);
		assert.ok(result);
		await show(
			result,
			async () =>
				await page
					.getByText(/^Deactivated/)
					.first()
					.waitFor(),
		);
	});

	browserTest('the mail about the brake names everybody, and the code that lets the plan through', async () => {
		const leavers = (await withoutReports()).slice(0, LEAVERS);
		for (const { id } of leavers) await ask(`${sandbox.entra.url}/_sim/people/${id}`, 'DELETE');
		const mail = await mailOf(async () => assert.equal((await sandbox.run()).ok, false));
		await show(mail, async (width) => {
			for (const { displayName } of leavers) await page.getByText(displayName).first().waitFor();
			await page
				.getByText(/\b\d{8}-[0-9a-f]{4,}\b/)
				.first()
				.waitFor();
			await pagePicture(page, width === PHONE ? 'mail-stopped-phone' : 'mail-stopped');
		});
	});

	browserTest('the page of the history shows each run, and leads to the execution', async () => {
		const workflowId = await addTemplate(sandbox, stateDir, 'sync-history.json', {});
		await publish(sandbox.n8n, workflowId);
		const address = `${sandbox.n8n.url}/webhook/entra-hr-sync-history`;
		await served(address);
		await widen(forms.page);
		await forms.page.goto(address);
		const runs = forms.page.locator('tbody tr');
		assert.equal(await runs.count(), 3);
		await runs.first().getByText('Stopped', { exact: true }).waitFor();
		await runs
			.last()
			.getByText(/^\d failed$/)
			.waitFor();
		await pagePicture(forms.page, 'history');
		await widen(forms.page, DESKTOP);
		const hidden = await forms.page.locator('.wide').evaluate((part) => {
			const { scrollWidth, clientWidth } = part as unknown as Record<'scrollWidth' | 'clientWidth', number>;
			return scrollWidth - clientWidth;
		});
		assert.equal(hidden, 0, 'columns are cut off on a desk');
		await widen(forms.page);
		await page.goto((await runs.first().getByRole('link').getAttribute('href')) ?? '');
		await editor.node('Mark the run as failed').waitFor();
	});

	browserTest('the form for one person says what would change, and what was done', async () => {
		const workflowId = await addTemplate(sandbox, stateDir, 'person-on-demand.json', {});
		await publish(sandbox.n8n, workflowId);
		await widen(forms.page, DESKTOP);
		await served(await formAddress(sandbox.n8n, workflowId));
		const person = (await withoutReports()).find(({ mail, accountEnabled }) => mail && accountEnabled);
		assert.ok(person?.mail);
		await ask(`${sandbox.entra.url}/_sim/people/${person.id}`, 'POST', { jobTitle: 'Head of Payroll' });
		await forms.fill(sandbox.n8n, workflowId, { 'E-mail or user principal name': person.mail });
		assert.match(await forms.reads(/ would be changed$/), /Head of Payroll/);
		await forms.page.getByLabel('Yes, apply exactly this').check();
		await pagePicture(forms.page, 'person-on-demand');
		await forms.send();
		await forms.reads(/ was changed$/);
	});

	browserTest('the mail about a secret that ends soon fits a phone and a desk', async () => {
		const { url, clientId } = sandbox.entra;
		const settings = { clientId, graphUrl: url };
		const workflowId = await addTemplate(sandbox, stateDir, 'secret-expiry.json', settings);
		await ask(`${url}/_sim/settings`, 'POST', {
			permissions: ['GroupMember.Read.All', 'User.Read.All', 'Application.Read.All'],
			secretEndDateTime: new Date(Date.now() + 12.5 * DAY_MS).toISOString(),
		});
		const mail = await mailOf(async () => await runWorkflow(sandbox.n8n, workflowId, 'Run now'));
		assert.match(mail.subject, /ends in 12 days$/);
		await show(
			mail,
			async () =>
				await page
					.getByText(/New client secret/)
					.first()
					.waitFor(),
		);
	});
});
