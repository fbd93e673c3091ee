import type { CauseOf } from '../../../base/cause';
import type { ABILITY_CAUSES, LEAVER_CAUSES } from '../../../base/cause/leavers';
import type { CauseWords } from '../../../base/words/saying';

function membersInWords(among: number | undefined): string {
	return among === undefined ? 'den Personen, die hier angekommen sind' : `den ${among} Mitgliedern der Gruppe`;
}

const absent = ({ among }: { among?: number | undefined }): string => `Nicht unter ${membersInWords(among)}`;

function grace({ runs, ofRuns, since, until }: CauseOf<'missingInGrace'>): string {
	if (runs === 0) return `noch in keinem von ${ofRuns ?? 0} Läufen gezählt, da Läufe von Hand nicht zählen`;
	if (runs !== undefined) return `vermisst in ${runs} von ${ofRuns ?? runs} Läufen hintereinander`;
	return `vermisst seit ${since ?? '?'}, in Ruhe gelassen bis ${until ?? '?'}`;
}

export const leavers: CauseWords<keyof typeof LEAVER_CAUSES | keyof typeof ABILITY_CAUSES> = {
	missing: absent,
	missingReported: (cause) => `${absent(cause)}, und nur gemeldet`,
	missingProtected: (cause) => `${absent(cause)}, steht aber auf der Schutzliste`,
	missingImpossible: (cause, tell) => `${absent(cause)}, aber so gelassen: ${tell.sentence(cause.because)}`,
	missingInGrace: (cause) => `${absent(cause)}; in der Schonfrist: ${grace(cause)}`,
	missingUnlinked: (cause) => `${absent(cause)}, und schon ohne Verbindung zu Entra`,
	missingUnclaimed: (cause) =>
		`${absent(cause)}, aber in Ruhe gelassen: Der Datensatz ist mit Entra verbunden, trägt aber die Marke keines Abgleichs, also ist keiner zuständig`,
	missingUndecided: () => 'Unentschieden: vielleicht jemand, der nicht zugeordnet werden konnte',
	missingChanged: () =>
		'Unentschieden: ins HR-System gekommen oder dort geändert, nachdem die Gruppe gelesen wurde, also vielleicht auch in der Gruppe. Der nächste Lauf sieht wieder nach',
	inactiveLong: ({ since, among }) => `Inaktiv seit ${since} oder länger, und nicht unter ${membersInWords(among)}`,

	cantDeactivate: ({ system }) => `${system} kann niemanden deaktivieren`,
	deactivationNotSet: ({ system }) => `wie ${system} jemanden deaktiviert, ist unter API Settings nicht eingestellt`,
	deactivationDestroys: ({ system }) =>
		`wer in ${system} deaktiviert wird, geht dort unwiderruflich verloren, und "Deactivate All the Same" ist aus`,
	cantDelete: ({ system }) => `${system} kann niemanden löschen, oder es ist nicht eingestellt, wie`,
	keepsNoId: ({ system }) =>
		`${system} bewahrt keine Objekt-ID von Entra auf, also gibt es keine Verbindung, die sich lösen ließe`,
	neverCleared: ({ system }) => `in ${system} wird nie etwas geleert, so sagen es die API Settings`,
	fixedOnce: ({ attribute, system }) =>
		`${attribute} lässt sich in ${system} nicht mehr ändern, sobald es den Datensatz gibt`,
};
