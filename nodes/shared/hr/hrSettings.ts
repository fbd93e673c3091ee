import type { IExecuteFunctions } from 'n8n-workflow';

import type { HrSettings } from '../../../lib/hr/connect/connect';
import { asBoolean } from '../parameters';
import type { ParameterReader } from '../parameters';
import { readPace } from '../safety/writeOptions';
import { readSettings } from './settingsFrom';
import { readSystem } from './system';

/** The HR system that the node's parameters and credential name. */
export async function readHrSettings(context: IExecuteFunctions, read: ParameterReader): Promise<HrSettings> {
	const system = readSystem(read);
	const credentialType = system.protocol === 'scim' ? 'scimApi' : 'hrRestApi';
	const account = context.getNode().credentials?.[credentialType]?.id ?? undefined;
	const shared = {
		system,
		account,
		...readPace(read),
		allowDestruction: read.boolean('allowDestruction', 'Deactivate All the Same', false),
	};
	if (system.protocol === 'scim') {
		const scimForm = readSettings(read, 'scimSettings');
		return { ...shared, scimForm, credential: await context.getCredentials(credentialType) };
	}
	return {
		...shared,
		usersPath: readSettings(read, 'usersPath'),
		restForm: readSettings(read, 'restSettings'),
		invite: asBoolean(readSettings(read, 'invite', false), 'Invite New People'),
		credential: await context.getCredentials(credentialType),
	};
}
