import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';

import type { Locator, Page } from 'playwright-core';

import { objectIn } from '../../../sandbox/shared/json.ts';
import type { Sandbox } from '../../../sandbox/start/sandbox.ts';
import { NODE_PANEL, picture } from './chromium.ts';
import { changeCredential, copyOfWorkflow, emptyWorkflow, savedParameters } from './copies.ts';
import { byTestId } from './editor.ts';
import type { Editor } from './editor.ts';
import { browserTests, openSession } from './session.ts';
import type { Session } from './session.ts';

const MEMBERS = 60;
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe("Map Attributes in n8n's editor", () => {
	let session: Session;
	let sandbox: Sandbox;
	let page: Page;
	let editor: Editor;

	before(async () => {
		session = await openSession(MEMBERS);
		({ sandbox, page, editor } = session);
	});
	after(async () => await session.close());

	const browserTest = browserTests(() => [page]);

	/** Opens Map Attributes in a copy of the template that has run, with its input and its output. */
	const openAfterRun = async (name: string): Promise<void> => {
		await editor.open(await copyOfWorkflow(sandbox, name));
		await editor.run();
		await editor.openNode('Map Attributes');
		await editor.inputField('department').waitFor();
	};

	/** The boxes on show, in their order, by the ids of their attributes. */
	const boxes = async (): Promise<string[]> =>
		await page
			.locator(`${byTestId('mapping-fields-container')} [data-test-id^="parameter-input-"]:has(.parameter-input)`)
			.evaluateAll((elements) =>
				elements.map((element) =>
					String((element as unknown as { dataset: { testId?: string } }).dataset.testId).replace(
						'parameter-input-',
						'',
					),
				),
			);

	const removeButton = (attribute: string): Locator => page.locator(byTestId(`remove-field-button-${attribute}`));

	const addBox = async (label: string): Promise<void> => {
		await page.locator(byTestId('add-fields-select')).click();
		await page.getByRole('menuitem', { name: label, exact: true }).click();
	};

	/** The first person's attributes in the output, each with its value. */
	const firstEmployee = async (): Promise<Map<string, string>> => {
		const text = await editor.output.locator('tbody tr td').first().innerText();
		const lines = text.split('\n').filter((line) => line.trim() !== '');
		return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(':')), line.slice(line.lastIndexOf(':') + 1)]));
	};

	browserTest('maps fields that are dragged onto a box and into the custom attributes', async () => {
		await openAfterRun('Drag fields');
		await page.locator(byTestId('node-parameters')).getByText('First name', { exact: true }).waitFor();
		await picture(page, 'map-attributes', NODE_PANEL);

		await addBox('Cost center');
		await editor.drag(editor.inputField('department'), editor.parameter('costCenter'));
		await editor.parameter('costCenter').getByText('{{ $json.department }}').waitFor();

		const dropArea = page.locator(byTestId('drop-area'));
		assert.match(await dropArea.innerText(), /Drag input fields here/);
		await editor.drag(editor.inputField('employeeId'), dropArea);
		const custom = page.locator(byTestId('assignment'));
		await custom.locator(byTestId('assignment-value')).getByText('{{ $json.employeeId }}').waitFor();
		const name = custom.locator(`${byTestId('assignment-name')} input`);
		assert.equal(await name.inputValue(), 'employeeId');
		await name.fill('nickName');

		await editor.executeStep();
		const employee = await firstEmployee();
		assert.equal(employee.get(`${ENTERPRISE}:costCenter`), employee.get(`${ENTERPRISE}:department`));
		assert.equal(employee.get('nickName'), employee.get(`${ENTERPRISE}:employeeNumber`));
		assert.match(employee.get('nickName') ?? '', /^E\d+$/);
		await custom.scrollIntoViewIfNeeded();
		await picture(page, 'map-attributes-custom', NODE_PANEL);
	});

	browserTest('fills a fresh node with a mapping that makes sense', async () => {
		await editor.open(await emptyWorkflow(sandbox, 'A fresh mapping'));
		await editor.addFirstNode('Map Attributes');
		await editor.parameter('externalId').getByText('{{ $json.id }}').waitFor();
		await editor.parameter('givenName').getByText('{{ $json.givenName }}').waitFor();
		assert.equal(await editor.parameter('userName').locator('input').inputValue(), 'Work E-Mail');
		assert.equal(await editor.parameter('locality').count(), 0, 'what has no usual source is not there at first');
	});

	browserTest('shows the boxes of the HR system that is picked', async () => {
		await openAfterRun('Another HR system');
		const ofAnySystem = await boxes();
		for (const attribute of ofAnySystem) assert.equal(await removeButton(attribute).count(), 1, attribute);

		await editor.choose(editor.parameter('system'), 'Pingboard');
		await editor.parameter('organization').waitFor({ state: 'detached' });
		await editor.parameter('workPhone').getByText('{{ $json.businessPhones?.[0] }}').waitFor();
		const ofPingboard = await boxes();
		assert.deepEqual(ofPingboard.slice(0, 3), ['workEmail', 'givenName', 'familyName']);
		for (const attribute of ofPingboard) {
			const required = ['workEmail', 'givenName', 'familyName'].includes(attribute);
			assert.equal(await removeButton(attribute).count(), required ? 0 : 1, attribute);
		}
		await editor.executeStep();
		assert.ok(!(await firstEmployee()).has('displayName'), 'an attribute of the system before is still mapped');

		await editor.choose(editor.parameter('system'), 'Tribal Habits');
		await editor.parameter('workPhone').waitFor({ state: 'detached' });
		await page.locator(byTestId('mapping-fields-container')).getByText('E-mail *', { exact: true }).waitFor();
		assert.equal(await removeButton('workEmail').count(), 0);
		await editor.executeStep();
		const employee = await firstEmployee();
		assert.ok(employee.has('user_name') && employee.has('first_name'), [...employee.keys()].join(', '));

		await editor.choose(editor.parameter('system'), 'Other SCIM 2.0 System');
		await editor.parameter('organization').waitFor();
		assert.deepEqual(await boxes(), ofAnySystem);
	});

	/** The boxes that n8n has saved for a system, by the ids of their attributes; other systems' must not be there. */
	const savedBoxes = async (workflowId: string, parameter: string): Promise<string[]> => {
		await editor.save();
		const end = Date.now() + 60_000;
		for (;;) {
			const parameters = (await savedParameters(sandbox, workflowId, 'Map Attributes')) ?? {};
			const names = Object.keys(parameters).filter((name) => /^(?!custom).*Attributes$/.test(name));
			const saved = Object.keys(objectIn(objectIn(parameters[parameter]).value));
			if (saved.length > 0 && names.length === 1) return saved;
			assert.ok(Date.now() < end, `saved are ${JSON.stringify(parameters)}`);
			await page.waitForTimeout(500);
		}
	};

	const systemsBeforeAnyData = async (workflowId: string): Promise<void> => {
		await editor.parameter('organization').waitFor();
		await editor.choose(editor.parameter('system'), 'Pingboard');
		await editor.parameter('organization').waitFor({ state: 'detached' });
		await editor.parameter('workPhone').getByText('{{ $json.businessPhones?.[0] }}').waitFor();
		const ofPingboard = await boxes();
		assert.deepEqual(ofPingboard.slice(0, 3), ['workEmail', 'givenName', 'familyName']);
		assert.deepEqual((await savedBoxes(workflowId, 'pingboardAttributes')).sort(), ofPingboard.sort());

		await editor.openNode('Map Attributes');
		await editor.choose(editor.parameter('system'), 'PeopleGoal');
		await editor.parameter('workPhone').waitFor({ state: 'detached' });
		await editor.parameter('mobilePhone').getByText('{{ $json.mobilePhone }}').waitFor();
		const ofPeopleGoal = await boxes();
		assert.deepEqual(ofPeopleGoal.slice(0, 2), ['givenName', 'familyName']);
		assert.equal(
			await editor.parameter('attributesFrom').count(),
			0,
			'a REST API does not say which attributes it has',
		);
		assert.deepEqual((await savedBoxes(workflowId, 'peopleGoalAttributes')).sort(), ofPeopleGoal.sort());
	};

	browserTest('shows and saves the boxes of the HR system that is picked in a fresh node', async () => {
		const workflowId = await emptyWorkflow(sandbox, 'A fresh node for another HR system');
		await editor.open(workflowId);
		await editor.addFirstNode('Map Attributes');
		await systemsBeforeAnyData(workflowId);
	});

	browserTest('shows and saves the boxes of the HR system that is picked before the template has run', async () => {
		const workflowId = await copyOfWorkflow(sandbox, 'Another HR system before the first run');
		await editor.open(workflowId);
		await editor.openNode('Map Attributes');
		await systemsBeforeAnyData(workflowId);
	});

	browserTest('marks a required box that is empty, and does not run then', async () => {
		await openAfterRun('Nothing in a required box');
		await editor.choose(editor.parameter('system'), 'Pingboard');
		await editor.parameter('organization').waitFor({ state: 'detached' });
		const container = page.locator(`${byTestId('mapping-fields-container')} .parameter-item`);
		const lastName = container.filter({ has: editor.parameter('familyName') }).last();
		assert.equal(await lastName.locator(byTestId('parameter-issues')).count(), 0);

		await editor.parameter('familyName').hover();
		await lastName.locator(byTestId('radio-button-fixed')).click();
		await editor.parameter('familyName').locator('input').fill('');
		await lastName.locator(byTestId('parameter-issues')).waitFor();
		await page.locator(byTestId('node-execute-button')).click();
		await page.getByText('Workflow execution cannot start').first().waitFor();
	});

	browserTest('changes a value by the transforms of a rule, and fills in a default', async () => {
		await openAfterRun('A rule');
		const rules = page.locator(byTestId('fixed-collection-rules'));
		await rules.locator(byTestId('fixed-collection-add')).click();
		await editor.choose(editor.parameter('attribute'), 'Department');
		const transforms = rules.locator(byTestId('fixed-collection-transforms'));
		await transforms.locator(byTestId('fixed-collection-add')).click();
		await editor.choose(editor.parameter('type'), 'Case');
		await editor.choose(editor.parameter('to'), 'Upper Case');
		await editor.executeStep();
		const department = `${ENTERPRISE}:department`;
		const before = await editor.inputField('department').locator('xpath=../..').innerText();
		const upper = (await firstEmployee()).get(department) ?? '';
		assert.equal(upper, upper.toUpperCase());
		assert.ok(before.toUpperCase().includes(upper) && !before.includes(upper), `${upper} is not made of ${before}`);
		await editor.showAtTop(rules);
		await picture(page, 'map-attributes-rules', NODE_PANEL);

		await rules.locator(byTestId('fixed-collection-add')).last().click();
		const ofSecond = (name: string): Locator => rules.locator(byTestId(`parameter-input-${name}`)).last();
		await editor.choose(ofSecond('attribute'), 'Mobile phone');
		await editor.choose(ofSecond('whenEmpty'), 'Use a Default');
		await ofSecond('defaultValue').locator('input').fill('+41 44 555 9999');
		await editor.executeStep();
		assert.equal((await firstEmployee()).get('phoneNumbers[type eq "mobile"].value'), '+41 44 555 9999');
	});

	browserTest('takes the attributes from the HR system itself', async () => {
		await openAfterRun('Attributes of the server');
		await editor.choose(editor.parameter('attributesFrom'), 'HR System Itself');
		await page.locator(byTestId('node-credentials-select')).waitFor();
		const add = page.locator(byTestId('add-fields-select'));
		await add.click();
		await page.getByRole('menuitem', { name: 'Name: Middle name', exact: true }).click();
		const box = page
			.locator(`${byTestId('mapping-fields-container')} .parameter-item`)
			.filter({ hasText: 'Name: Middle name' })
			.last();
		await editor.drag(editor.inputField('city'), box.locator('.parameter-input').first());
		await box.getByText('{{ $json.city }}').waitFor();
		await editor.executeStep();
		assert.equal((await firstEmployee()).get('name.middleName'), 'Zürich');
	});

	browserTest('says why the HR system itself shows no attributes', async () => {
		const workflowId = await copyOfWorkflow(sandbox, 'A server that refuses');
		const { baseUrl, token } = sandbox.hr;
		await changeCredential(sandbox, 'scimApi', { baseUrl, token: 'not-the-token' });
		try {
			await editor.open(workflowId);
			await editor.openNode('Map Attributes');
			await editor.choose(editor.parameter('attributesFrom'), 'HR System Itself');
			const notice = page.locator(byTestId('empty-fields-notice'));
			await notice.getByText(/token/i).waitFor();
			assert.match(await notice.innerText(), /The HR system/);
			assert.ok(!(await notice.innerText()).includes('not-the-token'));
			assert.deepEqual(await boxes(), []);
		} finally {
			await changeCredential(sandbox, 'scimApi', { baseUrl, token });
		}
		await editor.choose(editor.parameter('attributesFrom'), 'Usual Attributes');
		await editor.parameter('organization').waitFor();
		await editor.choose(editor.parameter('attributesFrom'), 'HR System Itself');
		await page.locator(byTestId('add-fields-select')).waitFor();
		assert.ok((await boxes()).includes('givenName'));
	});

	browserTest('says how many people have problems, and of which kinds', async () => {
		await openAfterRun('People with problems');
		const hint = editor.output.getByText(/people ha(s|ve) problems and will not be written/);
		await hint.waitFor();
		const said = await hint.innerText();
		const [, people, all, missing] = /^(\d+) of (\d+) .*\((?:.*, )?(\d+) × a required value is empty/.exec(said) ?? [];
		assert.equal(Number(all), MEMBERS, said);
		assert.ok(Number(people) >= 1 && Number(people) <= Number(missing), said);

		await editor.output.locator(byTestId('ndv-search')).fill('is empty and is required');
		await editor.output
			.getByText(/^User name of .* is empty and is required \(it comes from mail\)/)
			.first()
			.waitFor();
	});
});
