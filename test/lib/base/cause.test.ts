import fc from 'fast-check';

import { causeOf, parseCause, together } from '../../../lib/base/cause';
import { SyncError } from '../../../lib/base/errors';
import { failure } from '../../../lib/base/failure';
import { anyCause, causeOfKind, KINDS } from '../../support/causes';

it.each(KINDS)('%s comes back from JSON as it went', (kind) => {
	fc.assert(
		fc.property(causeOfKind(kind), (cause) => {
			expect(parseCause(JSON.parse(JSON.stringify(cause)))).toEqual(cause);
			expect(parseCause({ ...cause, more: 'of something else' })).toEqual(cause);
		}),
		{ numRuns: 20 },
	);
});

it('what is no cause, or a broken one, is none, whatever it is', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (json) => {
			expect(parseCause(json)).toBeUndefined();
		}),
	);
	expect(parseCause({ kind: 'toString' })).toBeUndefined();
	expect(parseCause({ kind: 'constructor' })).toBeUndefined();
	expect(parseCause({ kind: 'required', attribute: 'A' })).toBeUndefined();
	expect(parseCause({ kind: 'required', attribute: 'A', person: 'B', source: 3 })).toBeUndefined();
	expect(
		parseCause({ kind: 'wrongForm', attribute: 'A', person: 'B', value: 'x', wanted: 'toString' }),
	).toBeUndefined();
	expect(parseCause({ kind: 'managerFailed', because: { kind: 'nothing known' } })).toBeUndefined();
	expect(parseCause({ kind: 'several', causes: [{ kind: 'ownManager' }, null] })).toBeUndefined();
});

it('a cause without an end is none', () => {
	const endless: Record<string, unknown> = { kind: 'managerFailed' };
	endless.because = endless;
	expect(parseCause(endless)).toBeUndefined();
});

it('an error carries its cause; any other says itself', () => {
	fc.assert(
		fc.property(anyCause(), (cause) => {
			expect(causeOf(failure(cause))).toEqual(cause);
		}),
	);
	expect(causeOf(new SyncError('It broke', 'Mend it.'))).toEqual({ kind: 'said', text: 'It broke. Mend it.' });
	expect(causeOf(new Error('boom'))).toEqual({ kind: 'said', text: 'boom' });
});

it('one cause is itself, and several are one', () => {
	expect(together([{ kind: 'ownManager' }])).toEqual({ kind: 'ownManager' });
	expect(together([{ kind: 'ownManager' }, { kind: 'notTried' }])).toEqual({
		kind: 'several',
		causes: [{ kind: 'ownManager' }, { kind: 'notTried' }],
	});
});
