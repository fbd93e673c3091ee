import { createHash } from 'node:crypto';

import { wait } from '../../base/async';
import type { Cause } from '../../base/cause';
import { digestOf } from '../../base/digest';
import { SyncError } from '../../base/errors';
import { oneSpelling } from '../../http/account';
import type { HttpClient } from '../../http/client';
import type { Directory } from '../directory';
import { notSynced } from '../rest/abilities';
import { createRestHttp, parseRestCredential } from '../rest/credential';
import { leaversOf } from '../rest/profile/profile';
import { createRestDirectory } from '../rest/restDirectory';
import { createRestTeams } from '../rest/restTeams';
import { createScimHttp, parseScimCredential } from '../scim/credential';
import type { ScimProfile } from '../scim/profile';
import { createScimDirectory } from '../scim/scimDirectory';
import { createScimTeams } from '../scim/scimTeams';
import type { HrSystem, RestSystem, ScimSystem } from '../systems/types';
import type { TeamDirectory } from '../teamDirectory';
import { restProfileOf } from './restForm';
import { restTeamsOf } from './restTeamsForm';
import { scimSettingsOf } from './scimForm';

/** Which HR system, and how it is spoken to: what a node's forms and credential hold, as they hold it. */
export interface HrSettings {
	system: HrSystem;
	/** The fields of the credential, still to be looked at. */
	credential: unknown;
	/** n8n's id of the credential, which stays the same when a token in it is renewed. */
	account?: string | undefined;
	/** The form "SCIM Settings" of a SCIM system. */
	scimForm?: unknown;
	/** "Path of the People" and the form "API Settings" of a REST system. */
	usersPath?: unknown;
	restForm?: unknown;
	/** Whether new people are to be invited, where the system can. */
	invite?: boolean;
	/** People to a page of a SCIM list, where a person has set that. */
	pageSize?: number | undefined;
	/** Requests at once, where a person has set that. */
	concurrency?: number | undefined;
	/** Whether people are deactivated where that destroys something. */
	allowDestruction?: boolean;
}

/** "Path of the Teams" and the form "Team Settings". */
export interface TeamForms {
	path: unknown;
	form: unknown;
}

/** What a connection needs of the run that it serves. */
export interface Surroundings {
	/** n8n's id of the execution; undefined outside of one. */
	execution?: string | undefined;
	signal?: AbortSignal | undefined;
	log: (message: string) => void;
	/** Says how far something has come, now and then. */
	progress: (message: string) => void;
}

/** An HR system that a job is connected to, and what the job has to know of it. */
export interface HrConnection {
	system: HrSystem;
	directory: Directory;
	/** The system's teams. @throws SyncError when it has none, or it is not known how they are spoken to */
	openTeams: (forms: TeamForms) => TeamDirectory;
	/** Names this HR system within this execution, for what one node hands to the next; undefined outside of one. */
	key: string | undefined;
	/** Names this HR system from run to run: the system, its address and n8n's credential for it. */
	place: string;
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
	noDeactivation?: Cause;
	/** Requests at once. */
	concurrency: number;
	/** How many of so many writes to have under way at once. */
	concurrencyFor: (writes: number) => Promise<number>;
}

/**
 * Connects to the HR system that settings name; nothing is sent yet.
 * @throws SyncError that names a setting or a field of the credential which makes no sense
 */
export function connect(settings: HrSettings, run: Surroundings): HrConnection {
	const { system } = settings;
	const opened = system.protocol === 'scim' ? overScim(system, settings, run) : overRest(system, settings, run);
	const { identity, baseUrl, ...rest } = opened;
	return {
		...rest,
		system,
		key: run.execution && `${run.execution}\n${createHash('sha256').update(JSON.stringify(identity)).digest('hex')}`,
		place: placeOf(system.id, baseUrl, settings.account),
		wait: async (milliseconds) => await wait(milliseconds, run.signal),
		...noDeactivation(settings, rest.noDeactivation),
	};
}

/**
 * Names an HR system, and gives nothing of its address away. Two customers of one system may have the same address, and
 * differ in the credential alone.
 * @param account n8n's id of the credential
 */
export function placeOf(systemId: string, baseUrl: string, account = ''): string {
	return digestOf([systemId, oneSpelling(baseUrl), account]);
}

const USUAL_CONCURRENCY = 5;

/** As a person has set it, as the system wants it, or as usual. */
function concurrencyOf({ system, concurrency }: HrSettings): number {
	return concurrency ?? system.concurrency ?? USUAL_CONCURRENCY;
}

