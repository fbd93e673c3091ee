import { join } from 'node:path';

import { saveCredentials } from '../n8n/credentials.ts';
import type { N8n } from '../n8n/start.ts';
import { importTemplate } from '../n8n/template.ts';
import type { HrSystemName } from '../shared/systems.ts';
import type { HrReady, Servers } from '../start/servers.ts';
import { TEMPLATES } from '../start/templates.ts';
import { publishWithStart } from './startNode.ts';

/** A sync into one HR system: its workflow, and the servers that it speaks to. */
export interface Target extends Servers {
	system: HrSystemName;
	workflowId: string;
	/** Below `/webhook/`: starts the published workflow. */
	path: string;
}

interface PublishOptions extends Pick<Servers, 'entra' | 'mail'> {
	/** The package's folder. */
	root: string;
	stateDir: string;
	hrs: HrReady[];
}

/**
 * Imports each HR system's template, with credentials of its own, and publishes it. One after the other: all write to the
 * same credentials for Entra and for mail.
 */
export async function publishAll(n8n: N8n, { root, stateDir, entra, mail, hrs }: PublishOptions): Promise<Target[]> {
	const targets: Target[] = [];
	for (const hr of hrs) {
		const { system } = hr;
		const servers = { entra, hr, mail };
		const { file, settings } = TEMPLATES[system];
		const workflowId = await importTemplate(n8n.client, {
			file: join(root, file),
			stamp: join(stateDir, `template-${system}.json`),
			credentials: await saveCredentials(n8n.client, servers, `Sandbox: ${system}`),
			settings: { ...settings, dryRun: false },
		});
		targets.push({ ...servers, system, workflowId, path: await publishWithStart(n8n.client, workflowId) });
	}
	return targets;
}
