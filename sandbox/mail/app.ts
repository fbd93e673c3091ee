import express from 'express';
import type { Express, Response } from 'express';

import { escapeHtml, pageHtml } from '../shared/html.ts';
import type { Mail, Mailbox } from './mailbox.ts';
import { bodyHtml, LINKS_OPEN, listPage, mailPage } from './pages.ts';
import type { Settings } from './smtp.ts';

/**
 * A mail's HTML is a stranger's: it runs nothing and loads nothing, not even a picture that tells it was read. Its links
 * open in a page of their own, as a mail program opens them.
 */
const STRANGER = `sandbox ${LINKS_OPEN}; default-src 'none'; style-src 'unsafe-inline'; img-src data:`;

/** The mail catcher's pages, its mails as JSON, and the control API. */
export function mailApp(mailbox: Mailbox, settings: Settings): Express {
	const app = express();
	app.disable('x-powered-by').disable('etag');

	app.get('/', (_request, response) => void response.type('html').send(listPage(mailbox.all)));
	app.get('/mails.json', (_request, response) => void response.json(mailbox.all));
	app.delete('/mails', (_request, response) => {
		mailbox.clear();
		response.status(204).end();
	});

	app.get('/mails/:id', (request, response) => {
		withMail(request.params.id, response, (mail) => response.type('html').send(mailPage(mail)));
	});
	app.get('/mails/:id/body', (request, response) => {
		withMail(request.params.id, response, (mail) => {
			response.set('Content-Security-Policy', STRANGER).type('html').send(bodyHtml(mail));
		});
	});
	app.get('/mails/:id/attachments/:index', (request, response) => {
		withMail(request.params.id, response, (mail) => {
			const attachment = mail.attachments[Number(request.params.index)];
			if (!attachment) {
				notFound(response);
				return;
			}
			response.attachment(attachment.name).type('application/octet-stream');
			response.send(Buffer.from(attachment.content, 'base64'));
		});
	});

	app.post('/_sim/settings', express.json(), (request, response) => {
		const { refuse } = (request.body ?? {}) as { refuse?: unknown };
		if (typeof refuse === 'boolean') settings.refuse = refuse;
		response.json(settings);
	});

	app.use((_request, response) => notFound(response));
	return app;

	function withMail(id: string, response: Response, answer: (mail: Mail) => void): void {
		const mail = mailbox.get(id);
		if (mail) answer(mail);
		else notFound(response);
	}
}

function notFound(response: Response): void {
	const title = 'There is no such mail';
	response
		.status(404)
		.type('html')
		.send(pageHtml(title, `<h1>${escapeHtml(title)}</h1><p><a href="/">All mails</a></p>`));
}
