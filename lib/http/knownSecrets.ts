/** What everybody may know of a sign-in's form; the rest of it proves something. */
const PUBLIC = /^(grant_type|scope|client_id|client_assertion_type|client_info|resource|audience|x-.*)$/i;
/** A server may show what it was sent before a token was renewed. */
const MOST_SENT = 8;

/** What a client has sent and must not get to see again in an error: what it was given, and its latest tokens. */
export class KnownSecrets {
	readonly #given: readonly string[];

	#sent: string[] = [];

	#list: readonly string[];

	constructor(given: readonly string[] = []) {
		this.#given = given;
		this.#list = given;
	}

	/** The same list until something is added, since it takes a while to take one apart. */
	get list(): readonly string[] {
		return this.#list;
	}

	/** To be told of the headers of each request. The scheme, such as Bearer, is none. */
	sends(authorization: Record<string, string>): void {
		const values = Object.values(authorization).map((value) => value.replace(/^\S+\s+(?=\S{8,}$)/, ''));
		const fresh = values.filter((value) => !this.#list.includes(value));
		if (fresh.length === 0) return;
		this.#sent = [...fresh, ...this.#sent].slice(0, MOST_SENT);
		this.#list = [...this.#given, ...this.#sent];
	}

	/** With what stands in a form. */
	with(form: Record<string, string> = {}): readonly string[] {
		const values = Object.entries(form).flatMap(([name, value]) => (PUBLIC.test(name) ? [] : [value]));
		return values.length === 0 ? this.#list : [...this.#list, ...values];
	}
}
