import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { objectIn, textIn } from '../shared/json.ts';

/** n8n's database, and the key that what is encrypted in it was encrypted with. */
const DATABASE = 'database.sqlite';
const CONFIG = 'config';

/**
 * n8n's database as its first start makes it, by some 260 migrations that take as long as the rest of the start.
 * Kept in the checkout, so that each further sandbox begins with a copy.
 */
export class FreshDatabase {
	private readonly kept: string;

	/**
	 * @param root the package's folder
	 * @param home the folder that n8n is installed in
	 */
	constructor(root: string, home: string) {
		const file = join(home, 'node_modules', 'n8n', 'package.json');
		const { version } = objectIn(JSON.parse(readFileSync(file, 'utf8')));
		this.kept = join(root, '.sandbox', 'package', `fresh-n8n-${textIn(version)}`);
	}

	/**
	 * Gives an n8n that has no database yet a copy.
	 * @param folder what n8n calls `.n8n`
	 * @returns whether n8n is left to make its own, as there is nothing to copy
	 */
	copyTo(folder: string): boolean {
		if (existsSync(join(folder, DATABASE))) return false;
		if (!existsSync(this.kept)) return true;
		mkdirSync(folder, { recursive: true });
		// The database goes last: where it is, n8n needs the key of the same n8n.
		for (const name of [CONFIG, DATABASE]) copyFileSync(join(this.kept, name), join(folder, name));
		return false;
	}

	/** Keeps what an n8n has made that nobody has used yet. */
	keep(folder: string): void {
		const part = mkdtempSync(`${this.kept}-`);
		const database = new DatabaseSync(join(folder, DATABASE), { timeout: 5_000 });
		try {
			database.prepare('VACUUM INTO ?').run(join(part, DATABASE));
		} finally {
			database.close();
		}
		copyFileSync(join(folder, CONFIG), join(part, CONFIG));
		try {
			renameSync(part, this.kept);
		} catch {
			// Another sandbox was first.
			rmSync(part, { recursive: true, force: true });
		}
	}
}
