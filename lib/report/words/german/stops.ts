import type { CauseOf } from '../../../base/cause';
import type { DIFFERENCE_CAUSES, EDIT_CAUSES, LIMIT_CAUSES, ROSTER_CAUSES } from '../../../base/cause/stops';
import type { CauseWords, Saying, Tell } from '../../../base/words/saying';

const EFFECTS = {
	deactivations: {
		would: 'deaktiviert',
		right: 'wenn sie wirklich ausgeschieden sind',
		limit: 'Grenze für Deaktivierungen',
	},
	creations: { would: 'angelegt', right: 'wenn sie wirklich neu sind', limit: 'Grenze für neue Datensätze' },
	changes: { would: 'geändert', right: 'wenn die Änderungen richtig sind', limit: 'Grenze für Änderungen' },
};

const OVERWRITES = {
	right: 'wenn die neuen Werte richtig sind',
	limit: 'Grenze für das Überschreiben eines Attributs',
};

function overLimits({ breaches, code, given, used = [] }: CauseOf<'overLimits'>, tell: Tell): Saying {
	const [first] = breaches;
	const { right, limit } = first?.kind === 'breach' ? EFFECTS[first.effect] : OVERWRITES;
	const instead =
		first?.kind === 'overwrites'
			? `sehen Sie nach, was in Map Attributes für ${first.attribute} steht`
			: 'finden Sie heraus, warum sie im Plan sind';
	const advice = [
		`Dieser Schritt hat nichts geschrieben. Sehen Sie sich die Namen an: Lassen Sie, ${right}, genau diesen Plan ein einziges Mal mit dem Code ${code} unter Allow Once durch (in den Vorlagen: allowOnce in Sync settings), oder erhöhen Sie die ${limit}; wenn nicht, ${instead}.`,
		...breaches.map((breach) => tell.advice(breach)),
		...used.map((code) => tell.sentence(code)),
		...(given.length > 0
			? [
					`Der Code ${given.join(', ')} galt für einen anderen Plan oder ein anderes HR-System, oder ist älter als drei Tage.`,
				]
			: []),
	];
	return { text: breaches.map((breach) => tell.text(breach)).join('; '), advice: advice.join(' ') };
}

function limitParts({ percent, atLeast, atMost }: Omit<Partial<CauseOf<'breach'>>, 'kind'>): string {
	return [
		...(percent === undefined ? [] : [`${percent} % der aktiven Personen des Abgleichs`]),
		...(atLeast === undefined ? [] : [`${percent === undefined ? '' : 'mindestens '}${atLeast} Personen`]),
		...(atMost === undefined ? [] : [`nie mehr als ${atMost}`]),
	].join(' und ');
}

function breach({ effect, count, before, allowed, of, ...limit }: CauseOf<'breach'>): Saying {
	const advice = `Die ${EFFECTS[effect].limit} liegt bei: ${limitParts(limit)}.`;
	if (effect === 'creations') {
		const more = before === 0 ? '' : ` weitere, neben ${before} zuvor,`;
		return {
			text: `${count} Personen${more} würden angelegt, wo der Abgleich ${of} hat, und die Grenze ist ${allowed}`,
			advice,
		};
	}
	const earlier = before === 0 ? '' : `, ${before} waren es zuvor schon`;
	const more = before === 0 ? '' : ' weitere';
	return {
		text: `${count}${more} der ${of} aktiven Personen des Abgleichs würden ${EFFECTS[effect].would}${earlier}, und die Grenze ist ${allowed}`,
		advice,
	};
}

function overwrites(
	{ attribute, count, before, allowed, of, examples, ...limit }: CauseOf<'overwrites'>,
	tell: Tell,
): Saying {
	const earlier = before === 0 ? '' : `, bei ${before} war es zuvor schon so`;
	const more = before === 0 ? '' : ' weiteren';
	return {
		text: `${attribute} würde bei ${count}${more} der ${of} aktiven Personen des Abgleichs überschrieben${earlier}, und die Grenze ist ${allowed}`,
		advice: `${attribute}, zum Beispiel: ${examples.map((example) => tell.text(example)).join('; ')}. Die ${OVERWRITES.limit} liegt bei: ${limitParts(limit)}.`,
	};
}

const MOST_IN_ADVICE = 10;

function planChanged({ differences }: CauseOf<'planChanged'>, tell: Tell): Saying {
	const { length } = differences;
	const shown = differences.slice(0, MOST_IN_ADVICE).map((difference) => tell.text(difference));
	const more = length > MOST_IN_ADVICE ? ` Und ${length - MOST_IN_ADVICE} weitere.` : '';
	return {
		text: `der Plan ist nicht mehr der, der freigegeben wurde (${length} ${length === 1 ? 'Unterschied' : 'Unterschiede'})`,
		advice: `Dieser Schritt hat nichts geschrieben. Was sich inzwischen geändert hat: ${shown.join(' ')}${more} Machen Sie eine neue Vorschau, und geben Sie diese frei.`,
	};
}

