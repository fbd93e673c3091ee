import type { Member } from '../workbench';

/** Ann, Bob and Cleo, in the group of an Entra tenant. */
export const member = (number: number, first: string, rest: Partial<Member> = {}): Member => ({
	id: `00000000-0000-4000-8000-00000000000${number}`,
	first,
	last: 'Example',
	email: `${first.toLowerCase()}@example.com`,
	...rest,
});

export const ANN = member(1, 'Ann');
export const BOB = member(2, 'Bob');
export const CLEO = member(3, 'Cleo');
