import { randomUUID } from 'node:crypto';

import { Journal } from '../shared/journal.ts';

export interface Attachment {
	name: string;
	type: string;
	/** In bytes. */
	size: number;
	/** Base64. */
	content: string;
}

/** One caught mail. Addresses are bare (`ann@example.com`); '' where the mail says nothing. */
export interface Mail {
	id: string;
	receivedAt: string;
	from: string;
	to: string[];
	cc: string[];
	/** Whom the mail was really sent to (RCPT TO), hidden recipients among them. */
	recipients: string[];
	subject: string;
	/** As the mail's own header says. */
	date: string;
	text: string;
	html: string;
	attachments: Attachment[];
}

/** The mails, oldest first. A mail is in the file before its sender hears that it was accepted. */
export class Mailbox {
	readonly #journal: Journal;

	#mails: Mail[];

	constructor(path: string) {
		this.#mails = Journal.read(path).filter(isMail);
		this.#journal = new Journal(path);
		this.#journal.replace(this.#mails);
	}

	get all(): readonly Mail[] {
		return this.#mails;
	}

	get(id: string): Mail | undefined {
		return this.#mails.find((mail) => mail.id === id);
	}

	add(content: Omit<Mail, 'id' | 'receivedAt'>): void {
		const mail: Mail = { id: randomUUID(), receivedAt: new Date().toISOString(), ...content };
		this.#journal.append([mail]);
		this.#mails.push(mail);
	}

	clear(): void {
		this.#journal.replace([]);
		this.#mails = [];
	}
}

/** The file is this program's own, so it's enough to tell a mail from something else altogether. */
function isMail(entry: unknown): entry is Mail {
	return typeof entry === 'object' && entry !== null && 'receivedAt' in entry && 'attachments' in entry;
}
