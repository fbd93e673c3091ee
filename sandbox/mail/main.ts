import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';

import { announce, HOST, listen, runProgram, wholeNumber } from '../shared/program.ts';
import { mailApp } from './app.ts';
import { Mailbox } from './mailbox.ts';
import { smtpServer } from './smtp.ts';

/** `node sandbox/mail/main.ts --port 0 --smtp-port 0 --state FILE`: catches mails and shows them on a web page. */
await runProgram(async () => {
	const { values } = parseArgs({
		options: { port: { type: 'string' }, 'smtp-port': { type: 'string' }, state: { type: 'string' } },
	});
	if (values.state === undefined) throw new Error('Say with --state FILE where the mails are kept.');
	const port = wholeNumber('port', values.port, 0);
	const smtpPort = wholeNumber('smtp-port', values['smtp-port'], 0);

	const mailbox = new Mailbox(values.state);
	const settings = { refuse: false };
	const web = createServer(mailApp(mailbox, settings));
	const smtp = smtpServer(mailbox, settings);
	await listen(web, port, 'Mail catcher');
	await listen(smtp, smtpPort, 'Mail catcher (SMTP)');
	// A sender that breaks off is no reason to end.
	smtp.on('error', (error) => console.error(`SMTP: ${error.message}`));

	const ready = {
		url: `http://${HOST}:${(web.address() as AddressInfo).port}`,
		smtpHost: HOST,
		smtpPort: String((smtp.server.address() as AddressInfo).port),
	};
	announce(ready, () => {
		web.closeAllConnections();
		smtp.close();
	});
});
