import { isEmpty } from '../../base/json';
import { EXTERNAL_ID } from '../../sync/plan';
import type { Change } from '../../sync/rows';
import { NotSentError } from '../directory';
import { isCreateOnly } from './bodies';
import { fieldOf } from './fields';
import type { RestProfile } from './profile';

/**
 * A value that stays would be reported as cleared.
 * @param manager null to clear it
 * @throws NotSentError when something is to be cleared and can't be
 */
export function checkClearing(profile: RestProfile, changes: Change[], manager: string | null | undefined): void {
	const cleared = changes.filter(({ attribute, to }) => attribute !== 'active' && isEmpty(to));
	for (const { attribute } of cleared) checkAttribute(profile, attribute);
	if (manager === null && profile.manager && profile.clearing === 'leave') throw notPossible('the manager');
}

function checkAttribute(profile: RestProfile, attribute: string): void {
	const name = attribute === EXTERNAL_ID ? 'the link to Entra (the external ID)' : attribute;
	if (fieldOf(profile, attribute) === undefined) {
		throw new NotSentError(
			`It is not known in which field the HR system keeps ${name}, so it can't be taken away`,
			'Enter the field under API Settings > People > External ID Field.',
		);
	}
	if (isCreateOnly(profile, attribute)) {
		throw new NotSentError(
			`The HR system takes ${name} only for new people, so it can't be taken away`,
			'Look at API Settings > People > Only on Create; or clear the field in the HR system by hand.',
		);
	}
	if (profile.clearing === 'leave') throw notPossible(name);
}

function notPossible(name: string): NotSentError {
	return new NotSentError(
		`Nothing clears a field in this HR system, so ${name} can't be taken away`,
		'Clear the field in the HR system by hand, or choose what empties it under API Settings > People > Clearing a Field.',
	);
}
