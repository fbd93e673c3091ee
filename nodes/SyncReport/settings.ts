import type { IExecuteFunctions } from 'n8n-workflow';

import type { Attach, MailWhen, ReportSettings } from '../../lib/report/report';
import { parametersOf } from '../shared/parameters';
import { MOST_LINES_IN_MAIL } from './SyncReport.description';

const MAIL_WHEN: readonly MailWhen[] = ['always', 'onChange', 'onFailure'];
const ATTACH: readonly Attach[] = ['csv', 'csvAndXlsx', 'nothing'];

/**
 * The node's parameters. What can't be used gives way to what is usual: this node also tells what stopped a run, and must
 * not be stopped itself by a setting.
 */
export function readSettings(context: IExecuteFunctions, now: number): ReportSettings {
	const read = parametersOf(context);
	const text = (name: string): string => orUsual(() => read.text(name, name).trim(), '');
	return {
		title: text('title'),
		mailWhen: orUsual(() => read.choice('mailWhen', 'Send a Mail', MAIL_WHEN, 'always'), 'always'),
		attach: orUsual(() => read.choice('attach', 'Attach', ATTACH, 'csv'), 'csv'),
		language: text('language'),
		dateFormat: text('dateFormat'),
		timezone: context.getTimezone(),
		mostLines: orUsual(
			() => Math.floor(read.number('mostLines', 'Most Lines', { from: 1 }, MOST_LINES_IN_MAIL)),
			MOST_LINES_IN_MAIL,
		),
		origin: {
			workflow: context.getWorkflow().name ?? '',
			group: text('group'),
			system: text('system'),
			link: webLink(text('executionLink')),
		},
		now,
	};
}

function orUsual<T>(read: () => T, usual: T): T {
	try {
		return read();
	} catch {
		return usual;
	}
}

/** Only what a browser opens as a page: a mail must not carry a link that does anything else. */
function webLink(link: string): string {
	const { protocol } = URL.canParse(link) ? new URL(link) : { protocol: '' };
	return protocol === 'https:' || protocol === 'http:' ? link : '';
}
