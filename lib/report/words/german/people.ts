import type { CauseOf } from '../../../base/cause';
import type { MANAGER_CAUSES, PLAN_CAUSES, WRITE_CAUSES } from '../../../base/cause/people';
import type { CauseWords, Saying } from '../../../base/words/saying';

const NEXT_RUN = 'Es ist nichts zu tun: Der nächste Lauf sieht wieder nach.';
const ROWS = { people: 'Personen', teams: 'Teams' };

function recordOfOther({
	employee,
	person,
	attribute,
	theirs = '',
	wanted = '',
	login,
}: CauseOf<'recordOfOther'>): Saying {
	const because =
		attribute === undefined
			? 'der Datensatz ist mit einem anderen Konto verbunden, und nichts sagt, dass beide eine Person sind'
			: `der Datensatz hat ${attribute} ${theirs}, und ${person} hat ${wanted}`;
	return {
		text: `${person} hat Namen oder Adresse des Datensatzes ${employee}, der jemand anderem zu gehören scheint: ${because}`,
		advice: `Sind beide eine Person, tragen Sie ${login ?? 'den Benutzernamen'} in Upsert Employee unter "Known to Be the Same Person" ein, oder berichtigen Sie den Datensatz im HR-System. Sind sie es nicht, geben Sie einem von beiden einen anderen Benutzernamen oder eine andere Adresse.`,
	};
}

export const people: CauseWords<keyof typeof PLAN_CAUSES | keyof typeof MANAGER_CAUSES | keyof typeof WRITE_CAUSES> = {
	severalEmployees: ({ person, employees }, tell) =>
		`Zu ${person} passen ${employees.count} Datensätze: ${tell.names(employees)}`,
	rivals: ({ people: { shown, count }, employee, attribute = '' }, tell) =>
		`${count} Mitglieder beanspruchen ${employee === undefined ? `denselben Wert von ${attribute}` : `den Datensatz ${employee}`}: ${tell.names({ shown, count })}`,
	noKey: ({ person, attributes }) =>
		`${person} hat keinen Wert für ${attributes.join(' oder ')}, darum lässt sich kein Datensatz zuordnen`,
	recordOfOther,
	linkedElsewhere: ({ employee, person, attributes }) =>
		`Der Datensatz ${employee} hat schon die externe ID von ${person}, aber andere Werte von ${attributes.join(' und ')}. Ordnen Sie auch nach der externen ID zu, oder berichtigen Sie den Datensatz`,
	otherSync: ({ sync, attribute, employee }) =>
		`${employee === undefined ? '' : `${employee}: `}Gehört zum Abgleich "${sync}" (${attribute}); dieser hier lässt den Datensatz in Ruhe, bis jener ihn freigibt`,
	disabledKept: ({ because }, tell) => `In Entra gesperrt, im HR-System aber so gelassen: ${tell.sentence(because)}`,
	disabledAbsent: () => 'In Entra gesperrt und nicht im HR-System, es ist also nichts zu tun',
	protected: () => 'steht auf der Schutzliste',
	readLongAgo: ({ readAt }) => `gelesen um ${readAt}, und das sagt nichts über heute`,

	managerUnknown: ({ because }, tell) => `Der Vorgesetzte blieb, wie er ist: ${tell.sentence(because)}`,
	ownManager: () => 'In Entra ist die Person ihr eigener Vorgesetzter, darum blieb der Vorgesetzte, wie er ist',
	managerNotLinked: () =>
		'Kein Datensatz im HR-System ist mit der Objekt-ID des Vorgesetzten verknüpft, darum blieb der Vorgesetzte, wie er ist',
	managerTwice: () =>
		'Mehrere Mitglieder oder Datensätze haben die Objekt-ID des Vorgesetzten, darum blieb der Vorgesetzte, wie er ist',
	managerNotWritten: ({ manager, action, because }, tell) =>
		`Beim Vorgesetzten ${manager} steht: ${tell.action(action)} (${because ? tell.sentence(because) : 'ohne Angabe von Gründen'}); darum blieb der Vorgesetzte, wie er ist`,
	managerNotRead: () => 'Der Vorgesetzte wurde nicht gelesen',
	managerUnanswered: () => 'Graph antwortete nichts über den Vorgesetzten',
	managerUnreadable: ({ status }) => `Graph konnte den Vorgesetzten nicht lesen (${status})`,
	personGone: () => 'Die Person ist nicht mehr in Entra',
	noPersonId: () => 'In der Zeile steht keine ID der Person',

	notTried: () => 'Nicht versucht, weil der Lauf vorher angehalten wurde',
	managerFailed: ({ because }, tell) =>
		`Der Vorgesetzte ließ sich nicht setzen, alles andere wurde geschrieben: ${tell.sentence(because)}`,
	managerNotCreated: () => 'Der Vorgesetzte ließ sich nicht anlegen und darum auch nicht setzen',
	runStopped: () => 'Der Lauf wurde vorher angehalten',
	alreadyThere: () => 'Den Datensatz gab es doch schon; er wurde angeglichen',
	createdByOther: ({ person }) => ({
		text: `${person} wurde eben von einem anderen Lauf dieses Abgleichs angelegt, und das HR-System findet die Person noch nicht`,
		advice: NEXT_RUN,
	}),
	changedMeanwhile: () =>
		'In Ruhe gelassen: Der Datensatz wurde im HR-System geändert, seit dessen Liste gelesen wurde. Der nächste Lauf sieht wieder nach',
	newerRead: ({ readAt }) =>
		`In Ruhe gelassen: Ein anderer Lauf dieses Abgleichs hat die Gruppe um ${readAt} gelesen, nach diesem hier`,
	unknownDeparture: ({ action }, tell) =>
		`Es ist nicht bekannt, wie sich in diesem HR-System "${tell.action(action)}" erreichen lässt`,
	tooManyFailures: ({ failures, of, rows, because }, tell) => ({
		text: `das HR-System hat ${failures} von ${of} ${ROWS[rows]} abgelehnt, zuletzt mit: ${tell.text(because)}`,
		advice: `So viele Ablehnungen haben meist eine gemeinsame Ursache: Sehen Sie sich die Gründe bei den fehlgeschlagenen ${ROWS[rows]} an, berichtigen Sie die Zuordnung oder das HR-System, und starten Sie den Abgleich noch einmal.`,
	}),
};
