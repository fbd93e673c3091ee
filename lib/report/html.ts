import { escape } from 'lodash';

import type { Block, Entry, Tone } from './blocks';

/*
 * Mail programs are not browsers. Outlook lays mails out with Word: it knows tables, and styles that stand in the element
 * itself; it knows no flex, no grid, no max-width, and its tables inherit no fonts. Whatever comes out of the rows goes
 * through `escape`.
 */
const FONT = "font-family:'Segoe UI',Arial,sans-serif;";
const TEXT = `${FONT}font-size:14px;line-height:20px;color:#24292f;`;
const GREY = `${FONT}font-size:12px;line-height:18px;color:#57606a;`;
/** Long addresses and ids would make a phone's screen scroll sideways. */
const BREAK = 'word-break:break-word;overflow-wrap:anywhere;';
const LINE = 'border-bottom:1px solid #eaeef2;';
const WIDTH = 720;

const TONES: Record<Tone, { line: string; back: string; text: string }> = {
	stopped: { line: '#cf222e', back: '#fff1f0', text: '#82071e' },
	attention: { line: '#bf8700', back: '#fff8e6', text: '#633c01' },
	plan: { line: '#0969da', back: '#eef6ff', text: '#0a3069' },
	fine: { line: '#1a7f37', back: '#edf9f0', text: '#116329' },
};

/** The report as an HTML document for a mail. */
export function asHtml(blocks: readonly Block[], language: string): string {
	const rows = blocks.map((block) => `<tr><td style="padding:${PADDING[block.kind]}">${render(block)}</td></tr>`);
	return `<!DOCTYPE html>
<html lang="${escape(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light"></head>
<body style="margin:0;padding:0;background:#f6f8fa">
<table ${LAYOUT} width="100%" style="background:#f6f8fa"><tr><td align="center" style="padding:16px 8px">
<!--[if mso]><table ${LAYOUT} width="${WIDTH}"><tr><td><![endif]-->
<table ${LAYOUT} width="100%" style="max-width:${WIDTH}px;background:#ffffff;border:1px solid #d8dee4;text-align:left">
${rows.join('\n')}
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body></html>`;
}

/** A table that only says where things stand. */
const LAYOUT = 'role="presentation" cellpadding="0" cellspacing="0" border="0"';

const PADDING: Record<Block['kind'], string> = {
	banner: '0 0 12px',
	heading: '12px 20px 4px',
	paragraph: '0 20px 8px',
	box: '8px 20px 12px',
	numbers: '0 20px 12px',
	entries: '0 20px 12px',
	small: '12px 20px 20px',
};

function render(block: Block): string {
	switch (block.kind) {
		case 'banner':
			return banner(block);
		case 'heading':
			return heading(block);
		case 'paragraph':
			return `<p style="margin:0;${TEXT}${BREAK}">${unbroken(block)}</p>`;
		case 'box':
			return `<table ${LAYOUT} width="100%"><tr><td style="padding:12px 16px;background:#f6f8fa;border:1px solid #d8dee4;${TEXT}${BREAK}">${unbroken(block)}</td></tr></table>`;
		case 'numbers':
			return numbers(block.rows);
		case 'entries':
			return entries(block.entries);
		case 'small':
			return small(block);
	}
}

/** A code that is broken at its hyphen is copied by halves. */
function unbroken({ text, code = '' }: Extract<Block, { kind: 'box' | 'paragraph' }>): string {
	if (code === '') return escape(text);
	return escape(text).replaceAll(escape(code), (found) => `<span style="white-space:nowrap">${found}</span>`);
}

function banner({ tone, title, headline, lines }: Extract<Block, { kind: 'banner' }>): string {
	const { line, back, text } = TONES[tone];
	const rest = lines.map((one) => `<p style="margin:6px 0 0;${TEXT}">${escape(one)}</p>`).join('');
	return `<table ${LAYOUT} width="100%"><tr><td style="padding:16px 20px;background:${back};border-left:4px solid ${line};${BREAK}"><p style="margin:0 0 4px;${GREY}">${escape(title)}</p><h1 style="margin:0;${FONT}font-size:20px;line-height:26px;font-weight:600;color:${text}">${escape(headline)}</h1>${rest}</td></tr></table>`;
}

function heading({ text, count, level }: Extract<Block, { kind: 'heading' }>): string {
	const [size, margin] = level === 2 ? ['17px', '8px 0 0'] : ['14px', '0'];
	const number = count === undefined ? '' : ` <span style="color:#57606a;font-weight:400">${count}</span>`;
	return `<h${level} style="margin:${margin};${FONT}font-size:${size};line-height:22px;font-weight:600;color:#24292f;${BREAK}">${escape(text)}${number}</h${level}>`;
}

function numbers(rows: readonly (readonly [string, string])[]): string {
	const cells = rows.map(
		([label, count]) =>
			`<tr><td style="padding:4px 24px 4px 0;${LINE}${TEXT}">${escape(label)}</td><td align="right" style="padding:4px 0;${LINE}${TEXT}font-weight:600">${count}</td></tr>`,
	);
	return `<table cellpadding="0" cellspacing="0" border="0">${cells.join('')}</table>`;
}

/** One under the other rather than in columns, which on a phone leave room for half an address. */
function entries(all: readonly Entry[]): string {
	return `<table cellpadding="0" cellspacing="0" border="0" width="100%" style="border-top:1px solid #eaeef2">${all.map(entryRow).join('\n')}</table>`;
}

function entryRow({ name, login, lines }: Entry): string {
	const grey = login === undefined ? '' : ` <span style="${GREY}font-weight:400">${escape(login)}</span>`;
	const who =
		lines.length === 0 && login === undefined ? escape(name) : `<b style="font-weight:600">${escape(name)}</b>${grey}`;
	const said = lines.map((line) => `<br>${escape(line)}`).join('');
	return `<tr><td style="${LINE}${TEXT}${BREAK}padding:6px 0">${who}${said}</td></tr>`;
}

function small({ lines, link }: Extract<Block, { kind: 'small' }>): string {
	const parts = lines.map((line) => escape(line));
	if (link) parts.push(`<a href="${escape(link.url)}" style="color:#0969da">${escape(link.text)}</a>`);
	return `<p style="margin:0;padding:12px 0 0;border-top:1px solid #d8dee4;${GREY}${BREAK}">${parts.join('<br>')}</p>`;
}
