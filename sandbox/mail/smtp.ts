import PostalMime from 'postal-mime';
import type { Address } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerSession } from 'smtp-server';

import type { Mail, Mailbox } from './mailbox.ts';

/** What the control API can change while the server runs. */
export interface Settings {
	/** Answer each mail with 451, as a mail server in trouble does. */
	refuse: boolean;
}

const LARGEST_MAIL = 50 * 1024 * 1024;

/** A mail server that takes every mail, from anybody, and sends none on. */
export function smtpServer(mailbox: Mailbox, settings: Settings): SMTPServer {
	return new SMTPServer({
		authOptional: true,
		allowInsecureAuth: true,
		disabledCommands: ['STARTTLS'],
		// Names aren't asked for: nothing leaves this machine.
		disableReverseLookup: true,
		size: LARGEST_MAIL,
		onAuth: ({ username }, _session, done) => done(null, { user: username ?? 'anybody' }),
		onMailFrom: (_address, _session, done) => {
			done(settings.refuse ? refusal(451, 'The mail server is in trouble, try again later') : null);
		},
		onData: (stream, session, done) => {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.once('end', () => {
				if (stream.sizeExceeded) {
					done(refusal(552, 'The mail is too large'));
					return;
				}
				parsed(Buffer.concat(chunks), session)
					.then((mail) => {
						mailbox.add(mail);
						done();
					})
					.catch((error: unknown) => done(error instanceof Error ? error : new Error(String(error))));
			});
		},
	});
}

async function parsed(raw: Buffer, session: SMTPServerSession): Promise<Omit<Mail, 'id' | 'receivedAt'>> {
	const mail = await PostalMime.parse(raw, { attachmentEncoding: 'base64' });
	const recipients = session.envelope.rcptTo.map(({ address }) => address);
	const sender = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address;
	return {
		from: addresses(mail.from && [mail.from])[0] ?? sender,
		to: mail.to ? addresses(mail.to) : recipients,
		cc: addresses(mail.cc),
		recipients,
		subject: mail.subject ?? '',
		date: mail.date ?? '',
		text: mail.text ?? '',
		html: mail.html ?? '',
		attachments: mail.attachments.map(({ filename, mimeType, content }) => {
			const base64 = typeof content === 'string' ? content : '';
			return {
				name: filename ?? 'unnamed',
				type: mimeType,
				size: Buffer.byteLength(base64, 'base64'),
				content: base64,
			};
		}),
	};
}

/** Bare addresses; a group stands for its members. */
function addresses(list: Address[] = []): string[] {
	return list.flatMap(({ address, group }) => (group ? addresses(group) : [address]));
}

function refusal(responseCode: number, message: string): Error {
	return Object.assign(new Error(message), { responseCode });
}
