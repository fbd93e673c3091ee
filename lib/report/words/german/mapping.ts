import type { ATTRIBUTE_CAUSES, VALUE_CAUSES } from '../../../base/cause/mapping';
import type { CauseWords } from '../../../base/words/saying';

const TYPES = {
	boolean: 'wahr oder falsch',
	integer: 'eine ganze Zahl',
	number: 'eine Zahl',
	text: 'ein einzelner Text',
};
const FORMS = {
	email: 'keine E-Mail-Adresse',
	url: 'keine URL',
	date: 'kein Datum wie 2024-03-01',
	dateTime: 'kein Datum wie 2024-03-01 oder 2024-03-01T08:00:00Z',
};

const whose = ({ attribute, person }: { attribute: string; person: string }): string => `${attribute} von ${person}`;

export const mapping: CauseWords<keyof typeof VALUE_CAUSES | keyof typeof ATTRIBUTE_CAUSES> = {
	required: (cause) =>
		`${whose(cause)} ist leer und ein Pflichtfeld${cause.source === undefined ? '' : ` (der Wert kommt aus ${cause.source})`}`,
	wrongType: (cause) => `${whose(cause)} ist ${cause.value} und sollte ${TYPES[cause.wanted]} sein`,
	wrongForm: (cause) => `${whose(cause)} ist ${cause.value}, also ${FORMS[cause.wanted]}`,
	tooLong: (cause) =>
		`${whose(cause)} ist ${cause.length} Zeichen lang, erlaubt sind höchstens ${cause.most} (${cause.value})`,
	notAllowed: (cause) => `${whose(cause)} ist ${cause.value}, und das HR-System nimmt nur ${cause.allowed}`,
	duplicate: (cause, tell) => `${whose(cause)} ist ${cause.value}, genau wie bei ${tell.names(cause.others)}`,
	differs: (cause) =>
		`${whose(cause)} ist ${cause.value} und muss dasselbe sein wie ${cause.other}, nämlich ${cause.wanted}`,
	expressionFailed: (cause) => `${whose(cause)} ließ sich nicht ermitteln: ${cause.said}`,
	notADate: (cause) =>
		`${whose(cause)} ist ${cause.value}, also kein Datum ${cause.form === undefined ? 'wie 2024-03-01' : `der Form ${cause.form}`}`,
	notAPhone: (cause) =>
		`${whose(cause)} ist ${cause.value}, also keine Telefonnummer${cause.countryless ? ' (sie nennt kein Land, und in der Umwandlung ist keines eingestellt)' : ''}`,
	notInTable: (cause) => `${whose(cause)} ist ${cause.value}, und das steht nicht in der Ersetzungstabelle`,
	notWritable: (cause, tell) => `${whose(cause)} kann nicht geschrieben werden: ${tell.text(cause.because)}`,
	noObjectId: ({ person }) => `${person} hat keine Objekt-ID von Entra (das Feld "id")`,

	hrGivesId: () => 'die ID vergibt das HR-System selbst',
	hrSetsIt: () => 'das setzt das HR-System selbst',
	managersElsewhere: () => 'Vorgesetzte setzt Upsert Employee, unter Managers',
	passwordOnCreate: () => 'ein Passwort lässt sich nur mit einer Regel "Only on Create" schreiben',
	whichPart: ({ example }) => `es fehlt, welcher Teil davon gemeint ist, etwa ${example}`,
	whichValue: ({ name, example }) => ({
		text: `"${name}" sagt nicht, welcher von mehreren Werten gemeint ist`,
		advice: `Schreiben Sie es mit einem Typ, etwa ${example}.`,
	}),
	noFieldName: ({ name }) => ({
		text: `"${name}" ist kein Feldname`,
		advice: 'Schreiben Sie es wie die API des HR-Systems, etwa first_name oder address.city.',
	}),
	noScimAttribute: ({ name }) => ({
		text: `"${name}" ist kein SCIM-Attribut`,
		advice:
			'Schreiben Sie es wie userName, name.givenName, emails[type eq "work"].value oder urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department.',
	}),
};
