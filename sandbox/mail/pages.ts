import { escapeHtml, pageHtml, timeHtml } from '../shared/html.ts';
import type { Mail } from './mailbox.ts';

/** What a sandboxed frame has to be allowed for its links to lead anywhere, and to pages that are not sandboxed. */
export const LINKS_OPEN = 'allow-popups allow-popups-to-escape-sandbox';

/** All mails, newest first. */
export function listPage(mails: readonly Mail[]): string {
	const rows = mails.toReversed().map(rowHtml);
	const table = `<div class="sheet"><table>
<thead><tr><th>Subject</th><th>From</th><th>To</th><th>Attachments</th><th>Received</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div>`;
	return pageHtml(
		'Mails',
		`<h1>Mails</h1>
<p>Every mail that was sent to this mail catcher, newest first. None of them was delivered to anybody.</p>
<ul class="counts"><li><b>${mails.length}</b><span>${mails.length === 1 ? 'mail' : 'mails'}</span></li></ul>
${mails.length === 0 ? '<div class="sheet empty">No mail has come yet. Reload to look again.</div>' : table}`,
	);
}

/** One mail: its header, attachments, HTML (in a sandboxed frame) and text. */
export function mailPage(mail: Mail): string {
	const address = `/mails/${encodeURIComponent(mail.id)}`;
	const attachments = mail.attachments.map(
		({ name, size }, index) => `<a href="${address}/attachments/${index}">${escapeHtml(name)}</a> (${sizeText(size)})`,
	);
	const header: Array<[string, string]> = [
		['From', escapeHtml(mail.from)],
		['To', escapeHtml(mail.to.join(', '))],
		['Cc', escapeHtml(mail.cc.join(', '))],
		['Received', timeHtml(mail.receivedAt)],
		['Attachments', attachments.join('<br>')],
	];
	const html = `<h2>Message</h2>
<div class="sheet"><iframe sandbox="${LINKS_OPEN}" src="${address}/body" title="The mail's HTML"></iframe></div>`;
	const text = `<h2>${mail.html === '' ? 'Message' : 'As plain text'}</h2>
<div class="sheet"><pre>${escapeHtml(mail.text)}</pre></div>`;
	return pageHtml(
		subjectOf(mail),
		`<p><a href="/">&larr; All mails</a></p>
<h1>${escapeHtml(subjectOf(mail))}</h1>
<dl>${header
			.filter(([, value]) => value !== '')
			.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`)
			.join('')}</dl>
${mail.html === '' ? '' : html}
${mail.text === '' ? '' : text}`,
	);
}

/** A mail's HTML, for the frame: its links open in a page of their own. */
export function bodyHtml({ html }: Mail): string {
	const base = '<base target="_blank">';
	return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + base) : base + html;
}

function rowHtml(mail: Mail): string {
	const count = mail.attachments.length;
	return `<tr><td><a href="/mails/${encodeURIComponent(mail.id)}">${escapeHtml(subjectOf(mail))}</a></td>
<td>${escapeHtml(mail.from)}</td><td>${escapeHtml(mail.to.join(', '))}</td>
<td>${count === 0 ? '' : String(count)}</td><td>${timeHtml(mail.receivedAt)}</td></tr>`;
}

function subjectOf(mail: Mail): string {
	return mail.subject || '(no subject)';
}

function sizeText(bytes: number): string {
	return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} KB`;
}
