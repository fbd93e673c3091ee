import { SyncError } from '../../base/errors';
import { failure } from '../../base/failure';
import { isEmpty, isRecord, plainText } from '../../base/json';
import type { HttpClient } from '../../http/client';
import { matchKey } from '../../sync/compare';
import { encodeSegment } from '../idInUrl';
import type { Team, TeamDirectory, TeamValues } from '../teamDirectory';
import { idOf } from './employees';
import { listWholly } from './list';
import { PATCH_OP } from './patch';
import type { PatchOperation } from './patch';
import { keyOf, property } from './path';
import { DEFAULT_SCIM_PROFILE } from './profile';
import type { ScimProfile } from './profile';
import { withoutServersOwn } from './resource';
import { idInLocation } from './write';

export const CORE_GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';

export interface ScimTeamsOptions {
	http: HttpClient;
	/** `count` asked for; the server may give fewer. */
	pageSize: number;
	profile?: ScimProfile;
}

/** As many as other clients send at once; some servers take no more. */
const MEMBERS_AT_ONCE = 100;

/** The groups of a SCIM 2.0 server (RFC 7643 4.2). */
export function createScimTeams({ http, pageSize, profile = DEFAULT_SCIM_PROFILE }: ScimTeamsOptions): TeamDirectory {
	// A server that takes whole people only, or no PatchOp, is not trusted with one for groups either.
	const patches = profile.update === 'patch';

	const read = async (id: string): Promise<Record<string, unknown>> => {
		const { body } = await http.request({ method: 'GET', url: groupUrl(id) });
		if (isRecord(body) && parseTeam(body).id === id) return body;
		throw new SyncError(`The HR system answered with another team than the one with the HR id ${id}`);
	};
	const patch = async (id: string, Operations: PatchOperation[]): Promise<void> => {
		await http.request({
			method: 'PATCH',
			url: groupUrl(id),
			body: { schemas: [PATCH_OP], Operations },
			contentType: profile.mediaType,
			// RFC 7644 3.5.2.1: adding a member who is there already changes nothing.
			repeatable: true,
		});
	};
	/** Sends the group back as it is read at that moment, with the changes, so that nobody else's change is undone. */
	const put = async (id: string, values: Partial<TeamValues>, members: Map<string, boolean>): Promise<void> => {
		const group = await read(id);
		const held = property(group, 'members');
		const kept = (Array.isArray(held) ? (held as unknown[]) : []).filter((one) => members.get(memberId(one)) !== false);
		const there = new Set(kept.map(memberId));
		const added = [...members].filter(([hrId, wanted]) => wanted && !there.has(hrId)).map(([value]) => ({ value }));
		const body = withoutServersOwn(withValues(group, { ...groupValues(values), members: [...kept, ...added] }));
		await http.request({ method: 'PUT', url: groupUrl(id), body, contentType: profile.mediaType });
	};

	return {
		membersAtOnce: patches ? MEMBERS_AT_ONCE : Infinity,
		keepsExternalId: true,
		updates: true,
		list: async () =>
			await listWholly({
				http,
				url: 'Groups',
				pageSize,
				of: 'groups',
				parse: parseTeam,
				idOf: ({ id }) => id,
			}),
		members: async ({ id, members }) => members ?? parseTeam(await read(id)).members ?? [],
		async create(values) {
			const body = { schemas: [CORE_GROUP], ...groupValues(values) };
			const answer = await http.request({
				method: 'POST',
				url: 'Groups',
				body,
				contentType: profile.mediaType,
				repeatable: false,
				maxTries: 1,
			});
			const id = idOf(answer.body) ?? idInLocation(answer.headers.location);
			if (id !== undefined) return { ...values, id, members: [] };
			throw failure({ kind: 'createdWithoutId', what: 'team' });
		},
		async update({ id }, values) {
			if (!patches) {
				await put(id, values, new Map());
				return;
			}
			const replaced = Object.entries(groupValues(values));
			await patch(
				id,
				replaced.map(([path, value]) => ({ op: 'replace', path, value })),
			);
		},
		async addMembers({ id }, hrIds) {
			if (patches) await patch(id, [{ op: 'add', path: 'members', value: hrIds.map((value) => ({ value })) }]);
			else await put(id, {}, new Map(hrIds.map((hrId) => [hrId, true])));
		},
		async removeMembers({ id }, hrIds) {
			// Each by a filter of its own: a server that overlooks the value of a removal would remove everybody.
			const operations = hrIds.map((hrId): PatchOperation => {
				return { op: 'remove', path: `members[value eq ${JSON.stringify(hrId)}]` };
			});
			if (patches) await patch(id, operations);
			else await put(id, {}, new Map(hrIds.map((hrId) => [hrId, false])));
		},
	};
}

/** @throws SyncError when the resource has no id */
function parseTeam(resource: unknown): Team {
	const id = idOf(resource);
	if (id === undefined) {
		throw new SyncError(
			'The HR system answered with a group that has no id',
			'Check the base URL of the SCIM credential, and ask the maker of the HR system whether it speaks SCIM 2.0.',
		);
	}
	const [name, externalId] = [property(resource, 'displayName'), property(resource, 'externalId')];
	return {
		id,
		name: isEmpty(name) ? id : plainText(name),
		...(!isEmpty(externalId) && { externalId: plainText(externalId) }),
		...(Array.isArray(property(resource, 'members')) && { members: peopleIn(resource) }),
	};
}

/** People only: a group may hold other groups. */
function peopleIn(resource: unknown): string[] {
	const members = property(resource, 'members');
	const people = (Array.isArray(members) ? members : []).filter(
		(member) => matchKey(property(member, 'type') ?? 'User') === 'user',
	);
	return [...new Set(people.map(memberId).filter((id) => id !== ''))];
}

function memberId(member: unknown): string {
	const id = property(member, 'value');
	return isEmpty(id) ? '' : plainText(id);
}

function groupValues({ name, externalId }: Partial<TeamValues>): Record<string, string> {
	return { ...(name !== undefined && { displayName: name }), ...(externalId !== undefined && { externalId }) };
}

function withValues(group: Record<string, unknown>, values: Record<string, unknown>): Record<string, unknown> {
	const body = { ...group };
	for (const [name, value] of Object.entries(values)) body[keyOf(body, name) ?? name] = value;
	return body;
}

function groupUrl(id: string): string {
	return `Groups/${encodeSegment(id)}`;
}
