import { isRecord } from '../../base/json';
import { idOf } from './employees';
import { isRepeatable, PATCH_OP, patchOperations, replacesMore } from './patch';
import { keyOf } from './path';
import type { ScimProfile } from './profile';
import { assign, partialBody, schemasFor, wholeBody } from './resource';
import type { Assignment, Resource, VendorKeys } from './resource';
import { versionOf } from './write';
import type { UserWrite, WriteAnswer } from './write';

export interface Update extends Pick<UserWrite, 'method' | 'body' | 'repeatable'> {
	/** Sends back more of the person than the assignments: what is not of now would undo somebody else's change. */
	holdsMore: boolean;
}

/** The request that makes the assignments the way the profile says; undefined when there is nothing to write. */
export function updateRequest(
	resource: unknown,
	assignments: Assignment[],
	profile: ScimProfile,
	keys: VendorKeys,
): Update | undefined {
	if (assignments.length === 0) return undefined;
	if (profile.update === 'patch') {
		const Operations = patchOperations(resource, assignments, profile.literalKeys);
		if (Operations.length === 0) return undefined;
		// Adding twice what was added already leaves it there twice.
		return {
			method: 'PATCH',
			body: { schemas: [PATCH_OP], Operations },
			repeatable: isRepeatable(Operations),
			holdsMore: replacesMore(Operations, assignments),
		};
	}
	const merged = assign(resource, assignments, keys);
	if (profile.update === 'put') {
		return { method: 'PUT', body: wholeBody(merged, assignments, profile.clearing), repeatable: true, holdsMore: true };
	}
	const part = partialBody(merged, assignments);
	const how = {
		repeatable: true,
		holdsMore: assignments.some(({ path }) => path.urn ?? path.filter ?? path.subAttribute),
	};
	if (profile.update === 'patchPlain') return { method: 'PATCH', body: part, ...how };
	return { method: 'PUT', body: { schemas: schemasFor(merged, assignments), ...part }, ...how };
}

/** The resource after a write: what was written, and over it what the server answered. */
export function resourceAfter(written: Resource, { body, version }: WriteAnswer): Resource {
	const result = { ...written };
	const answered = isRecord(body) && idOf(body) !== undefined ? body : {};
	for (const [name, value] of Object.entries(answered)) result[keyOf(result, name) ?? name] = value;
	return withVersion(result, versionOf(answered) ?? version);
}

/** The resource with this version, or with none. */
export function withVersion(resource: Resource, version: string | undefined): Resource {
	const key = keyOf(resource, 'meta') ?? 'meta';
	const meta = isRecord(resource[key]) ? resource[key] : undefined;
	if (meta === undefined && version === undefined) return resource;
	const others = Object.entries(meta ?? {}).filter(([name]) => name.toLowerCase() !== 'version');
	return { ...resource, [key]: { ...Object.fromEntries(others), ...(version !== undefined && { version }) } };
}
