import type { CauseOf } from '../../../base/cause';
import type { HR_CAUSES } from '../../../base/cause/hr';
import type { CauseWords, Saying, Tell } from '../../../base/words/saying';

const LISTS = {
	employees: { of: 'Personen', one: 'die Person' },
	groups: { of: 'Gruppen', one: 'die Gruppe' },
	members: { of: 'Mitglieder eines Teams', one: 'das Mitglied' },
	teams: { of: 'Teams', one: 'das Team' },
};

function incomplete(cause: CauseOf<'hrListIncomplete'>, tell: Tell): Saying {
	const { list, protocol, why, first = 0, second = 0, id = '', because } = cause;
	const { of, one } = LISTS[list];
	const whys: Record<typeof why, string> = {
		changed: `während des Lesens wurden aus ${first} ${second}`,
		circle: 'eine Seite führte auf eine zurück, die schon gelesen war',
		emptyPage: `Seite ${first} von ${second} war leer`,
		emptyPages: `es kamen ${first} leere Seiten hintereinander`,
		furtherPage: `sie nennt ${first} und hat eine weitere Seite mit anderen`,
		furtherPages: 'ihr Header Link sagt, dass es weitere Seiten gibt',
		largePage: `${because ? tell.text(because) : 'Es schlug fehl'}, als ${first} auf einmal verlangt wurden`,
		pagesChanged: `während des Lesens wurden aus ${first} Seiten ${second}`,
		total: `sie nennt ${first} und gab ${second}`,
		twice: `${one} mit der ID ${id} kam zweimal`,
	};
	return {
		text: `Die Liste des HR-Systems (${of}) ist nicht vollständig: ${whys[why]}`,
		advice:
			protocol === 'scim'
				? 'Es wurde nichts geschrieben. Starten Sie den Abgleich noch einmal; wenn es so bleibt, fragen Sie den Hersteller des HR-Systems, warum diese Liste zu früh endet.'
				: 'Es wurde nichts geschrieben. Starten Sie den Abgleich noch einmal; wenn es so bleibt, prüfen Sie das Blättern in der Beschreibung der API des HR-Systems.',
	};
}

const inWords = (attribute: string | undefined): string => attribute ?? 'die Verbindung zu Entra (die externe ID)';

export const hr: CauseWords<keyof typeof HR_CAUSES> = {
	hrListIncomplete: incomplete,
	bulkUnanswered: ({ request }) => ({
		text: `Das HR-System sagte nicht, was aus ${request} wurde`,
		advice: 'Es wurde mit anderen zusammen gesendet (Bulk). Wenn es so bleibt, schalten Sie Bulk aus.',
	}),
	notDeactivated: ({ employee }) => ({
		text: `${employee} wurde nicht deaktiviert: Dieses HR-System kann niemanden deaktivieren`,
		advice: 'Deaktivieren Sie die Person im HR-System von Hand.',
	}),
	noDeactivationHere: () => ({
		text: 'Dieses HR-System erfährt nicht, wer ausscheidet, darum lässt sich niemand deaktivieren',
		advice:
			'Ordnen Sie dem Attribut "active" nichts zu, oder sagen Sie in der Beschreibung der API, wie deaktiviert wird.',
	}),
	noReactivationHere: () => ({
		text: 'In diesem HR-System lässt sich niemand reaktivieren',
		advice: 'Reaktivieren Sie die Person dort von Hand, oder ergänzen Sie "reactivate" in der Beschreibung der API.',
	}),
	fieldUnknown: ({ attribute }) => ({
		text: `Es ist nicht bekannt, in welchem Feld das HR-System dies hält, darum lässt es sich nicht wegnehmen: ${inWords(attribute)}`,
		advice: 'Tragen Sie das Feld unter API Settings > People > External ID Field ein.',
	}),
	onlyForNew: ({ attribute }) => ({
		text: `Das HR-System nimmt dies nur bei neuen Personen, darum lässt es sich nicht wegnehmen: ${inWords(attribute)}`,
		advice:
			'Sehen Sie unter API Settings > People > Only on Create nach; oder leeren Sie das Feld im HR-System von Hand.',
	}),
	nothingClears: ({ attribute, manager }) => ({
		text: `In diesem HR-System lässt sich kein Feld leeren, darum lässt sich dies nicht wegnehmen: ${manager ? 'der Vorgesetzte' : inWords(attribute)}`,
		advice:
			'Leeren Sie das Feld im HR-System von Hand, oder wählen Sie unter API Settings > People > Clearing a Field, was es leert.',
	}),
	noSuchPosition: ({ field }) => ({
		text: `Das HR-System hat in ${field} eine Liste, und darin keinen Platz für den Wert`,
		advice:
			'Nennen Sie den Platz in der Liste mit seiner Nummer ab 0 (wie phones.0.number), und lassen Sie keinen aus.',
	}),
	fieldNoDate: ({ field, value }) => `${field} ist ${value}, also kein Datum`,
	createdWithoutId: ({ what }) => ({
		text:
			what === 'team'
				? 'Das HR-System antwortete auf das Anlegen eines Teams ohne dessen ID'
				: 'Das HR-System antwortete auf das Anlegen ohne die ID der Person, und danach war sie auch nicht zu finden',
		advice: 'Vielleicht wurde trotzdem angelegt: Der nächste Lauf findet es heraus.',
	}),
	noLocation: () => 'Das HR-System sagte nicht, wo die neue Person zu finden ist (ohne Header Location)',
	stillListed: ({ status, request, hrId }) => ({
		text: `Das HR-System antwortete ${status} auf ${request}, und die Person (HR-ID ${hrId}) steht noch in seiner Liste`,
		advice: 'Berichtigen Sie den Pfad unter API Settings > Delete ("delete" in der Beschreibung der API).',
	}),
	answeredOther: ({ hrId }) => ({
		text: `Das HR-System antwortete mit jemand oder etwas anderem als der Person mit der ID ${hrId}`,
		advice: 'Prüfen Sie "get.path" und "get.item" in der Beschreibung der API.',
	}),
	notReadAgain: ({ hrId }) => ({
		text: `In der Liste des HR-Systems steht die Person mit der ID ${hrId} nicht mehr; was mit der Änderung eines Teils mitzuschicken ist, ließ sich darum nicht lesen`,
		advice: 'Wenn die Liste Personen auslässt, geben Sie unter API Settings > Get an, wie eine einzelne gelesen wird.',
	}),
	managerNameless: ({ hrId, field }) =>
		field === undefined
			? {
					text: `Der Vorgesetzte (HR-ID ${hrId}) hat keine E-Mail-Adresse im HR-System, das Vorgesetzte danach benennt`,
					advice: 'Ordnen Sie auch dem Vorgesetzten eine geschäftliche E-Mail-Adresse zu.',
				}
			: `Der Vorgesetzte (HR-ID ${hrId}) hat im HR-System kein ${field}, wonach Vorgesetzte dort benannt werden`,
	managerAmbiguous: ({ count, reference }) =>
		`${count} Personen im HR-System heißen ${reference}, darum lässt sich der Vorgesetzte nicht setzen`,
	idNotAskable: ({ id }) => `Im HR-System gibt es jemanden mit der ID "${id}", nach dem sich nicht fragen lässt`,
};
