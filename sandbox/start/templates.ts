import { Sentence } from '../../scripts/install/sentence.cjs';
import { HR_SYSTEMS } from '../shared/systems.ts';
import type { HrSystemName } from '../shared/systems.ts';

/** The template that syncs to each HR system, in the package's folder. */
const TEMPLATES: Partial<Record<HrSystemName, string>> = {
	scim: 'workflows/nightly-sync.json',
};

/** @throws Sentence when the package has no template for the system */
export function templateFor(system: HrSystemName): string {
	const template = TEMPLATES[system];
	if (template !== undefined) return template;
	const having = HR_SYSTEMS.filter((name) => TEMPLATES[name] !== undefined).join(', ');
	throw new Sentence(`There is no template for the HR system "${system}", so it can't be synced. There is: ${having}.`);
}
