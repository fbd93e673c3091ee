import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { objectIn, textIn } from '../shared/json.ts';
import type { N8nClient } from './client.ts';

/** How to sign in to the sandbox's n8n. */
export interface Owner {
	email: string;
	password: string;
}

/** The owner account, its password made once and kept in `stateDir`. */
export function ownerOf(stateDir: string): Owner {
	const file = join(stateDir, 'owner.json');
	if (existsSync(file)) {
		const { email, password } = objectIn(JSON.parse(readFileSync(file, 'utf8')));
		return { email: textIn(email), password: textIn(password) };
	}
	// n8n asks for a capital letter and a digit.
	const owner = { email: 'owner@sandbox.example', password: `Sb1-${randomBytes(9).toString('base64url')}` };
	writeFileSync(file, JSON.stringify(owner), { mode: 0o600 });
	return owner;
}

/** Signs in; at n8n's first start the account is made. */
export async function signIn(client: N8nClient, owner: Owner): Promise<void> {
	const settings = objectIn(await client.get('/settings'));
	if (objectIn(settings.userManagement).showSetupOnFirstLoad === true) {
		await client.post('/owner/setup', { ...owner, firstName: 'Sandbox', lastName: 'Owner' });
	}
	await client.signIn(owner.email, owner.password);
}
