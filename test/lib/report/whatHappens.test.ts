import { whatHappens } from '../../../lib/report/whatHappens';
import type { Change, ResultRow } from '../../../lib/sync/model';

const naming = {
	label: (attribute: string) => (attribute === 'title' ? 'Job title' : undefined),
	person: (hrId: string) => (hrId === 'hr-1' ? 'Ann Miller' : undefined),
};
const row = (action: ResultRow['action'], ...changes: Change[]): ResultRow => ({ action, changes, entra: { id: 'e' } });

it('says what changes by the labels of the form, managers by name', () => {
	const changes = [
		{ attribute: 'title', from: 'Clerk', to: 'Lead' },
		{ attribute: 'manager', from: null, to: 'hr-1' },
		{ attribute: 'active', from: true, to: false },
		{ attribute: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department', from: 'Sales', to: null },
	];
	expect(whatHappens(row('updated', ...changes), naming)).toBe(
		'Job title: Clerk -> Lead; Manager: none -> Ann Miller; active: yes -> no; department: Sales -> none',
	);
});

it('says only what somebody new gets', () => {
	expect(whatHappens(row('created', { attribute: 'title', from: null, to: 'Lead' }), naming)).toBe('Job title: Lead');
});

it('names a manager who is not known by the HR id, and one who is only created by name', () => {
	expect(whatHappens(row('updated', { attribute: 'manager', from: 'hr-9', to: 'Bob (bob@x)' }), naming)).toBe(
		'Manager: hr-9 -> Bob (bob@x)',
	);
});

it('does not show a password', () => {
	const changes = [{ attribute: 'password', from: null, to: 'secret' }];
	expect(whatHappens(row('created', ...changes), naming)).toBe('password: …');
});

it('says nothing where nothing changes, and stays one short line whatever changes', () => {
	expect(whatHappens(row('unchanged'), naming)).toBeUndefined();
	const many = Array.from({ length: 20 }, (_, i) => ({ attribute: `a${i}`, from: 'x\ny', to: 'z'.repeat(5000) }));
	const line = whatHappens(row('updated', ...many), naming)!;
	expect(line).toMatch(/; 12 more$/);
	expect(line).not.toContain('\n');
	expect(line.length).toBeLessThan(3000);
});
