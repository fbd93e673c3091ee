import { MOST_NAMES, namesOf } from '../base/cause';
import type { Names } from '../base/cause';
import type { EntraPerson } from './model';

/** A person's name as messages show it: the name, and what tells two of the same name apart. */
export function nameOf(person: EntraPerson): string {
	const name = shortened(person.displayName);
	const login = shortened(person.userPrincipalName);
	if (name && login) return `${name} (${login})`;
	return name || login || person.id || 'a person without name and id';
}

const LONGEST_NAME = 120;

/** A field may hold anything, and names stand in every message. */
function shortened(text: string | undefined): string | undefined {
	const name = text?.trim();
	return name !== undefined && name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
}

/** The names of the others in a group, for a message to one of it; takes the same time however many they are. */
export function namesOfOthers<T>(group: readonly T[], one: T, name: (other: T) => string): Names {
	const others = group.slice(0, MOST_NAMES + 1).filter((other) => other !== one);
	return namesOf(others.slice(0, MOST_NAMES).map(name), group.length - 1);
}
