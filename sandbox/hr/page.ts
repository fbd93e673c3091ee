import { escapeHtml, pageHtml, timeHtml } from '../shared/html.ts';
import { ENTERPRISE, managerIdOf, nameOf, textOf, valuesOf } from './person.ts';
import type { Person } from './person.ts';

const MOST_ROWS = 500;

/** Hides the rows that don't hold what is typed, and says how many are left. */
const SEARCH = `
const box = document.querySelector('input');
const shown = document.querySelector('#shown');
const note = shown.textContent;
const rows = [...document.querySelectorAll('tbody tr')].map((row) => [row, row.textContent.toLowerCase()]);
function search() {
	const wanted = box.value.trim().toLowerCase();
	let count = 0;
	for (const [row, text] of rows) {
		row.hidden = !text.includes(wanted);
		if (!row.hidden) count += 1;
	}
	shown.textContent = wanted === '' ? note : count + ' of ' + rows.length + ' rows match.';
}
box?.addEventListener('input', search);
search();
`;

/** The employees as a page for people. */
export function peoplePage(people: Person[]): string {
	const names = new Map(people.map((person) => [person.id, nameOf(person)]));
	const active = people.filter((person) => person.active !== false).length;
	const rows = people.slice(0, MOST_ROWS).map((person) => rowHtml(person, names));
	const note =
		people.length > MOST_ROWS ? `<p>The first ${MOST_ROWS} of ${people.length} employees are shown.</p>` : '';
	return pageHtml(
		'Employees',
		`<h1>Employees</h1>
<p>What this HR system holds, in the order people were added. Reload to see changes.</p>
<ul class="counts">
<li><b>${people.length}</b><span>employees</span></li>
<li><b>${active}</b><span>active</span></li>
<li><b>${people.length - active}</b><span>inactive</span></li>
</ul>
${rows.length === 0 ? '<div class="sheet empty">Nobody is here yet.</div>' : tableHtml(rows, note)}`,
	);
}

function tableHtml(rows: string[], note: string): string {
	return `<input type="search" aria-label="Search" placeholder="Search name, e-mail, department &hellip;" autocomplete="off">
<p id="shown" aria-live="polite">${note}</p>
<div class="sheet"><table>
<thead><tr><th>Name</th><th>User name</th><th>E-mail</th><th>Title</th><th>Department</th><th>Manager</th><th>Status</th><th>Last changed</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div>
<script>${SEARCH}</script>`;
}

function rowHtml(person: Person, names: Map<string, string>): string {
	const emails = valuesOf(person, 'emails');
	const email = textOf(emails.find(({ primary }) => primary === true) ?? emails[0], 'value');
	const cells = [
		nameOf(person),
		person.userName,
		email,
		textOf(person, 'title'),
		textOf(person[ENTERPRISE], 'department'),
		names.get(managerIdOf(person) ?? '') ?? '',
	].map((text) => `<td>${escapeHtml(text)}</td>`);
	const status =
		person.active === false ? '<span class="badge off">inactive</span>' : '<span class="badge on">active</span>';
	return `<tr>${cells.join('')}<td>${status}</td><td>${timeHtml(person.meta.lastModified)}</td></tr>`;
}
