import type { Asked, HTTP_CAUSES } from '../../../base/cause/http';
import type { CauseWords } from '../../../base/words/saying';

/** Who is asked, at the beginning of a sentence. */
const ASKED: Readonly<Record<Asked, string>> = {
	hr: 'Das HR-System',
	hrSignIn: 'Der Anmeldedienst des HR-Systems',
	graph: 'Microsoft Graph',
	entraSignIn: 'Der Anmeldedienst von Microsoft',
};

const CERTIFICATE =
	'Seinem Zertifikat wird nicht vertraut: Lassen Sie es erneuern, oder machen Sie n8n den Aussteller bekannt (NODE_EXTRA_CA_CERTS).';

const BY_CODE: Readonly<Record<string, string>> = {
	ECONNREFUSED:
		'Dort antwortet nichts. Prüfen Sie die Adresse in den Zugangsdaten, ob das System läuft, und den Proxy, falls einer eingestellt ist (HTTPS_PROXY).',
	ENOTFOUND: 'Diesen Host gibt es nicht. Prüfen Sie die Adresse in den Zugangsdaten.',
	EAI_AGAIN: 'Der Name des Hosts ließ sich nicht auflösen. Prüfen Sie das DNS der Maschine, auf der n8n läuft.',
	ECONNRESET:
		'Die Verbindung brach ab, bevor die Antwort vollständig war. Versuchen Sie es später wieder; prüfen Sie Proxy und Firewall dazwischen.',
	EHOSTUNREACH: 'Zu diesem Host führt kein Weg. Prüfen Sie Netz und Firewall der Maschine, auf der n8n läuft.',
	ENETUNREACH: 'In dieses Netz führt kein Weg. Prüfen Sie das Netz der Maschine, auf der n8n läuft.',
	EPROTO: 'Die TLS-Verbindung schlug fehl. Prüfen Sie, ob die Adresse mit https beginnen soll, und den Port.',
	DEPTH_ZERO_SELF_SIGNED_CERT: CERTIFICATE,
	SELF_SIGNED_CERT_IN_CHAIN: CERTIFICATE,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: CERTIFICATE,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: CERTIFICATE,
	CERT_HAS_EXPIRED: CERTIFICATE,
	ERR_TLS_CERT_ALTNAME_INVALID:
		'Sein Zertifikat gilt für einen anderen Host. Prüfen Sie die Adresse in den Zugangsdaten.',
	HPE_HEADER_OVERFLOW:
		'Die Antwort hat mehr Header, als gelesen werden. Prüfen Sie die Adresse in den Zugangsdaten und einen Proxy dazwischen.',
};

const BY_STATUS: Readonly<Record<number, string>> = {
	400: 'Die Anfrage wurde nicht verstanden. Die Antwort in den Einzelheiten sagt, woran es liegt.',
	401: 'Die Zugangsdaten wurden nicht angenommen. Prüfen Sie Token oder Schlüssel darin, und ob sie abgelaufen sind.',
	403: 'Die Zugangsdaten gelten, dürfen das aber nicht. Geben Sie ihnen das Recht dazu.',
	404: 'Unter dieser Adresse ist nichts. Prüfen Sie die Adresse in den Zugangsdaten und die Pfade.',
	407: 'Ein Proxy dazwischen verlangt Benutzer und Passwort. Sie stehen in seiner Adresse: HTTPS_PROXY=http://user:password@host:port.',
	409: 'Das System sagt, dass dies dem widerspricht, was es schon hat.',
	429: 'Es bat nach mehreren Versuchen noch immer um langsamere Anfragen. Starten Sie den Lauf zu einer ruhigeren Zeit, oder mit weniger Anfragen zugleich.',
};

function adviceForCode(code = ''): string {
	const advice = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
	return (
		advice ??
		'Prüfen Sie die Adresse in den Zugangsdaten, das Netz und die Einstellungen des Proxys, und versuchen Sie es wieder.'
	);
}

function adviceForStatus(asked: Asked, status: number): string {
	if (asked === 'hrSignIn' && [400, 401, 403].includes(status)) {
		return 'Prüfen Sie in den Zugangsdaten die Client-ID, das Client-Secret, den Scope und "Send Client In".';
	}
	const advice = BY_STATUS[status];
	if (advice !== undefined) return advice;
	if (status < 300) {
		return 'Es hat einen Fehler gemeldet, obwohl es sagt, dass alles in Ordnung ist. Die Einzelheiten enthalten die Antwort. Versuchen Sie es später wieder.';
	}
	if (status >= 500) return 'Das System hat selbst eine Störung. Versuchen Sie es später wieder.';
	return 'Die Antwort in den Einzelheiten sagt, woran es liegt.';
}

