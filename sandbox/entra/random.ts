import { createHash } from 'node:crypto';

/** Numbers from 0 up to 1, always the same ones for the same seed (mulberry32). */
export function random(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** One number from 0 up to 1 for a text. */
export function randomOf(text: string): () => number {
	return random(createHash('sha256').update(text).digest().readUInt32LE(0));
}

/** A GUID for a name, always the same one. */
export function guid(name: string): string {
	const bytes = createHash('sha256').update(`entra simulator ${name}`).digest();
	bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
	bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
	const hex = bytes.toString('hex');
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

/** Shuffles in place, always the same way for the same source of numbers. */
export function shuffle<T>(items: T[], next: () => number): T[] {
	for (let last = items.length - 1; last > 0; last--) {
		const other = Math.floor(next() * (last + 1));
		[items[last], items[other]] = [items[other] as T, items[last] as T];
	}
	return items;
}
