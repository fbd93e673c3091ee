import fc from 'fast-check';

import type { Cause } from '../../../lib/base/cause';
import type { Tell } from '../../../lib/base/words/saying';
import { groupOf } from '../../../lib/report/groups';
import { parseFailure } from '../../../lib/report/stopped';
import { LANGUAGES, tellOf } from '../../../lib/report/words';
import { anyCause, causeOfKind, KINDS } from '../../support/causes';
import { reportOf, row, team } from './fixtures';
import { hostileText } from './hostile';

const [english, german] = [tellOf('en'), tellOf('de')];

/** All that a language says of a cause. */
const said = (tell: Tell, cause: Cause): string =>
	[tell.message(cause), tell.text(cause), tell.advice(cause)].join('\n');

/** Texts that no language can say by itself, so that they are seen to be there, and the rest to be words. */
const marked = fc.constantFrom('⟦a⟧', '⟦b⟧', '⟦c⟧');

/** Words that only English sentences have; labels of the form and names of places in the portal are left out. */
const ENGLISH = /\b(the|is|were|are|and|not|of|with|has|have|cannot|can't|which|would|without|from)\b/i;

/** What stays in English in a German sentence, because it stands so in n8n. */
const LABELS = /"[^"]*"|\b(Only on Create|Clearing a Field|External ID Field|Several Groups)\b|[A-Z]\w+ > .*/g;

describe.each(KINDS)('%s', (kind) => {
	it('has words in every language, which name what there is to name', () => {
		fc.assert(
			fc.property(causeOfKind(kind, marked), (cause) => {
				for (const tell of [english, german]) {
					const words = said(tell, cause);
					expect(words.trim()).not.toBe('');
					expect(words).not.toMatch(/\{\w+\}|\bundefined\b|\[object|\bNaN\b|: $/);
				}
			}),
			{ numRuns: 30 },
		);
	});

	it('is German throughout in German', () => {
		fc.assert(
			fc.property(causeOfKind(kind, marked), (cause) => {
				const words = said(german, cause).replace(LABELS, '');
				expect(words.replace(/⟦.⟧/g, '')).not.toMatch(ENGLISH);
				if (kind !== 'said' && kind !== 'several' && kind !== 'member') expect(words).not.toBe(said(english, cause));
			}),
			{ numRuns: 30 },
		);
	});

	it('is worded whatever its texts hold, and belongs to a group with a heading', () => {
		fc.assert(
			fc.property(causeOfKind(kind, hostileText), (cause) => {
				for (const tell of [english, german]) expect(typeof tell.sentence(cause)).toBe('string');
				const { group } = groupOf(cause);
				for (const { causes } of Object.values(LANGUAGES)) expect(causes[group].title).toMatch(/\w/);
			}),
			{ numRuns: 20 },
		);
	});
});

it('a German mail is German, whatever has happened to whom', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(anyCause(marked), { minLength: 1, maxLength: 5 }), async (causes) => {
			const failed = causes.map((cause) => row('failed', '⟦a⟧', { cause, reason: english.sentence(cause) }));
			const left = causes.map((cause) => row('skipped', '⟦b⟧', { cause, reason: 'The English words', missing: true }));
			const teams = causes.map((cause) => team('failed', '⟦c⟧', { cause, reason: 'The English words' }));
			const { text, files } = await reportOf({ rows: [...failed, ...left], teams }, { language: 'de' });
			for (const cause of causes) {
				// The mail shows everything on one line.
				expect(text).toContain(german.text(cause).replaceAll(/\s+/g, ' ').trim());
			}
			expect(text + files[0]!.content.toString()).not.toContain('The English words');
		}),
		{ numRuns: 40 },
	);
});

describe('what stopped a run is said in German', () => {
	const stop = (cause: Cause, more: Record<string, unknown> = {}) => {
		const details = { node: 'Upsert', description: english.advice(cause), cause, ...more };
		return parseFailure(JSON.parse(JSON.stringify({ error: english.message(cause), details })))!;
	};

	it('in the subject, the headline, the advice and the lists', async () => {
		const cause: Cause = {
			kind: 'planChanged',
			differences: [{ kind: 'nowMember', person: 'Ann' }],
		};
		const differences = [english.text({ kind: 'nowMember', person: 'Ann' })];
		const failures = [stop(cause, { differences })];
		const report = await reportOf({ failures }, { language: 'de', title: 'Abgleich' });
		expect(report.subject).toBe(
			'Abgleich angehalten: der Plan ist nicht mehr der, der freigegeben wurde (1 Unterschied)',
		);
		expect(report.headline).toBe('Angehalten: der Plan ist nicht mehr der, der freigegeben wurde (1 Unterschied)');
		expect(report.text).toContain('- Ann ist jetzt Mitglied der Gruppe und war damals keines.');
		expect(report.text.replace(/"[^"]*"/g, '')).not.toMatch(/ is a member |This step|Stopped/);
	});

	it('also for those who would be taken out of teams', async () => {
		const removals: Cause[] = [{ kind: 'removal', name: 'Ann', team: 'Sales' }];
		const cause: Cause = { kind: 'tooManyRemovals', removals, memberships: 9, allowed: 0, percent: 5, atLeast: 0 };
		const failures = [stop(cause, { wouldRemove: ['Ann from "Sales"'] })];
		const { text } = await reportOf({ failures }, { language: 'de' });
		expect(text).toContain('- Ann aus "Sales"');
		expect(text).not.toContain('Ann from');
	});

	it('in English as it was thrown', async () => {
		const cause: Cause = { kind: 'rowsLost', arrived: 3, read: 5 };
		const { subject, headline } = await reportOf({ failures: [stop(cause)] });
		expect([subject, headline]).toEqual([
			'Sync stopped: only 3 of the 5 people that were read arrived here',
			'Stopped: only 3 of the 5 people that were read arrived here',
		]);
	});

	it('and in its own words where the cause is broken', async () => {
		const details = { cause: { kind: 'rowsLost', arrived: 'three' }, description: 'Look.' };
		const failures = [parseFailure({ error: 'Something of its own', details })!];
		const { subject, text } = await reportOf({ failures }, { language: 'de' });
		expect(subject).toBe('Sync angehalten: Something of its own');
		expect(text).toContain('Look.');
	});
});
