/** The HR systems that the sandbox can be. */
export const HR_SYSTEMS = ['scim', 'peakon', 'pingboard', 'peoplegoal', 'tribal-habits'] as const;

export type HrSystemName = (typeof HR_SYSTEMS)[number];

/** @throws a sentence that names those there are */
export function hrSystemNamed(name = 'scim'): HrSystemName {
	const found = HR_SYSTEMS.find((known) => known === name);
	if (found) return found;
	throw new Error(`There is no HR system "${name}". --system takes one of: ${HR_SYSTEMS.join(', ')}.`);
}
