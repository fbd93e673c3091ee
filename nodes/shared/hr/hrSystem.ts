import { createHash } from 'node:crypto';

import type { IExecuteFunctions } from 'n8n-workflow';

import { throttle, wait } from '../../../lib/base/async';
import { digestOf } from '../../../lib/base/digest';
import { isRecord } from '../../../lib/base/json';
import { restProfileOf } from '../../../lib/hr/connect/restForm';
import { scimSettingsOf } from '../../../lib/hr/connect/scimForm';
import type { Directory } from '../../../lib/hr/directory';
import { notSynced } from '../../../lib/hr/rest/abilities';
import { createRestHttp, parseRestCredential } from '../../../lib/hr/rest/credential';
import { leaversOf } from '../../../lib/hr/rest/profile/profile';
import type { RestProfile } from '../../../lib/hr/rest/profile/profile';
import { createRestDirectory } from '../../../lib/hr/rest/restDirectory';
import { createScimHttp, parseScimCredential } from '../../../lib/hr/scim/credential';
import type { ScimProfile } from '../../../lib/hr/scim/profile';
import { createScimDirectory } from '../../../lib/hr/scim/scimDirectory';
import type { HrSystem, RestSystem, ScimSystem } from '../../../lib/hr/systems/types';
import type { HttpClient } from '../../../lib/http/client';
import { asBoolean, parametersOf } from '../parameters';
import type { ParameterReader } from '../parameters';
import { readCount } from '../safety/writeOptions';
import { readSettings } from './settingsFrom';
import { readSystem } from './system';

/** An HR system that a node is connected to, and what the node has to know of it. */
export interface OpenHrSystem {
	system: HrSystem;
	directory: Directory;
	http: HttpClient;
	/** Names this HR system within this execution, for what one node hands to the next; undefined outside of one. */
	key: string | undefined;
	/** Names this HR system from run to run, whichever credential it is reached with. */
	place: string;
	signal?: AbortSignal;
	wait: (milliseconds: number) => Promise<void>;
	/** Attributes that the system can't keep: they are neither compared nor written. */
	never: readonly string[];
	/** Attributes that can't be changed once the employee exists. */
	onlyOnCreate: readonly string[];
	keepsManagers: boolean;
	/** A manager can be set there, and not be taken away. */
	clearsNoManager?: boolean;
	/** The list of people doesn't show all that the system holds of them. */
	listHidesFields?: boolean;
	/** Why nobody is deactivated there; undefined where people can be. */
	noDeactivation?: string;
	/** The profile of a REST API, for what is not about people. */
	restProfile?: RestProfile;
	/** The same of a SCIM server. */
	scimProfile?: ScimProfile;
	/** How many of so many writes to have under way at once. */
	concurrencyFor: (writes: number) => Promise<number>;
}

/** The HR system that the node's parameters and credential name. */
export async function openHrSystem(context: IExecuteFunctions): Promise<OpenHrSystem> {
	const read = parametersOf(context);
	const system = readSystem(read);
	const opened =
		system.protocol === 'scim' ? await openScim(context, read, system) : await openRest(context, read, system);
	const { identity, baseUrl, ...rest } = opened;
	const execution = context.getExecutionId() as string | undefined;
	const signal = context.getExecutionCancelSignal();
	return {
		...rest,
		system,
		key: execution ? `${execution}\n${createHash('sha256').update(JSON.stringify(identity)).digest('hex')}` : undefined,
		place: placeOf(system.id, baseUrl),
		signal,
		wait: async (milliseconds) => await wait(milliseconds, signal),
		...noDeactivation(read, system, rest.noDeactivation),
	};
}

/** Names an HR system whichever credential it is reached with, and gives nothing of its address away. */
export function placeOf(systemId: string, baseUrl: string): string {
	return digestOf([systemId, baseUrl]);
}

type Opened = Omit<OpenHrSystem, 'system' | 'key' | 'place' | 'signal' | 'wait'> & {
	baseUrl: string;
	/** What makes two nodes speak to the same system in the same way. */
	identity: unknown;
};

