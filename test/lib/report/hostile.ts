import fc from 'fast-check';

import { ACTIONS } from '../../../lib/sync/model';
import type { ResultRow } from '../../../lib/sync/model';
import type { TeamRow } from '../../../lib/sync/teams/model';
import { anyCause } from '../../support/causes';

/** What somebody may put into a field to make a mail, a table or a spreadsheet do something. */
const PAYLOADS = [
	...['=1+1', '+49 30 1', '-2', '@SUM(A1)', '\uff1dcmd', "=cmd|'/c calc'!A0", 'x;=1+1', 'x\n=1', '\t=1', '; +1', "'"],
	...[
		'<script>alert(1)</script>',
		'"><img src=x onerror=alert(1)>',
		'</td></tr></table>',
		'<!--',
		'-->',
		']]>',
		'&lt;',
	],
	...[
		'a,b',
		'a"b',
		'""',
		'\r\n',
		'\r',
		'\n',
		'\u2028',
		'\u0000',
		'\u001b[31m',
		'\ud800',
		'\u202e',
		'_x0041_',
		'\ufeff',
	],
	...['{count}', '{name}', '$&', '%00', ' ', 'Not tried, because the run was stopped before', '.*+?^${}()|[]\\'],
];

/** Texts as they may stand in a field: any characters, and the payloads between them. */
export const hostileText = fc
	.array(
		fc.oneof(fc.constantFrom(...PAYLOADS), fc.string({ unit: 'binary', maxLength: 6 }), fc.string({ maxLength: 6 })),
		{
			maxLength: 3,
		},
	)
	.map((parts) => parts.join(''));

const change = fc.record({
	attribute: hostileText,
	from: fc.oneof(fc.constant(null), fc.boolean(), fc.integer(), hostileText, fc.array(hostileText, { maxLength: 2 })),
	to: fc.oneof(fc.constant(null), fc.boolean(), hostileText),
});

export const hostileRow: fc.Arbitrary<ResultRow> = fc.record(
	{
		action: fc.constantFrom(...ACTIONS),
		reason: hostileText,
		cause: anyCause(hostileText),
		changes: fc.array(change, { maxLength: 3 }),
		hrId: hostileText,
		entra: fc.record(
			{ id: hostileText, displayName: hostileText, userPrincipalName: hostileText },
			{ requiredKeys: ['id'] },
		),
		missing: fc.constant(true as const),
		dryRun: fc.constant(true as const),
	},
	{ requiredKeys: ['action', 'changes', 'entra'] },
);

export const hostileTeam: fc.Arbitrary<TeamRow> = fc.record(
	{
		action: fc.constantFrom('created', 'updated', 'unchanged', 'skipped', 'failed'),
		reason: hostileText,
		cause: anyCause(hostileText),
		team: hostileText,
		renamedFrom: hostileText,
		entraGroup: fc.record({ id: hostileText, displayName: hostileText }, { requiredKeys: ['id'] }),
		added: fc.array(hostileText, { maxLength: 2 }),
		removed: fc.array(hostileText, { maxLength: 2 }),
	},
	{ requiredKeys: ['action', 'team', 'entraGroup', 'added', 'removed'] },
);
