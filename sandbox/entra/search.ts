import { type DirectoryObject, textOf } from './directory.ts';
import { badRequest } from './query.ts';
import { type EntityType, typeOf } from './schema.ts';

/**
 * A test for one `$search` clause, `"displayName:words"`: every word must begin a word of the property.
 *
 * @throws GraphError 400 for any other form
 */
export function parseSearch(text: string, entity: EntityType): (object: DirectoryObject) => boolean {
	const [, property, words] = /^\s*"(\w+):(.*)"\s*$/s.exec(text) ?? [];
	if (!property || !words?.trim()) {
		throw badRequest(`Syntax error in $search '${text}': a clause has the form "property:words", quotes included.`);
	}
	if (typeOf(entity, property) === undefined) {
		throw badRequest(`Could not find a property named '${property}' on type 'microsoft.graph.${entity}'.`);
	}
	const wanted = tokens(words);
	return (object) => {
		const there = tokens(textOf(object, property));
		return wanted.every((word) => there.some((token) => token.startsWith(word)));
	};
}

function tokens(text: string): string[] {
	return text
		.toLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.filter(Boolean);
}
