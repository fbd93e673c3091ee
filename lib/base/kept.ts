/** A map that holds so many entries at the most: the one unused for longest goes first. Getting a value is a use of it. */
export class Kept<K, V> {
	private readonly most: number;

	/** In the order of their last use. */
	private readonly entries = new Map<K, V>();

	constructor(most: number) {
		this.most = most;
	}

	get(key: K): V | undefined {
		const value = this.entries.get(key);
		return value === undefined ? undefined : this.set(key, value);
	}

	/** @returns the value */
	set(key: K, value: V): V {
		this.entries.delete(key);
		this.entries.set(key, value);
		if (this.entries.size > this.most) {
			const oldest = this.entries.keys().next();
			if (!oldest.done) this.entries.delete(oldest.value);
		}
		return value;
	}

	/** The value of the key, made now where there is none yet. */
	getOrMake(key: K, make: () => V): V {
		return this.get(key) ?? this.set(key, make());
	}

	delete(key: K): void {
		this.entries.delete(key);
	}
}
