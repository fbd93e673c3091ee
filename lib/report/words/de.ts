import type { Words } from './en';

/** The German words of the report. */
export const de: Words = {
	locale: 'de',

	actions: {
		created: 'Angelegt',
		updated: 'Geändert',
		unchanged: 'Unverändert',
		reactivated: 'Reaktiviert',
		deactivated: 'Deaktiviert',
		deleted: 'Gelöscht',
		unassigned: 'Abgegeben',
		skipped: 'Übersprungen',
		failed: 'Fehlgeschlagen',
	},
	planned: {
		created: 'Würden angelegt',
		updated: 'Würden geändert',
		unchanged: 'Unverändert',
		reactivated: 'Würden reaktiviert',
		deactivated: 'Würden deaktiviert',
		deleted: 'Würden gelöscht',
		unassigned: 'Würden abgegeben',
		skipped: 'Würden übersprungen',
		failed: 'Würden fehlschlagen',
	},
	members: 'Mitglieder der Gruppe',
	teams: 'Teams',
	nameless: 'Eine Person ohne Namen',

	dryRunTitle: '{title} (Probelauf)',
	subject: '{title}: {headline}',
	stoppedSubject: '{title} angehalten: {error}',
	headlines: {
		peopleFailed: '{failed} von {members} Personen fehlgeschlagen',
		teamsFailed: '{failedTeams} von {teams} Teams fehlgeschlagen',
		bothFailed: '{failed} von {members} Personen und {failedTeams} von {teams} Teams fehlgeschlagen',
		leftActive: {
			one: '{count} Person ist ausgeschieden und wurde nicht deaktiviert',
			other: '{count} Personen sind ausgeschieden und wurden nicht deaktiviert',
		},
		fine: '{members} Personen, niemand fehlgeschlagen',
		fineTeams: '{teams} Teams, keines fehlgeschlagen',
		plan: '{plan}',
		planFailing: '{plan}; {failed} von {members} Personen würden fehlschlagen',
		planEmpty: 'nichts zu tun für {members} Personen',
	},
	plan: {
		created: '{count} anzulegen',
		updated: '{count} zu ändern',
		reactivated: '{count} zu reaktivieren',
		deactivated: '{count} zu deaktivieren',
		deleted: '{count} zu löschen',
		unassigned: '{count} abzugeben',
	},

	dryRunNote: 'Das war ein Probelauf: Es wurde nichts geschrieben. Die Zahlen sagen, was ein echter Lauf täte.',
	stoppedTitle: 'Der Lauf wurde angehalten',
	untilThen: 'Was bis dahin geschah',
	step: 'Schritt: {node}',
	lists: {
		wouldDeactivate: 'Würden deaktiviert',
		wouldCreate: 'Würden angelegt',
		wouldChange: 'Würden geändert',
		wouldOverwrite: 'Bei ihnen würde ein Wert überschrieben',
		wouldRemove: 'Würden aus Teams genommen',
		differences: 'Was anders ist als im Probelauf',
	},
	allowOnce:
		'Wenn das alles richtig ist, tragen Sie den Code {code} in Sync settings unter allowOnce ein und führen den Workflow noch einmal aus; er lässt diesen Plan ein einziges Mal durch und keinen anderen.',

	leftActiveTitle: 'Ausgeschieden, aber nicht deaktiviert',
	leftActiveAdvice:
		'Sie sind im HR-System noch aktiv. Sehen Sie sich die Gründe an, und deaktivieren Sie dort, wer ausgeschieden ist.',
	teamsFailedTitle: 'Fehlgeschlagene Teams',
	unassignedNote: 'Sie bleiben im HR-System aktiv, aber dieser Abgleich ist nicht mehr für sie zuständig.',
	empty: '(leer)',
	change: '{attribute}: {from} → {to}',
	teamAdded: 'Hinein: {names}',
	teamRemoved: 'Heraus: {names}',
	teamRenamed: 'Hieß vorher {name}',

	cut: '… und {count} weitere',
	cutChanges: '… und {count} weitere Änderungen',
	restInFile: 'Die Datei {file}, die zu diesem Bericht gehört, nennt alle.',
	restInExecution: 'Die Ausführung in n8n nennt alle.',
	fileNote: 'Jede Änderung, Person für Person, steht in der Datei {file}, die zu diesem Bericht gehört.',
	stoppedFileNote: 'Diese Namen stehen auch in der Datei {file}, die zu diesem Bericht gehört.',
	tooLongForExcel: 'Für die Excel-Datei sind es zu viele Zeilen, darum fehlt sie: In der CSV-Datei stehen alle.',

	took: 'Die Gruppe wurde gelesen: {start}. Alles war fertig: {end} ({duration}).',
	finished: 'Fertig: {end}.',
	workflow: 'Workflow: {name}',
	group: 'Gruppe: {name}',
	system: 'HR-System: {name}',
	link: 'Die Ausführung in n8n öffnen',

	columns: {
		person: 'Person',
		userName: 'Benutzername',
		entraId: 'Entra-ID',
		hrId: 'HR-ID',
		action: 'Aktion',
		attribute: 'Attribut',
		from: 'Von',
		to: 'Auf',
		why: 'Warum',
	},
	sheet: 'Änderungen',
	teamAction: 'Team: {action}',
	teamName: 'Name',
	teamMembers: 'Mitglieder',

	causes: {
		notTried: {
			title: 'Nicht versucht, weil der Lauf vorher angehalten wurde',
			advice: 'Mit diesen Personen ist alles in Ordnung. Der nächste Lauf versucht es wieder.',
		},
		manager: {
			title: 'Geschrieben, aber ohne den Vorgesetzten',
			advice:
				'Der nächste Lauf versucht es wieder. Wenn es so bleibt, sehen Sie sich den Vorgesetzten in Entra und im HR-System an.',
		},
		required: {
			title: 'Ein Pflichtfeld ist leer',
			advice: 'Füllen Sie das Feld in Entra, oder geben Sie ihm in Map Attributes einen Standardwert.',
		},
		duplicate: {
			title: 'Zwei Personen haben denselben Wert, wo er verschieden sein muss',
			advice: 'Berichtigen Sie eine von beiden in Entra; bis dahin wird keine geschrieben.',
		},
		ambiguous: {
			title: 'Es ist nicht klar, welcher Datensatz das ist',
			advice:
				'Es wird nicht geraten. Sehen Sie sich die genannten Datensätze an: Führen Sie sie im HR-System zusammen, oder berichtigen Sie die Person in Entra.',
		},
		otherPerson: {
			title: 'Der Datensatz mit diesem Namen oder dieser Adresse scheint jemand anderem zu gehören',
			advice:
				'Niemand bekommt den Datensatz eines anderen. Sind beide eine Person, tragen Sie den Benutzernamen in Upsert Employee unter "Known to Be the Same Person" ein. Sind sie es nicht, geben Sie einem von beiden einen anderen Benutzernamen oder eine andere Adresse.',
		},
		noKey: {
			title: 'Es gibt nichts, woran der Datensatz zu finden wäre',
			advice: 'Füllen Sie in Entra das Feld, nach dem zugeordnet wird.',
		},
		value: {
			title: 'Ein Wert kann nicht geschrieben werden',
			advice: 'Berichtigen Sie den Wert in Entra, oder ändern Sie ihn unterwegs mit einer Regel in Map Attributes.',
		},
		signIn: {
			title: 'Das HR-System hat die Zugangsdaten nicht angenommen ({status})',
			advice: 'Prüfen Sie Token oder Schlüssel in den Zugangsdaten, ihre Rechte, und ob sie abgelaufen sind.',
		},
		conflict: {
			title: 'Das HR-System hat schon jemanden wie diesen ({status})',
			advice:
				'Suchen Sie dort nach einem anderen Datensatz mit demselben Benutzernamen, derselben E-Mail-Adresse oder Nummer, auch unter den inaktiven.',
		},
		busy: {
			title: 'Das HR-System hat um langsamere Anfragen gebeten ({status})',
			advice: 'Der nächste Lauf versucht es wieder. Wenn es so bleibt, lassen Sie weniger Anfragen zugleich zu.',
		},
		broken: {
			title: 'Das HR-System hatte selbst eine Störung ({status})',
			advice: 'Der nächste Lauf versucht es wieder. Wenn es so bleibt, fragen Sie dessen Support.',
		},
		refused: {
			title: 'Das HR-System hat die Person abgelehnt ({status})',
			advice: 'Seine eigenen Worte sagen, was es stört: Berichtigen Sie den Wert in Entra oder die Zuordnung.',
		},
		unreachable: {
			title: 'Vom HR-System kam keine brauchbare Antwort',
			advice:
				'Der nächste Lauf versucht es wieder. Wenn es so bleibt, prüfen Sie die Adresse in den Zugangsdaten, das Netz und den Proxy.',
		},
		noObjectId: {
			title: 'Die Objekt-ID von Entra fehlt',
			advice:
				'Lassen Sie Get Group Members die Personen lesen, und behalten Sie das Feld "id" auf dem Weg zu Map Attributes.',
		},
		otherSync: {
			title: 'Für diesen Datensatz ist ein anderer Abgleich zuständig',
			advice:
				'Es ist nichts zu tun, außer die Person ist in der falschen Gruppe: Dieser Abgleich wartet, bis der andere den Datensatz freigibt.',
		},
		unsure: {
			title: 'Es ist nicht bekannt, was aus der Person wurde',
			advice: 'Es ist nichts zu tun: Der nächste Lauf sieht wieder nach.',
		},
		unable: {
			title: 'Das HR-System, wie es hier eingestellt ist, kann das nicht',
			advice:
				'Tun Sie es im HR-System von Hand, oder ergänzen Sie die Einstellungen des Schritts; jeder Grund sagt, welche.',
		},
		oddAnswer: {
			title: 'Die Antwort des HR-Systems lässt sich nicht verwenden',
			advice:
				'Der nächste Lauf versucht es wieder. Wenn es so bleibt, sehen Sie sich die Einstellungen des Schritts an, oder fragen Sie dessen Support.',
		},
		others: { title: 'Andere Gründe', advice: '' },
	},
};
