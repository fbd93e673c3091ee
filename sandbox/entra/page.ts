import type { DirectoryObject } from './directory.ts';
import type { Simulator } from './simulator.ts';
import { APP_NAME, CLIENT_ID, COMPANY, TENANT_ID } from './tenant.ts';

const ROWS = 500;

const STYLE = `
	body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1f2937 }
	h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem }
	dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.5rem } dt { color: #6b7280 } dd { margin: 0 }
	table { border-collapse: collapse; width: 100%; font-size: .9rem }
	th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #e5e7eb; vertical-align: top }
	th { position: sticky; top: 0; background: #f3f4f6 } code { font-size: .85em; color: #4b5563 }
	ul { padding-left: 1.2rem } .muted { color: #6b7280 } .tag { background: #fef3c7; border-radius: .3rem; padding: 0 .4rem }
`;

/** The tenant as a page for a person to look at. @param from the first person of the table, counted from 0 */
export function tenantPage(simulator: Simulator, from: number): string {
	const { directory, settings } = simulator;
	const users = directory.all('user');
	const start = Math.max(0, Math.min(Math.floor(from) || 0, users.length - 1));
	const shown = users.slice(start, start + ROWS);
	const employees = new Set(simulator.employeeUsers());
	const nested = new Set(directory.all('group').flatMap(({ members }) => [...(members ?? [])]));
	const roots = directory.all('group').filter(({ id }) => !nested.has(id));
	return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(COMPANY)}: Entra simulator</title><style>${STYLE}</style></head>
<body>
<h1>${escape(COMPANY)} <span class="muted">in the Entra simulator</span></h1>
<dl>
<dt>Tenant ID</dt><dd><code>${TENANT_ID}</code></dd>
<dt>App registration</dt><dd>${escape(APP_NAME)} <code>${CLIENT_ID}</code> (${settings.appState === 'ok' ? 'enabled' : 'disabled'}, its secret is ${settings.secretState === 'ok' ? 'valid' : 'expired'})</dd>
<dt>Permissions</dt><dd>${escape(settings.permissions.join(', ') || 'none')}</dd>
</dl>
<h2>Groups</h2>
<ul>${roots.map((group) => groupItem(group, simulator, [])).join('')}</ul>
<h2>People</h2>
<p class="muted">${start + 1} to ${start + shown.length} of ${users.length}. ${pager(start, users.length)}</p>
<table>
<thead><tr><th>Name</th><th>Sign-in name</th><th>Mail</th><th>Department</th><th>Title</th><th>Manager</th><th></th></tr></thead>
<tbody>
${shown.map((user) => personRow(user, employees, simulator)).join('\n')}
</tbody>
</table>
</body>
</html>
`;
}

function groupItem(group: DirectoryObject, simulator: Simulator, above: readonly DirectoryObject[]): string {
	const direct = simulator.directory.directMembers(group);
	const users = simulator.directory.transitiveMembers(group).filter(({ type }) => type === 'user').length;
	const path = [...above, group];
	const inner = direct.filter((member) => member.type === 'group' && !path.includes(member));
	const list = inner.map((member) => groupItem(member, simulator, path)).join('');
	const text = `${escape(group.properties.displayName)} <span class="muted">${users} people, ${direct.length} direct members</span> <code>${group.id}</code>`;
	return `<li>${text}${list ? `<ul>${list}</ul>` : ''}</li>`;
}

function personRow(user: DirectoryObject, employees: ReadonlySet<DirectoryObject>, { directory }: Simulator): string {
	const { properties } = user;
	const manager = user.managerId ? directory.get(user.managerId) : undefined;
	const tags = [
		properties.accountEnabled === false ? 'disabled' : '',
		properties.userType === 'Guest' ? 'guest' : '',
		employees.has(user) ? '' : 'not an employee',
	];
	const cells = [
		properties.displayName,
		properties.userPrincipalName,
		properties.mail,
		properties.department,
		properties.jobTitle,
		manager?.properties.displayName,
	];
	const tagCell = tags.filter(Boolean).map((tag) => `<span class="tag">${tag}</span>`);
	return `<tr>${[...cells.map(escape), tagCell.join(' ')].map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

function pager(start: number, total: number): string {
	const links = [
		start > 0 ? `<a href="/?from=${Math.max(0, start - ROWS)}">Back</a>` : '',
		start + ROWS < total ? `<a href="/?from=${start + ROWS}">On</a>` : '',
	];
	return links.filter(Boolean).join(' ');
}

function escape(value: unknown): string {
	const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
	return (typeof value === 'string' ? value : '').replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
