/** What an AADSTS code means, and what to do about it in the portal. */
type Explanations = Readonly<Record<string, { message: string; description: string }>>;

const CLOCK = 'Prüfen Sie die Uhr der Maschine, auf der n8n läuft: Sie muss auf wenige Minuten genau gehen.';
const SECRETS = 'App-Registrierungen > Zertifikate & Geheimnisse';
const FEDERATED = `${SECRETS} > Verbundanmeldedaten`;
const NO_TENANT = 'Der Mandant wurde nicht gefunden';
const TENANT_ID = 'Prüfen Sie die Verzeichnis-ID (Mandant) auf der Übersichtsseite von Microsoft Entra ID';
const OTHER_CLOUD = {
	message: 'Der Mandant ist in einer anderen nationalen Cloud',
	description: 'Wählen Sie in den Zugangsdaten die richtige Cloud, etwa US Government oder China.',
};

export const EXPLAINED: Explanations = {
	AADSTS7000215: {
		message: 'Das Clientgeheimnis ist falsch',
		description: `Fügen Sie den Wert des Geheimnisses ein, nicht seine ID, aus ${SECRETS}. Der Wert wird nur einmal angezeigt: Legen Sie ein neues an, wenn er verloren ist.`,
	},
	AADSTS7000222: {
		message: 'Das Clientgeheimnis ist abgelaufen',
		description: `Legen Sie unter ${SECRETS} ein neues an, und fügen Sie seinen Wert ein, nicht seine ID.`,
	},
	AADSTS7000218: {
		message: 'Es wurde kein Clientgeheimnis gesendet',
		description: `Legen Sie unter ${SECRETS} eines an, und fügen Sie seinen Wert ein.`,
	},
	AADSTS700016: {
		message: 'Die Anwendung wurde in diesem Mandanten nicht gefunden',
		description:
			'Prüfen Sie die Anwendungs-ID (Client) und die Verzeichnis-ID (Mandant): Beide stehen auf der Übersichtsseite der App-Registrierung. Eine App eines anderen Mandanten braucht in diesem die Administratorzustimmung.',
	},
	AADSTS7000112: {
		message: 'Die Anwendung ist deaktiviert',
		description:
			'Schalten Sie unter Unternehmensanwendungen > (die App) > Eigenschaften die Anmeldung von Benutzern ein.',
	},
	AADSTS7000229: {
		message: 'Die Anwendung hat in diesem Mandanten keinen Dienstprinzipal',
		description:
			'Geben Sie unter App-Registrierungen > API-Berechtigungen die Administratorzustimmung, die ihn anlegt.',
	},
	AADSTS700027: {
		message: 'Das Zertifikat wurde nicht angenommen',
		description: `Laden Sie das Zertifikat (ohne seinen Schlüssel) unter ${SECRETS} > Zertifikate hoch, und prüfen Sie, ob es abgelaufen ist.`,
	},
	AADSTS700024: {
		message: 'Der Identitätsnachweis wurde außerhalb seiner Zeit gesendet',
		description: `${CLOCK} Bei Verbundanmeldedaten prüfen Sie, ob deren Token erneuert wird.`,
	},
	AADSTS700021: {
		message: 'Der Identitätsnachweis ist für eine andere Anwendung',
		description: 'Prüfen Sie die Anwendungs-ID (Client): Sie steht auf der Übersichtsseite der App-Registrierung.',
	},
	AADSTS700023: {
		message: 'Der Identitätsnachweis ist für einen anderen Mandanten',
		description: 'Prüfen Sie die Verzeichnis-ID (Mandant) und die Cloud in den Zugangsdaten.',
	},
	AADSTS50027: {
		message: 'Der Identitätsnachweis ist nicht lesbar',
		description:
			'Bei Verbundanmeldedaten prüfen Sie, ob es das ganze Token des Identitätsanbieters ist, bei einem Zertifikat, ob es ein RSA-Zertifikat ist.',
	},
	AADSTS70025: {
		message: 'Die Anwendung hat keine Verbundanmeldedaten',
		description: `Legen Sie sie unter ${FEDERATED} an, mit Aussteller, Antragsteller und Zielgruppe des verwendeten Tokens.`,
	},
	AADSTS70021: {
		message: 'Keine Verbundanmeldedaten der Anwendung passen zu Aussteller, Antragsteller und Zielgruppe des Tokens',
		description: `Vergleichen Sie sie Buchstabe für Buchstabe mit denen unter ${FEDERATED}.`,
	},
	AADSTS700211: {
		message: 'Keine Verbundanmeldedaten der Anwendung passen zum Aussteller des Tokens',
		description: `Vergleichen Sie "iss" im Token Buchstabe für Buchstabe mit dem Aussteller unter ${FEDERATED}, auch einen Schrägstrich am Ende.`,
	},
	AADSTS700212: {
		message: 'Keine Verbundanmeldedaten der Anwendung passen zur Zielgruppe des Tokens',
		description: `Lassen Sie den Identitätsanbieter das Token für die Zielgruppe unter ${FEDERATED} ausstellen, meist api://AzureADTokenExchange.`,
	},
	AADSTS700213: {
		message: 'Keine Verbundanmeldedaten der Anwendung passen zum Antragsteller des Tokens',
		description: `Vergleichen Sie "sub" im Token Buchstabe für Buchstabe mit dem Antragsteller unter ${FEDERATED}.`,
	},
	AADSTS7002138: {
		message:
			'Keine Verbundanmeldedaten der Anwendung passen zum Antragsteller des Tokens: Er unterscheidet sich in der Groß- und Kleinschreibung',
		description: `Schreiben Sie den Antragsteller unter ${FEDERATED} genau wie "sub" im Token.`,
	},
	AADSTS7000272: {
		message: 'Der Signaturschlüssel des Tokens ist nicht unter denen, die sein Aussteller veröffentlicht',
		description:
			'Prüfen Sie, ob die Schlüssel des Ausstellers (jwks_uri) aus dem Internet lesbar und aktuell sind. Nach einer Änderung kann es eine Weile dauern, bis Microsoft Entra ID sie wieder liest.',
	},
	AADSTS90002: { message: NO_TENANT, description: `${TENANT_ID}, und die Cloud in den Zugangsdaten.` },
	AADSTS900021: { message: NO_TENANT, description: `${TENANT_ID}.` },
	AADSTS900023: { message: NO_TENANT, description: `${TENANT_ID}.` },
	AADSTS90038: OTHER_CLOUD,
	AADSTS900382: OTHER_CLOUD,
	AADSTS500011: {
		message: 'Microsoft Graph wurde in diesem Mandanten unter dieser Adresse nicht gefunden',
		description:
			'Prüfen Sie die Cloud in den Zugangsdaten, und die Adresse von Microsoft Graph, wenn es eine eigene ist.',
	},
	AADSTS53003: {
		message: 'Eine Richtlinie für bedingten Zugriff sperrt die Anwendung',
		description:
			'Nehmen Sie die App aus, oder erlauben Sie die Adresse der Maschine, auf der n8n läuft, unter Schutz > Bedingter Zugriff.',
	},
};
