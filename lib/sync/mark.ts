import type { Cause } from '../base/cause';
import { isEmpty, plainText } from '../base/json';
import { matchKey } from './compare';
import type { Employee, ReadAttribute, ScopeMark } from './model';

/** Whose an employee is: this sync's, nobody's yet, or that of another sync, by its mark. */
export function ownerOf(
	employee: Employee,
	mark: ScopeMark,
	read: ReadAttribute,
): 'own' | 'nobody' | { other: string } {
	const value = read(employee, mark.attribute);
	if (isEmpty(value)) return 'nobody';
	return matchKey(value) === matchKey(mark.value) ? 'own' : { other: plainText(value) };
}

/** Why an employee of another sync is left alone. */
export function belongsElsewhere({ attribute }: ScopeMark, other: string, employee?: string): Cause {
	return { kind: 'otherSync', sync: other, attribute, employee };
}
