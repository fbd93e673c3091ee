import type { IExecuteFunctions } from 'n8n-workflow';

import type { Attach, MailWhen, ReportSettings } from '../../lib/report/report';
import { MOST_LINES_IN_MAIL } from './SyncReport.description';

const MAIL_WHEN: readonly MailWhen[] = ['always', 'onChange', 'onFailure'];
const ATTACH: readonly Attach[] = ['csv', 'csvAndXlsx', 'nothing'];

/**
 * The node's parameters. What can't be used gives way to what is usual: this node also tells what stopped a run, and must
 * not be stopped itself by a setting.
 */
export function readSettings(context: IExecuteFunctions, now: number): ReportSettings {
	const value = (name: string): unknown => context.getNodeParameter(name, 0, '');
	const text = (name: string): string => {
		const given = value(name);
		return typeof given === 'string' || typeof given === 'number' ? String(given).trim() : '';
	};
	const mostLines = Math.floor(Number(value('mostLines')));
	return {
		title: text('title'),
		mailWhen: MAIL_WHEN.find((known) => known === value('mailWhen')) ?? 'always',
		attach: ATTACH.find((known) => known === value('attach')) ?? 'csv',
		language: text('language'),
		dateFormat: text('dateFormat'),
		timezone: context.getTimezone(),
		mostLines: mostLines >= 1 ? mostLines : MOST_LINES_IN_MAIL,
		origin: {
			workflow: context.getWorkflow().name ?? '',
			group: text('group'),
			system: text('system'),
			link: webLink(text('executionLink')),
		},
		now,
	};
}

/** Only what a browser opens as a page: a mail must not carry a link that does anything else. */
function webLink(link: string): string {
	const { protocol } = URL.canParse(link) ? new URL(link) : { protocol: '' };
	return protocol === 'https:' || protocol === 'http:' ? link : '';
}
