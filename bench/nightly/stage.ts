import { join } from 'node:path';

import type { CredentialLink } from '../../sandbox/n8n/credentials.ts';
import { importTemplate } from '../../sandbox/n8n/template.ts';
import { objectIn, textIn } from '../../sandbox/shared/json.ts';
import { openSandbox } from '../../sandbox/start/sandbox.ts';
import type { Sandbox } from '../../sandbox/start/sandbox.ts';
import { unlessStopped } from '../../sandbox/start/stop.ts';
import { Sentence } from '../../scripts/install/sentence.cjs';

/** The sandbox, its HR system filled, with both workflows in its n8n. */
export interface Stage {
	sandbox: Sandbox;
	/** The id of the workflow from n8n's own nodes. */
	drawnId: string;
}

export interface StageOptions {
	/** The package's folder. */
	root: string;
	/** A folder for this company alone. */
	stateDir: string;
	people: number;
	say: (line: string) => void;
	signal: AbortSignal;
}

const DRAWN = join(import.meta.dirname, 'drawn.json');

/** Starts the sandbox and lets this package fill the HR system, the first night, which isn't measured. */
export async function openStage({ root, stateDir, people, say, signal }: StageOptions): Promise<Stage> {
	const sandbox = await openSandbox({ root, stateDir, members: people, say, signal });
	try {
		const drawnId = await importDrawn(sandbox, stateDir);
		say(`Filling the HR system with ${people} people.`);
		const { ok, summary } = await unlessStopped(sandbox.run(), signal);
		if (!ok) throw new Sentence(`The first night failed: ${summary.error ?? ''}`);
		return { sandbox, drawnId };
	} catch (error) {
		await sandbox.close();
		throw error;
	}
}

async function importDrawn(sandbox: Sandbox, stateDir: string): Promise<string> {
	const { n8n, entra, hr } = sandbox;
	return await importTemplate(n8n.client, {
		file: DRAWN,
		stamp: join(stateDir, 'drawn.json'),
		credentials: await saveOwnCredentials(sandbox),
		settings: { graphUrl: entra.url, groupId: entra.groupId, scimUrl: hr.baseUrl },
	});
}

/** The credentials that n8n brings along for the two sides, by their types. */
async function saveOwnCredentials({ n8n, entra, hr }: Sandbox): Promise<Map<string, CredentialLink>> {
	const { url, tenantId, clientId, clientSecret } = entra;
	const credentials: Record<string, { name: string; data: object }> = {
		oAuth2Api: {
			name: 'Graph',
			data: {
				grantType: 'clientCredentials',
				accessTokenUrl: `${url}/${tenantId}/oauth2/v2.0/token`,
				clientId,
				clientSecret,
				scope: `${url}/.default`,
				authentication: 'body',
			},
		},
		httpBearerAuth: { name: 'HR system', data: { token: hr.token } },
	};
	const links = new Map<string, CredentialLink>();
	for (const [type, { name, data }] of Object.entries(credentials)) {
		const { id } = objectIn(await n8n.client.post('/credentials', { name, type, data }));
		links.set(type, { id: textIn(id), name });
	}
	return links;
}
