import type { CauseOf } from '../../../base/cause';
import type { ENTRA_CAUSES, GraphList, GraphTask } from '../../../base/cause/entra';
import type { CauseWords, Saying } from '../../../base/words/saying';
import { EXPLAINED } from './signIn';

/** What Graph was asked for, as a heading: "Mitglieder der Gruppe lesen". */
const TASKS: Readonly<Record<GraphTask, (of: string) => string>> = {
	assignments: (of) => `Zuweisungen der Unternehmensanwendung "${of}" lesen`,
	countPeople: () => 'Personen zählen',
	extensions: () => 'Verzeichniserweiterungen lesen',
	findApp: () => 'Unternehmensanwendung suchen',
	findGroup: () => 'Gruppe suchen',
	groups: () => 'Gruppen lesen',
	licenses: () => 'Lizenzen des Mandanten lesen',
	listApps: () => 'Unternehmensanwendungen lesen',
	lookForGroups: () => 'Gruppen suchen',
	managers: () => 'Vorgesetzte lesen',
	members: (of) => `Mitglieder der Gruppe "${of}" lesen`,
	people: () => 'Personen lesen',
	readGroup: () => 'Gruppe lesen',
	readGroups: () => 'Gruppen lesen',
	readUsers: () => 'Benutzer lesen',
	users: () => 'Benutzer des Mandanten lesen',
};

const doing = ({ task, of = '' }: { task: GraphTask; of?: string | undefined }): string => TASKS[task](of);

const LISTS: Readonly<Record<GraphList, (of: string) => string>> = {
	app: (of) => `Die Unternehmensanwendung "${of}"`,
	group: (of) => `Die Gruppe "${of}"`,
	groups: () => 'Die Liste der Gruppen',
	users: () => 'Die Liste aller Benutzer',
};

const permit = (permission: string): string =>
	`Geben Sie der Anwendung diese Berechtigung und die Administratorzustimmung, unter App-Registrierungen > API-Berechtigungen: ${permission.replaceAll(' and ', ' und ')}`;

function failed(cause: CauseOf<'graphFailed'>): Saying {
	const { status, said } = cause;
	const text = `Graph hat das nicht geschafft: ${doing(cause)} (${status})${said === undefined ? '' : `: ${said}`}`;
	if (status === 429) {
		return {
			text,
			advice:
				'Graph bat nach mehreren Versuchen noch immer um langsamere Anfragen. Starten Sie den Lauf zu einer ruhigeren Zeit.',
		};
	}
	if (status >= 500) {
		return { text, advice: 'Microsoft Graph hat selbst eine Störung. Versuchen Sie es später wieder.' };
	}
	if (status === 400) {
		return { text, advice: 'Prüfen Sie die verlangten Eigenschaften: Graph nennt, was es nicht kennt.' };
	}
	return { text, advice: 'Die Einzelheiten enthalten, was Graph sagte.' };
}

function incomplete({ list, of = '', why, read = 0, counted = 0 }: CauseOf<'readIncomplete'>): Saying {
	const whys: Record<typeof why, string> = {
		badLink: 'der Verweis auf die nächste Seite ist nicht lesbar',
		changed: 'bei jedem Lesen war es eine andere Liste',
		circle: 'die Seiten führen im Kreis',
		counted: `gelesen wurden ${read} von ${counted}`,
		emptyPages: `es kamen ${read} leere Seiten hintereinander`,
		expired: 'der Verweis auf die nächste Seite lief unterwegs ab',
		gone: `${read} der Personen kennt Graph nicht`,
		noId: 'ein Eintrag kam ohne ID',
		noList: 'eine Seite kam ohne Liste',
		uncounted: 'Graph sagte nicht, wie viele es sind',
	};
	return {
		text: `${LISTS[list](of)} ließ sich nicht vollständig lesen: ${whys[why]}`,
		advice:
			why === 'gone'
				? 'Mit den anderen geschah nichts. Starten Sie den Lauf später noch einmal.'
				: 'Mit dem gelesenen Teil geschah nichts. Starten Sie den Lauf später noch einmal; wenn es so bleibt, sehen Sie nach, ob in Entra gerade etwas geändert wird.',
	};
}

function source({
	list,
	of = '',
	count = 0,
}: {
	list: GraphList;
	of?: string | undefined;
	count?: number | undefined;
}): string {
	if (list === 'group') return `der Gruppe "${of}"`;
	if (list === 'groups') return `den ${count} Gruppen`;
	return list === 'app' ? `der Unternehmensanwendung "${of}"` : 'dem Mandanten';
}

const ACCEPT = 'Wenn das so sein darf, schalten Sie "Accept an Empty Group" ein.';

function nobody(cause: CauseOf<'nobodyRead'>): Saying {
	const { list, of = '', nested } = cause;
	if (list === 'app' || list === 'users') {
		return {
			text:
				list === 'app' ? `Der Unternehmensanwendung "${of}" ist niemand zugewiesen` : 'Der Mandant hat keine Benutzer',
			advice: `Sehen Sie unter Unternehmensanwendungen > Benutzer und Gruppen nach, und ob die Mitglieder in verschachtelten Gruppen sind. ${ACCEPT}`,
		};
	}
	return {
		text: `In ${source(cause)} sind keine ${nested ? '' : 'direkten '}Mitglieder, die Benutzer sind`,
		advice: `Prüfen Sie, ob es die richtige Gruppe ist${nested ? '' : ', und ob ihre Mitglieder in verschachtelten Gruppen sind'}. Wenn sie leer sein darf, schalten Sie "Accept an Empty Group" ein.`,
	};
}