async function openScim(context: IExecuteFunctions, read: ParameterReader, system: ScimSystem): Promise<Opened> {
	const credential = parseScimCredential(await context.getCredentials('scimApi'));
	const { profile, rateLimit } = scimSettingsOf(system, readSettings(read, 'scimSettings'));
	const http = createScimHttp(credential, { ...clientOptions(context), rateLimit });
	const concurrency = readCount(read, 'concurrency', system.concurrency ?? 5);
	const directory = createScimDirectory({
		http,
		profile,
		atOnce: concurrency,
		...pageSizeOf(read, system),
		onProgress: progressOf(context),
	});
	return {
		directory,
		http,
		identity: [credential, profile],
		baseUrl: credential.baseUrl,
		never: [],
		onlyOnCreate: createOnlyOf(system),
		keepsManagers: profile.manager !== 'none',
		...(profile.deactivation === 'none' && { noDeactivation: `${system.name} can't deactivate anybody` }),
		scimProfile: profile,
		// Writes that wait at the same time go into one request; for a single one it isn't worth asking.
		concurrencyFor: async (writes) =>
			writes < 2 ? concurrency : Math.max(concurrency, (await directory.writesAtOnce()) ?? 0),
	};
}

/** What a person has set is asked for, whatever the server says. */
function pageSizeOf(read: ParameterReader, system: ScimSystem): { pageSize: number; pageSizeUpTo?: number } {
	const { pageSizeUpTo = 0 } = system;
	const pageSize = readCount(read, 'pageSize', system.pageSize);
	const options = read.value('options', {});
	const set = isRecord(options) && options.pageSize !== undefined;
	return { pageSize, ...(!set && { pageSizeUpTo }) };
}

async function openRest(context: IExecuteFunctions, read: ParameterReader, system: RestSystem): Promise<Opened> {
	const invite = asBoolean(readSettings(read, 'invite', false), 'Invite New People');
	const profile = restProfileOf(system, readSettings(read, 'usersPath'), readSettings(read, 'restSettings'), invite);
	const concurrency = readCount(read, 'concurrency', system.concurrency ?? 5);
	const credential = parseRestCredential(await context.getCredentials('hrRestApi'));
	const http = createRestHttp(credential, {
		...clientOptions(context),
		rateLimit: profile.rateLimit ?? system.rateLimit,
	});
	const { never, onlyOnCreate, manager, noManager } = notSynced(profile);
	return {
		directory: createRestDirectory({ http, profile, atOnce: concurrency, onProgress: progressOf(context) }),
		http,
		identity: [credential, profile],
		baseUrl: credential.baseUrl,
		never: never.filter((attribute) => attribute !== 'active'),
		onlyOnCreate: [...createOnlyOf(system), ...onlyOnCreate],
		keepsManagers: !manager,
		clearsNoManager: noManager,
		...(profile.listShowsSomeFields && { listHidesFields: true }),
		...(leaversOf(profile) === 'keep' && {
			noDeactivation: `how ${system.name} deactivates people is not set under API Settings`,
		}),
		restProfile: profile,
		concurrencyFor: async () => await Promise.resolve(concurrency),
	};
}

/** Where deactivating destroys something, a person has to allow it. */
function noDeactivation(
	read: ParameterReader,
	system: HrSystem,
	because: string | undefined,
): Pick<OpenHrSystem, 'noDeactivation'> {
	if (because !== undefined) return { noDeactivation: because };
	const { deactivationDestroys } = system;
	if (deactivationDestroys === undefined || read.boolean('allowDestruction', 'Deactivate All the Same', false))
		return {};
	return { noDeactivation: `${deactivationDestroys}, and "Deactivate All the Same" is off` };
}

function createOnlyOf(system: HrSystem): string[] {
	return [system.userName, ...system.attributes].filter(({ createOnly }) => createOnly).map(({ path }) => path);
}

function clientOptions(context: IExecuteFunctions): { signal?: AbortSignal; log: (message: string) => void } {
	return {
		signal: context.getExecutionCancelSignal(),
		log: (message) => context.logger.info(`${context.getNode().name}: ${message}`),
	};
}

function progressOf(context: IExecuteFunctions): (read: number, total: number) => void {
	const every = throttle(5000);
	return (read, total) =>
		every(() => context.logger.info(`${context.getNode().name}: read ${read} of ${total} employees`));
}
