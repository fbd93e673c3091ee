import type { IExecuteFunctions } from 'n8n-workflow';

import type { SourceNamed } from '../../lib/graph/people/findSource';
import type { Scope } from '../../lib/graph/people/scopeFilter';
import { checkProperties } from '../../lib/graph/people/userProperties';
import { groupsGiven, locatorText } from '../shared/groups';
import { parametersOf } from '../shared/parameters';
import type { ParameterReader } from '../shared/parameters';
import { readConditions } from './conditions';

export interface MembersSettings {
	source: SourceNamed;
	/** Whether members of nested groups are read as well. */
	nested: boolean;
	acceptEmpty: boolean;
	/** Properties to select of each user, beside those always read. */
	properties: string[];
	/** So many people at most, for trying out. */
	limit?: number;
	/** Undefined when everybody is in scope. `licenses` may hold part numbers still. */
	scope?: Scope;
	/** What the scope's parameters hold: the same for the same scope. */
	scopeAsSet: readonly unknown[];
}

/** @throws SyncError for settings that cannot be meant, before anything is asked of Graph */
export function readSettings(context: IExecuteFunctions): MembersSettings {
	const read = parametersOf(context);
	const limit = read.number('options.limit', 'Limit', { from: 0 }, 0);
	return {
		source: readSource(read),
		nested: read.boolean('includeNested', 'Include Nested Groups', true),
		acceptEmpty: read.boolean('options.acceptEmpty', 'Accept an Empty Group', false),
		properties: checkProperties([
			...read.list('properties', 'Property Names or IDs'),
			...read.list('options.otherProperties', 'Other Properties'),
		]),
		...(limit > 0 && { limit: Math.ceil(limit) }),
		scope: readScope(context, read),
		scopeAsSet: SCOPE.map((name) => read.value(name)),
	};
}

const SCOPE = ['scope', 'guests', 'disabledAccounts', 'licenses', 'licenseSkus', 'conditions'];

function readSource(read: ParameterReader): SourceNamed {
	const kind = read.choice('source', 'Source', ['group', 'groups', 'application', 'allUsers'], 'group');
	if (kind === 'allUsers') return { kind };
	if (kind === 'groups') return { kind, groups: groupsGiven(read) };
	if (kind === 'group') return { kind, group: locatorText(read.value('group')) };
	return {
		kind: 'app',
		app: locatorText(read.value('application')),
		defaultAccess: !read.boolean('leaveOutDefaultAccess', 'Leave Out Default Access', false),
	};
}

function readScope(context: IExecuteFunctions, read: ParameterReader): Scope | undefined {
	if (read.choice('scope', 'Scope', ['everybody', 'some'], 'everybody') === 'everybody') return undefined;
	const licenses = read.choice('licenses', 'Licenses', ['all', 'licensed', 'chosen'], 'all');
	return {
		guests: read.choice('guests', 'Guests', ['include', 'exclude', 'only'], 'include'),
		disabledAccounts: read.choice('disabledAccounts', 'Disabled Accounts', ['include', 'exclude'], 'include'),
		licenses: licenses === 'chosen' ? read.list('licenseSkus', 'License SKUs', /[,\n]/) : licenses,
		conditions: readConditions(context, read.raw('conditions')),
	};
}