const TO_BE: Readonly<Record<string, string>> = {
	created: 'anlegen',
	updated: 'ändern',
	reactivated: 'reaktivieren',
	deactivated: 'deaktivieren',
	deleted: 'löschen',
	unassigned: 'abgeben',
	unchanged: 'nicht ändern',
	skipped: 'in Ruhe lassen',
	failed: 'schlägt fehl',
};

function does(action: string): string {
	return Object.hasOwn(TO_BE, action) ? (TO_BE[action] ?? '') : action;
}

function step(change: readonly string[] | undefined): string {
	if (!change) return 'unverändert';
	const [from = '', to = ''] = change;
	return `von ${from || 'nichts'} auf ${to || 'nichts'}`;
}

const WHOLE =
	'Dieser Schritt handelt nur, wenn ihn alle Mitglieder eines Lesens der Gruppe auf einmal erreichen: Verbinden Sie Get Group Members, Get Manager, Map Attributes und Upsert Employee direkt, ohne Filter, Schleife oder zweite Verbindung dazwischen, und sehen Sie nach Fehlern in den Schritten davor.';

function incomplete(text: string): Saying {
	return { text, advice: `Es wurde niemand deaktiviert. ${WHOLE}` };
}

function edited(text: string): Saying {
	return {
		text,
		advice: `Es wurde niemand deaktiviert. Die Zeilen müssen so kommen, wie Upsert Employee sie ausgibt: Nehmen Sie weg, was sie unterwegs ändert. ${WHOLE}`,
	};
}

function severalReads(text: string): Saying {
	return {
		text: `${text}, und wer in der einen Gruppe ist, würde in den anderen fehlen`,
		advice:
			'Es wurde niemand deaktiviert. Lesen Sie alle Gruppen mit einem einzigen Get Group Members (Source: Several Groups). Für Gruppen, die jede für sich abgeglichen werden, nehmen Sie je einen eigenen Workflow mit Scope Mark. Ist eine Schleife gewollt, etwa für eine Freigabe, stellen Sie in diesem Schritt Keep To ein.',
	};
}

export const stops: CauseWords<
	keyof typeof LIMIT_CAUSES | keyof typeof DIFFERENCE_CAUSES | keyof typeof ROSTER_CAUSES | keyof typeof EDIT_CAUSES