export const http: CauseWords<keyof typeof HTTP_CAUSES> = {
	answered: ({ asked, request, status, said }) => ({
		text: `${ASKED[asked]} antwortete ${status} auf ${request}${said === undefined ? '' : `: ${said}`}`,
		advice: adviceForStatus(asked, status),
	}),
	unreachable: ({ asked, host, code }) => ({
		text: `${ASKED[asked]} war nicht erreichbar (${host})`,
		advice: adviceForCode(code),
	}),
	timedOut: ({ asked, request, seconds }) => ({
		text: `${ASKED[asked]} antwortete auf ${request} nicht innerhalb von ${seconds} s`,
		advice: 'Versuchen Sie es später wieder; prüfen Sie das Netz und die Einstellungen des Proxys.',
	}),
	redirected: ({ asked, request, to }) => ({
		text: `${ASKED[asked]} leitete ${request} um (${to ?? 'ohne Ziel'}), und dem wurde nicht gefolgt`,
		advice: 'Tragen Sie die Adresse, auf die umgeleitet wird, in die Zugangsdaten ein, wenn sie die richtige ist.',
	}),
	notJson: ({ asked, request, type }) => ({
		text: `${ASKED[asked]} antwortete auf ${request} mit etwas, das kein JSON ist (${type ?? 'ohne Typ'})`,
		advice:
			'Das ist oft die Seite eines Proxys oder ein Anmeldeformular, oder eine abgeschnittene Antwort. Prüfen Sie die Adresse in den Zugangsdaten.',
	}),
	tooDeep: ({ asked, request }) => ({
		text: `${ASKED[asked]} antwortete auf ${request} mit zu tief verschachteltem JSON`,
		advice:
			'So antwortet keine API. Prüfen Sie die Adresse in den Zugangsdaten, und fragen Sie den Hersteller des Systems.',
	}),
	tooLarge: ({ asked, request }) => ({
		text: `${ASKED[asked]} antwortete auf ${request} mit mehr, als gelesen werden kann`,
		advice: 'Antworten über 100 MB werden nicht gelesen. Fragen Sie nach kleineren Seiten.',
	}),
	foreignOrigin: ({ asked, origin, own }) => ({
		text: `${ASKED[asked]} verwies auf einen anderen Server (${origin}), der nicht gefragt wurde`,
		advice: `Die Zugangsdaten sind nur für ${own}, und ihr Token geht sonst nirgendwohin. Wenn diese Adresse stimmt, ändern Sie die Zugangsdaten.`,
	}),
	insecure: ({ asked, origin }) => ({
		text: `${ASKED[asked]} wird nicht über eine unsichere Verbindung gefragt (${origin})`,
		advice:
			'Nehmen Sie eine Adresse, die mit https:// beginnt. Mit http geht es nur auf der Maschine, auf der n8n läuft.',
	}),
	cancelled: () => 'Die Ausführung wurde abgebrochen',
	slowDown: ({ asked, minutes }) => ({
		text: `${ASKED[asked]} hat ${minutes} min lang nur um langsamere Anfragen gebeten und nichts beantwortet`,
		advice:
			asked === 'graph'
				? 'Etwas anderes verbraucht, was Graph dieser App-Registrierung gewährt. Starten Sie den Lauf zu einer ruhigeren Zeit, oder geben Sie diesem Workflow eine eigene App-Registrierung.'
				: 'Etwas anderes verbraucht die Anfragen, die es gewährt. Starten Sie den Lauf zu einer ruhigeren Zeit, oder mit einer niedrigeren Rate.',
	}),
	outage: ({ because }, tell) => ({
		text: `Nicht mehr gefragt, weil mehrere Anfragen davor keine Antwort bekamen: ${tell.text(because)}`,
		advice: tell.advice(because),
	}),
	noToken: () => ({
		text: 'Der Anmeldedienst des HR-Systems antwortete ohne Token',
		advice: 'Prüfen Sie die Token-URL in den Zugangsdaten.',
	}),
	wrongToken: () => ({
		text: 'Der Anmeldedienst des HR-Systems gab ein Token, das sich nicht verwenden lässt',
		advice: 'Nur Bearer-Token werden unterstützt.',
	}),
};
