import {
	closeSync,
	existsSync,
	fstatSync,
	fsyncSync,
	ftruncateSync,
	mkdirSync,
	openSync,
	readFileSync,
	renameSync,
	writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Lines that go into one write. Large enough to be quick, small enough to stay far below the longest string. */
const LINES_A_WRITE = 1000;

/**
 * A file of JSON lines that only grows. What was appended has reached the operating system when `append` returns, so
 * it outlives a SIGKILL of this process.
 */
export class Journal {
	readonly #path: string;

	#file: number;

	constructor(path: string) {
		this.#path = path;
		mkdirSync(dirname(path), { recursive: true });
		this.#file = openSync(path, 'a');
	}

	/**
	 * Reads every entry. The last line may be torn: its change was never answered, so leaving it out is right.
	 *
	 * @throws when any other line isn't JSON
	 */
	static read(path: string): unknown[] {
		if (!existsSync(path)) return [];
		const lines = readFileSync(path, 'utf8').split('\n');
		if (lines.at(-1) === '') lines.pop();
		return lines.flatMap((line, index) => {
			try {
				return [JSON.parse(line) as unknown];
			} catch {
				if (index === lines.length - 1) return [];
				throw new Error(`${path}: line ${index + 1} is not JSON. Repair or delete the file.`);
			}
		});
	}

	/** Appends entries; all of them, or none when the disk is full. */
	append(entries: unknown[]): void {
		const before = fstatSync(this.#file).size;
		try {
			writeLines(this.#file, entries);
		} catch (error) {
			// Half a line in the middle would make the whole file unreadable later.
			ftruncateSync(this.#file, before);
			throw error;
		}
	}

	/** Puts `entries` in place of everything there is, in one step: a reader finds the old file or the new one. */
	replace(entries: unknown[]): void {
		const fresh = `${this.#path}.new`;
		const file = openSync(fresh, 'w');
		writeLines(file, entries);
		fsyncSync(file);
		closeSync(file);
		renameSync(fresh, this.#path);
		closeSync(this.#file);
		this.#file = openSync(this.#path, 'a');
	}
}

function writeLines(file: number, entries: unknown[]): void {
	for (let from = 0; from < entries.length; from += LINES_A_WRITE) {
		const lines = entries.slice(from, from + LINES_A_WRITE).map((entry) => `${JSON.stringify(entry)}\n`);
		const bytes = Buffer.from(lines.join(''));
		for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
	}
}
