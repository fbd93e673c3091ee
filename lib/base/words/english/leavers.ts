import type { ABILITY_CAUSES, LEAVER_CAUSES } from '../../cause/leavers';
import type { CauseOf } from '../../cause';
import type { CauseWords } from '../saying';

/** "the 250 members of the group" */
export function membersInWords(among: number | undefined): string {
	return among === undefined ? 'the people who arrived here' : `the ${among} members of the group`;
}

const absent = ({ among }: { among?: number | undefined }): string => `Not among ${membersInWords(among)}`;

function grace({ runs, ofRuns, since, until }: CauseOf<'missingInGrace'>): string {
	if (runs === 0) return `not counted yet in any of ${ofRuns ?? 0} runs, as runs by hand don't count`;
	if (runs !== undefined) return `missing in ${runs} of ${ofRuns ?? runs} runs in a row`;
	return `missing since ${since ?? '?'}, left alone until ${until ?? '?'}`;
}

export const leavers: CauseWords<keyof typeof LEAVER_CAUSES | keyof typeof ABILITY_CAUSES> = {
	missing: absent,
	missingReported: (cause) => `${absent(cause)}, and only reported`,
	missingProtected: (cause) => `${absent(cause)}, but on the protected list`,
	missingImpossible: (cause, tell) => `${absent(cause)}, and left as it is: ${tell.sentence(cause.because)}`,
	missingInGrace: (cause) => `${absent(cause)}; in the grace period: ${grace(cause)}`,
	missingUnlinked: (cause) => `${absent(cause)}, and already without a link to Entra`,
	missingUnclaimed: (cause) =>
		`${absent(cause)}, and left alone: the employee is linked to Entra but carries the mark of no sync, so none answers for it`,
	missingUndecided: () => 'Undecided: may be one of the people who could not be matched',
	missingChanged: () =>
		'Undecided: came into the HR system, or was changed there, after the group was read, so may have come into the group too. The next run looks again',
	inactiveLong: ({ since, among }) => `Inactive since ${since} or longer, and not among ${membersInWords(among)}`,

	cantDeactivate: ({ system }) => `${system} can't deactivate anybody`,
	deactivationNotSet: ({ system }) => `how ${system} deactivates people is not set under API Settings`,
	deactivationDestroys: ({ what }) => `${what}, and "Deactivate All the Same" is off`,
	cantDelete: ({ system }) => `${system} can't delete anybody, or it is not set how`,
	keepsNoId: ({ system }) => `${system} keeps no Entra object ID, so there is no link to take away`,
	neverCleared: ({ system }) => `nothing is ever cleared in ${system}, as its API Settings say`,
	fixedOnce: ({ attribute, system }) => `${attribute} can't be changed in ${system} once the employee exists`,
};
