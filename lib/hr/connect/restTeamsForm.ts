import { merge } from 'lodash';

import { SyncError } from '../../base/errors';
import { isEmpty, isRecord } from '../../base/json';
import { parseTeams } from '../rest/profile/parseTeams';
import type { RestTeams } from '../rest/profile/profile';
import type { RestSystem } from '../systems/types';
import { filled, listOf, pathGiven } from './restForm';

type Settings = Record<string, unknown>;

/**
 * What is known of a system's teams, with what the node's form says otherwise.
 * @throws SyncError that names what is missing or wrong
 */
export function restTeamsOf(system: RestSystem, teamsPath: unknown, form: unknown): RestTeams {
	const groups = isRecord(form) ? form : {};
	const group = (name: string): Settings => filled(groups[name]);
	const path = pathGiven(teamsPath) ?? system.teamsPath ?? '';
	if (path === '' && isEmpty(group('list').path)) {
		throw new SyncError(
			`It is not known where the API of ${system.name} has its teams`,
			'Enter the path from its API documentation under "Path of the Teams", such as teams.',
		);
	}
	const { field, path: membersPath, member, ids, chunk } = group('members');
	const paths = {
		list: { path },
		create: { path },
		update: { path: `${path}/{id}` },
		change: { add: { path: `${path}/{id}/members` }, remove: { path: `${path}/{id}/members` } },
	};
	const set = group('set');
	const known = merge({}, USUAL, paths, system.teams, group('team'), {
		list: listOf(group('list')),
		create: group('create'),
		update: group('update'),
		members: filled({ field }),
		...filled({ member, ids, chunk }),
		change: {
			add: group('add'),
			remove: group('remove'),
			...(Object.keys(set).length > 0 && { set: { method: 'PUT', path: `${path}/{id}`, field: '', ...set } }),
		},
	}) as Settings & { list: Settings };
	if (membersPath === undefined) return parseTeams(known);
	return parseTeams({ ...known, members: { list: { ...known.list, path: membersPath } } });
}

/** What nearly all APIs have in common. */
const USUAL = {
	id: 'id',
	name: 'name',
	list: { method: 'GET', items: '', paging: { style: 'none' } },
	create: { method: 'POST', item: '' },
	update: { method: 'PATCH' },
	change: { add: { method: 'POST', field: 'user_ids' }, remove: { method: 'DELETE', field: 'user_ids' } },
};