> = {
	overLimits,
	codeUsed: ({ code, at }) => `Der Code ${code} wurde am ${at} schon für einen Plan verwendet.`,
	breach,
	overwrites,
	overwritten: ({ person, from, to }) => `${person}: aus ${from} wird ${to || 'nichts'}`,
	tooManyRemovals: ({ removals, memberships, allowed, percent, atLeast }) => ({
		text: `${removals.length} von ${memberships} Mitgliedern würden aus ihren Teams genommen, und die Grenze ist ${allowed}`,
		advice: `Es wurde kein Team geändert. Sehen Sie sich die Namen an: Wenn die Gruppen in Entra stimmen, erhöhen Sie diese Grenze für einen Lauf. Sie liegt bei ${percent} % aller Mitglieder und mindestens ${atLeast}.`,
	}),
	removal: ({ name, team }) => `${name} aus "${team}"`,
	planChanged,

	nowPlanned: ({ person, action }) => `${person}: jetzt ${does(action)}, und stand nicht im Plan.`,
	nowMember: ({ person }) => `${person} ist jetzt Mitglied der Gruppe und war damals keines.`,
	noMemberNow: ({ person, before }) =>
		before === undefined
			? `${person} war damals Mitglied der Gruppe und ist jetzt keines.`
			: `${person}: damals ${does(before)}, und ist jetzt kein Mitglied der Gruppe.`,
	notConcernedNow: ({ person, before }) => `${person}: damals ${does(before)}, und ist nicht mehr betroffen.`,
	otherAction: ({ person, action, before, because }, tell) =>
		`${person}: jetzt ${does(action)}${because ? ` (${tell.sentence(because)})` : ''}, damals ${does(before)}.`,
	otherEmployee: ({ person }) => `${person} ist jetzt ein anderer Datensatz im HR-System als damals.`,
	otherChanges: ({ person, action, changes }, tell) =>
		`${person}: anders ${does(action)}: ${changes.map((change) => tell.text(change)).join('; ')}.`,
	otherChange: ({ attribute, now, before }) => `${attribute} ${step(now)} statt ${step(before)}`,

	noRows: () => incomplete('es sind keine Zeilen angekommen, also ist nicht bekannt, wer in der Gruppe ist'),
	noRoster: () => incomplete('es kam eine Zeile an, für die kein Lesen einer Gruppe bürgt (ihr fehlt das Feld roster)'),
	readTooOld: ({ readAt }) =>
		incomplete(
			`die Gruppe wurde um ${readAt} gelesen, und das ist zu lange her, um zu sagen, wer seither ausgeschieden ist`,
		),
	readInFuture: ({ readAt }) =>
		incomplete(
			`die Gruppe soll um ${readAt} gelesen worden sein, also erst in Zukunft; wie alt das ist, lässt sich nicht sagen`,
		),
	readSuperseded: ({ newerRead, readAt }) => ({
		text: `ein anderer Lauf dieses Abgleichs hat die Gruppe um ${newerRead} gelesen, nach diesem hier (${readAt})`,
		advice:
			'Es wurde niemand deaktiviert: Wer dazwischen hinzukam, würde für ausgeschieden gehalten. Der neuere Lauf sucht selbst nach Ausgeschiedenen.',
	}),
	severalReads: ({ count }) => incomplete(`die Zeilen stammen aus ${count} verschiedenen Lesevorgängen`),
	partialRead: () =>
		incomplete('die Gruppe wurde mit einer Obergrenze gelesen, dies sind also nur einige ihrer Personen'),
	sizesDisagree: () => incomplete('die Zeilen sind sich nicht einig, wie viele Personen gelesen wurden'),
	rowsLost: ({ arrived, read }) => incomplete(`nur ${arrived} der ${read} gelesenen Personen sind hier angekommen`),
	rowsAdded: ({ arrived, read }) =>
		incomplete(`${arrived} Personen sind hier angekommen, gelesen wurden aber nur ${read}`),
	idChanged: () =>
		edited(
			'anstelle von jemandem, der gelesen wurde, kam jemand an, der nicht gelesen wurde: Eine Objekt-ID von Entra wurde geändert',
		),
	readsMeet: ({ nodes }) => severalReads(`${nodes.map((node) => `"${node}"`).join(' und ')} führen beide hierher`),
	readsInLoop: ({ node }) => severalReads(`"${node}" bringt eine Gruppe nach der anderen`),
	inLoop: () =>
		severalReads('dieser Schritt steht in einer Schleife, deren Runden eine Gruppe nach der anderen bringen können'),
	otherSource: ({ readAt }) =>
		severalReads(
			`in dieser oder der letzten Ausführung wurde um ${readAt} eine andere Gruppe für dasselbe HR-System gelesen`,
		),
	otherUpsert: ({ node }) => severalReads(`"${node}" schreibt Personen einer anderen Gruppe in dasselbe HR-System`),

	rowWithoutId: () => edited('es kam eine Zeile ohne Objekt-ID von Entra an'),
	hrIdLost: ({ person }) => edited(`die Zeile von ${person} hat die ID des Datensatzes verloren (hrId)`),
	rowOfOthers: () => edited('es kam eine Zeile an, die nicht von Upsert Employee stammt'),
	rowChanged: ({ person }) =>
		edited(
			`eine Zeile wurde nach Upsert Employee geändert, die von ${person}: um wen es geht, der Datensatz (hrId), oder was geschah`,
		),
	severalMarks: () => edited('die Zeilen stammen von Schritten mit verschiedenen Scope Marks'),
	severalSystems: () => edited('die Zeilen stammen von Schritten mit verschiedenen HR-Systemen oder Zugangsdaten'),
	otherPlace: () => ({
		text: 'die Zeilen betreffen ein anderes HR-System: Upsert Employee hat in eines mit anderer Adresse oder anderen Zugangsdaten geschrieben',
		advice:
			'Dieser Schritt hat nichts geschrieben. Wählen Sie in ihm dasselbe HR-System mit derselben Base URL und denselben Zugangsdaten wie in dem Upsert Employee, von dem die Zeilen kommen, und prüfen Sie die Verbindungen.',
	}),
	otherSystem: ({ unknown, of }) => ({
		text:
			unknown === of
				? `keine der ${of} Personen, die im HR-System sein sollen, steht in dessen Liste`
				: `${unknown} der ${of} Personen, die im HR-System sein sollen, stehen nicht in dessen Liste`,
		advice:
			'Es wurde niemand deaktiviert. Nehmen Sie in diesem Schritt dasselbe HR-System, dieselben Zugangsdaten und Einstellungen wie in Upsert Employee.',
	}),
};
