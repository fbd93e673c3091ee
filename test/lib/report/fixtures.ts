import type { RunResults } from '../../../lib/report/input';
import { makeReport } from '../../../lib/report/report';
import type { Report, ReportFile, ReportSettings } from '../../../lib/report/report';
import type { ResultRow } from '../../../lib/sync/model';
import type { TeamRow } from '../../../lib/sync/teams/model';

export const NOW = Date.UTC(2026, 10, 21, 0, 3, 12);

const SETTINGS: ReportSettings = {
	title: 'Sync',
	mailWhen: 'onFailure',
	attach: 'csv',
	language: 'en',
	dateFormat: '',
	timezone: 'UTC',
	mostLines: 200,
	origin: { workflow: '', group: '', system: '', link: '' },
	now: NOW,
};

export const row = (action: ResultRow['action'], displayName: string, rest: Partial<ResultRow> = {}): ResultRow => ({
	action,
	changes: [],
	entra: { id: displayName, displayName, userPrincipalName: `${displayName.toLowerCase()}@example.com` },
	...rest,
});

export const team = (action: TeamRow['action'], name: string, rest: Partial<TeamRow> = {}): TeamRow => ({
	action,
	team: name,
	entraGroup: { id: `group-${name}`, displayName: name },
	added: [],
	removed: [],
	...rest,
});

/** The report of these rows, with the settings that most reports have. */
export async function reportOf(
	results: Partial<RunResults>,
	settings: Partial<ReportSettings> = {},
): Promise<Report & { files: ReportFile[] }> {
	const whole = { rows: [], teams: [], failures: [], ...results };
	const { report, files } = await makeReport(whole, { ...SETTINGS, ...settings });
	return { ...report, files };
}