type Opened = Omit<HrConnection, 'system' | 'key' | 'place' | 'wait'> & {
	baseUrl: string;
	/** What makes two nodes speak to the same system in the same way. */
	identity: unknown;
};

function overScim(system: ScimSystem, settings: HrSettings, run: Surroundings): Opened {
	const { profile, rateLimit } = scimSettingsOf(system, settings.scimForm);
	const credential = parseScimCredential(settings.credential);
	const http = createScimHttp(credential, { ...clientOptions(run), rateLimit });
	const concurrency = concurrencyOf(settings);
	const directory = createScimDirectory({
		http,
		profile,
		atOnce: concurrency,
		...pageSizeOf(system, settings.pageSize),
		onProgress: progressOf(run),
	});
	return {
		directory,
		openTeams: () => scimTeams(system, http, profile, settings.pageSize),
		identity: [credential, profile],
		baseUrl: credential.baseUrl,
		never: [],
		onlyOnCreate: createOnlyOf(system),
		keepsManagers: profile.manager !== 'none',
		concurrency,
		...(profile.deactivation === 'none' && {
			noDeactivation: { kind: 'cantDeactivate' as const, system: system.name },
		}),
		// Writes that wait at the same time go into one request; for a single one it isn't worth asking.
		concurrencyFor: async (writes) =>
			writes < 2 ? concurrency : Math.max(concurrency, (await directory.writesAtOnce()) ?? 0),
	};
}

/** What a person has set is asked for, whatever the server says. */
function pageSizeOf(system: ScimSystem, set: number | undefined): { pageSize: number; pageSizeUpTo?: number } {
	return set === undefined ? { pageSize: system.pageSize, pageSizeUpTo: system.pageSizeUpTo ?? 0 } : { pageSize: set };
}

function overRest(system: RestSystem, settings: HrSettings, run: Surroundings): Opened {
	const profile = restProfileOf(system, settings.usersPath, settings.restForm, settings.invite ?? false);
	const credential = parseRestCredential(settings.credential);
	const http = createRestHttp(credential, {
		...clientOptions(run),
		rateLimit: profile.rateLimit ?? system.rateLimit,
	});
	const { never, onlyOnCreate, manager, noManager } = notSynced(profile);
	const concurrency = concurrencyOf(settings);
	return {
		directory: createRestDirectory({ http, profile, atOnce: concurrency, onProgress: progressOf(run) }),
		openTeams: ({ path, form }) => createRestTeams({ http, teams: restTeamsOf(system, path, form) }),
		identity: [credential, profile],
		baseUrl: credential.baseUrl,
		never: never.filter((attribute) => attribute !== 'active'),
		onlyOnCreate: [...createOnlyOf(system), ...onlyOnCreate],
		keepsManagers: !manager,
		concurrency,
		clearsNoManager: noManager,
		...(profile.listShowsSomeFields && { listHidesFields: true }),
		...(leaversOf(profile) === 'keep' && {
			noDeactivation: { kind: 'deactivationNotSet' as const, system: system.name },
		}),
		concurrencyFor: async () => await Promise.resolve(concurrency),
	};
}

function scimTeams(
	system: ScimSystem,
	http: HttpClient,
	profile: ScimProfile,
	pageSize = system.pageSize,
): TeamDirectory {
	if (system.groups) return createScimTeams({ http, pageSize, profile });
	throw new SyncError(
		`${system.name} has no teams that could be written over SCIM`,
		'Take this node out of the workflow. If your system has groups (/Groups) all the same, choose "Other SCIM 2.0 System" in this node and in Upsert Employee.',
	);
}

/** Where deactivating destroys something, a person has to allow it. */
function noDeactivation(
	{ system, allowDestruction = false }: HrSettings,
	because: Cause | undefined,
): Pick<HrConnection, 'noDeactivation'> {
	if (because !== undefined) return { noDeactivation: because };
	const { deactivationDestroys } = system;
	if (deactivationDestroys === undefined || allowDestruction) return {};
	return { noDeactivation: { kind: 'deactivationDestroys', system: system.name, what: deactivationDestroys } };
}

function createOnlyOf(system: HrSystem): string[] {
	return [system.userName, ...system.attributes].filter(({ createOnly }) => createOnly).map(({ path }) => path);
}

function clientOptions({ signal, log }: Surroundings): { signal?: AbortSignal; log: (message: string) => void } {
	return { ...(signal && { signal }), log };
}

function progressOf({ progress }: Surroundings): (read: number, total: number) => void {
	return (read, total) => progress(`read ${read} of ${total} employees`);
}
