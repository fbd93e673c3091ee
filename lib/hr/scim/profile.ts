import { SyncError } from '../../base/errors';
import { isRecord, oneOf } from '../../base/json';
import { ENTERPRISE_USER, parsePath } from './path';

/** What one maker's SCIM does its own way. Plain data: it can stand in a file or in a form. */
export interface ScimProfile {
	/**
	 * How a change is written: `patch` (RFC 7644 3.5.2), `patchPlain` (PATCH with the attributes as they shall be), `put`
	 * (the whole person: what was read, with the changes), `putPartial` (PUT with the changed attributes).
	 */
	update: 'patch' | 'patchPlain' | 'put' | 'putPartial';
	/** How PATCH names attributes whose name no path can hold (blanks, dots): in a value without path, or as Entra does, in a path. */
	literalKeys: 'value' | 'path';
	/** What the manager is written as: `{"value": id}`, the bare id, the manager's work e-mail, or not at all. */
	manager: 'reference' | 'id' | 'email' | 'none';
	/** Where the manager stands. */
	managerPath: string;
	/** `none`: the system can't deactivate anybody. */
	deactivation: 'active' | 'delete' | 'none';
	/** How somebody is deleted for good: with DELETE (RFC 7644 3.6), or not at all. */
	deletion: 'delete' | 'none';
	/** Of what is sent. */
	mediaType: string;
	/** Attributes by which the server can filter; people are found by others in the whole list. Null: by all. */
	filterBy: string[] | null;
	/** The maker's casing of enterprise attributes in what is sent, such as `{"department": "Department"}`. */
	keys: Record<string, string>;
	/** Whether a person without `active` is active. */
	activeDefault: boolean;
	/** `auto`: several writes in one request (RFC 7644 3.7) where the server says that it can do that. */
	bulk: 'auto' | 'never';
	/** `auto`: a person that came with a version is only written while it still has that version (RFC 7644 3.14). */
	etag: 'auto' | 'never';
	/**
	 * How `put` says that an attribute is cleared: `null`, or by leaving it out (`omit`), for servers that refuse null although
	 * the two are the same (RFC 7643 2.5).
	 */
	clearing: 'null' | 'omit';
}

/** SCIM 2.0 as the RFCs have it. */
export const DEFAULT_SCIM_PROFILE: ScimProfile = {
	update: 'patch',
	literalKeys: 'value',
	manager: 'reference',
	managerPath: `${ENTERPRISE_USER}:manager`,
	deactivation: 'active',
	deletion: 'delete',
	mediaType: 'application/scim+json',
	filterBy: null,
	keys: {},
	activeDefault: true,
	bulk: 'never',
	etag: 'auto',
	clearing: 'null',
};

const CHECKS: { [K in keyof ScimProfile]: (value: unknown, setting: string) => ScimProfile[K] } = {
	update: choiceOf('patch', 'patchPlain', 'put', 'putPartial'),
	literalKeys: choiceOf('value', 'path'),
	manager: choiceOf('reference', 'id', 'email', 'none'),
	managerPath: (value, setting) => attributePath(text(value, setting), setting),
	deactivation: choiceOf('active', 'delete', 'none'),
	deletion: choiceOf('delete', 'none'),
	mediaType(value, setting) {
		const type = text(value, setting);
		if (/^[\w.+-]+\/[\w.+-]+(\s*;.*)?$/.test(type)) return type;
		throw wrong(setting, value, 'a media type such as application/scim+json');
	},
	filterBy: (value, setting) =>
		value === null ? null : texts(value, setting).map((path) => attributePath(path, setting)),
	keys(value, setting) {
		if (isRecord(value) && Object.values(value).every((name) => typeof name === 'string' && name.trim() !== '')) {
			return value as Record<string, string>;
		}
		throw wrong(setting, value, 'an object of names, such as {"department": "Department"}');
	},
	activeDefault(value, setting) {
		if (typeof value === 'boolean') return value;
		throw wrong(setting, value, 'true or false');
	},
	bulk: choiceOf('auto', 'never'),
	etag: choiceOf('auto', 'never'),
	clearing: choiceOf('null', 'omit'),
};

/**
 * A profile out of the settings that differ from SCIM's own ways; nothing at all is the default profile.
 * @throws SyncError that names the setting and what it can be
 */
export function parseScimProfile(settings: unknown): ScimProfile {
	if (settings === undefined || settings === null) return DEFAULT_SCIM_PROFILE;
	if (!isRecord(settings)) {
		throw new SyncError(
			'The SCIM profile is not an object',
			'Write it like {"update": "put", "manager": "email"}, or leave it empty.',
		);
	}
	const given: Partial<Record<keyof ScimProfile, unknown>> = {};
	for (const [setting, value] of Object.entries(settings)) {
		if (!Object.hasOwn(CHECKS, setting)) {
			throw new SyncError(
				`The SCIM profile has no setting "${setting}"`,
				`It can have: ${Object.keys(CHECKS).join(', ')}.`,
			);
		}
		if (value !== undefined) given[setting as keyof ScimProfile] = CHECKS[setting as keyof ScimProfile](value, setting);
	}
	const profile = { ...DEFAULT_SCIM_PROFILE, ...(given as Partial<ScimProfile>) };
	if (profile.deactivation === 'delete' && profile.deletion === 'none') {
		throw new SyncError(
			'The SCIM profile says that people who leave are deleted, and that nobody can be deleted',
			'Choose another "Deactivation", or another "Deletion".',
		);
	}
	return profile;
}

function choiceOf<T extends string>(...choices: T[]): (value: unknown, setting: string) => T {
	return (value, setting) => {
		const choice = oneOf(choices, value);
		if (choice === undefined) throw wrong(setting, value, `one of ${choices.join(', ')}`);
		return choice;
	};
}

function text(value: unknown, setting: string): string {
	if (typeof value === 'string' && value.trim() !== '') return value.trim();
	throw wrong(setting, value, 'a text');
}

function texts(value: unknown, setting: string): string[] {
	if (Array.isArray(value)) return value.map((one) => text(one, setting));
	throw wrong(setting, value, 'a list of texts');
}

function attributePath(path: string, setting: string): string {
	try {
		parsePath(path);
		return path;
	} catch {
		throw wrong(setting, path, 'a SCIM attribute, such as userName or urn:...:2.0:User:Line Manager');
	}
}

function wrong(setting: string, value: unknown, wanted: string): SyncError {
	const shown = (JSON.stringify(value) as string | undefined) ?? 'undefined';
	return new SyncError(
		`The setting "${setting}" of the SCIM profile is ${shown.slice(0, 100)}`,
		`It has to be ${wanted}.`,
	);
}
