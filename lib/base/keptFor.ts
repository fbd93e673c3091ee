interface Entry<V> {
	value: V;
	/** In milliseconds since 1970. */
	usedAt: number;
}

/** A map that forgets what was not used for so long, and nothing before that. Getting a value is a use of it. */
export class KeptFor<K, V> {
	private readonly ms: number;

	/** In the order of their last use. */
	private readonly entries = new Map<K, Entry<V>>();

	constructor(ms: number) {
		this.ms = ms;
	}

	get(key: K, now: number): V | undefined {
		this.forgetOld(now);
		const entry = this.entries.get(key);
		return entry === undefined ? undefined : this.set(key, entry.value, now);
	}

	/** @returns the value */
	set(key: K, value: V, now: number): V {
		this.forgetOld(now);
		this.entries.delete(key);
		this.entries.set(key, { value, usedAt: now });
		return value;
	}

	private forgetOld(now: number): void {
		for (const [key, { usedAt }] of this.entries) {
			if (now - usedAt < this.ms) return;
			this.entries.delete(key);
		}
	}
}
