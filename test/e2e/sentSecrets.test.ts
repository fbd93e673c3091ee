import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { Finder } from './sentSecrets.ts';

async function found(secrets: [string, string][], chunks: string[]): Promise<Set<string>> {
	const all = new Set<string>();
	for await (const what of new Finder(secrets).in(chunks.map((chunk) => Buffer.from(chunk)))) all.add(what);
	return all;
}

// Of few letters, so that secrets begin alike and texts hold the beginnings of secrets.
const text = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
	fc.array(fc.constantFrom('a', 'b'), { minLength, maxLength }).map((letters) => letters.join(''));

test('finds each secret that stands in a text, wherever the text is cut, and no other', async () => {
	const secrets = fc.uniqueArray(text(4, 9), { minLength: 1, maxLength: 6 });
	await fc.assert(
		fc.asyncProperty(secrets, fc.array(text(0, 12), { maxLength: 8 }), async (wanted, chunks) => {
			const named = wanted.map((secret): [string, string] => [secret, secret]);
			const expected = wanted.filter((secret) => chunks.join('').includes(secret));
			assert.deepEqual([...(await found(named, chunks))].sort(), expected.sort());
		}),
		{ seed: 20240229, numRuns: 500 },
	);
});

test('finds the pieces of a long one, and its other spellings', async () => {
	const token = Array.from({ length: 30 }, (_, n) => `${n}/part+`).join('');
	const spellings = [token, encodeURIComponent(token), Buffer.from(token).toString('base64')];
	for (const spelling of spellings) {
		const torn = `${'x'.repeat(500)}${spelling.slice(-30)}`;
		assert.deepEqual([...(await found([['the token', token]], [torn]))], ['the token'], spelling);
	}
	assert.deepEqual([...(await found([['the token', token]], [token.slice(0, 20)]))], []);
});