function signIn({ code, said, thumbprint }: CauseOf<'entraSignIn'>): Saying {
	const explained = code !== undefined && Object.hasOwn(EXPLAINED, code) ? EXPLAINED[code] : undefined;
	if (explained) {
		const listed = thumbprint === undefined ? '' : ` Der Fingerabdruck des Zertifikats ist ${thumbprint}.`;
		return { text: `${explained.message} (${code})`, advice: `${explained.description}${listed}` };
	}
	return {
		text: `Microsoft Entra ID hat die Anmeldung abgelehnt: ${said}`,
		advice: 'Prüfen Sie den Mandanten, die Anwendung, und deren Secret, Zertifikat oder Verbundanmeldedaten.',
	};
}

export const entra: CauseWords<keyof typeof ENTRA_CAUSES> = {
	graphToken: (cause) => ({
		text: `Graph hat das Token nicht angenommen: ${doing(cause)} (401)`,
		advice:
			'Prüfen Sie die Zugangsdaten: den Mandanten, die Cloud, und ob es die Anwendung noch gibt und sie aktiviert ist.',
	}),
	graphRefused: (cause) => ({
		text: `Graph hat das abgelehnt: ${doing(cause)} (403)`,
		advice: `${permit(cause.permission)}. Eine neue Berechtigung kann ein paar Minuten brauchen.`,
	}),
	graphFailed: failed,
	graphOdd: (cause) => ({
		text: `Graph antwortete mit etwas anderem, als verlangt war: ${doing(cause)}`,
		advice: 'Prüfen Sie die Cloud in den Zugangsdaten, und einen Proxy dazwischen. Versuchen Sie es später wieder.',
	}),
	graphUnanswered: (cause) => ({
		text: `Graph ließ Teile einer Sammelanfrage unbeantwortet: ${doing(cause)}`,
		advice: 'Versuchen Sie es später wieder.',
	}),
	idsOnly: ({ list, of = '' }) => ({
		text: `${list === 'managers' ? 'Die Vorgesetzten' : LISTS[list](of)}: Graph gab nur die IDs der Personen, nicht ihre Daten`,
		advice: permit('User.Read.All'),
	}),
	assignmentsHidden: ({ app, permission }) => ({
		text: `Graph sagte nicht, wer der Unternehmensanwendung "${app}" zugewiesen ist`,
		advice: permit(permission),
	}),
	readIncomplete: incomplete,
	managersUnreadable: ({ most, status }) => ({
		text: `Graph konnte die Vorgesetzten von mehr als ${most} Personen nicht lesen (${status})`,
		advice: `Bis zu ${most} Personen gehen mit unbekanntem Vorgesetzten weiter. Bei mehr hat Graph eine Störung, die nicht an ihnen liegt: Starten Sie den Lauf später noch einmal.`,
	}),
	noGroup: ({ id }) => ({
		text: `Es gibt keine Gruppe mit der ID ${id}`,
		advice: 'Wählen Sie die Gruppe neu: Vielleicht wurde sie gelöscht, oder sie ist in einem anderen Mandanten.',
	}),
	noGroupNamed: ({ name }) => ({
		text: `Es gibt keine Gruppe mit dem Namen "${name}"`,
		advice: 'Prüfen Sie die Schreibweise: Der ganze Anzeigename ist nötig. Oder wählen Sie die Gruppe aus der Liste.',
	}),
	severalGroups: ({ name, ids }) => ({
		text: `Es gibt mehrere Gruppen mit dem Namen "${name}": ${ids.join(', ')}`,
		advice: 'Tragen Sie statt des Namens die ID der richtigen ein: Das Portal zeigt sie als Objekt-ID.',
	}),
	groupDeleted: ({ group }) => ({
		text: `Die Gruppe "${group}" ist nicht mehr da`,
		advice: 'Wählen Sie die Gruppe neu: Sie wurde gelöscht, während sie gelesen wurde.',
	}),
	appDeleted: ({ app }) => ({
		text: `Die Unternehmensanwendung "${app}" ist nicht mehr da`,
		advice: 'Wählen Sie die Anwendung neu: Sie wurde gelöscht, während sie gelesen wurde.',
	}),
	nobodyInScope: (cause) => ({
		text: `Von ${cause.read} Personen aus ${source(cause)} gehört niemand zum gewählten Kreis`,
		advice: `Sehen Sie sich die Bedingungen des Kreises an (Scope). ${ACCEPT}`,
	}),
	nobodyRead: nobody,
	emptyGroups: ({ groups, nested }, tell) => ({
		text: `${groups.count === 1 ? 'Eine Gruppe hat' : `${groups.count} Gruppen haben`} keine ${nested ? '' : 'direkten '}Mitglieder, die Benutzer sind: ${tell.names(groups)}`,
		advice: `Wer über eine geleerte Gruppe dazugehörte, würde für ausgeschieden gehalten. Sehen Sie in Entra nach${nested ? '' : ', auch ob die Mitglieder in verschachtelten Gruppen sind'}, oder nehmen Sie die Gruppe hier heraus. ${ACCEPT}`,
	}),
	entraSignIn: signIn,
};
