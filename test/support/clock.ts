/**
 * The clock of the tests. What the product waits for is over at once, and `performance.now()` then says that the time has
 * passed: no test takes as long as a server asks for, and what is measured is what was waited. setup.ts gives it to every
 * test file.
 */

import type * as actual from '../../lib/base/async';

interface Waiting {
	until: number;
	goOn: () => void;
}

const MODULE = '../../lib/base/async';
const real = jest.requireActual<typeof actual>(MODULE);
const { performance: realPerformance } = globalThis;
const waiting = new Set<Waiting>();
let skipped = 0;
let stoppedAt: number | undefined;
let isPassing = false;
let waitsLast = false;

export const clock = {
	/** As `performance.now()` has it. */
	now: (): number => (stoppedAt ?? realPerformance.now()) + skipped,

	/** For the rest of the test time passes by waits alone, however busy the machine is. */
	stop: (): void => {
		stoppedAt ??= realPerformance.now();
	},

	/** Lets time pass. */
	pass: async (ms: number): Promise<void> => await hurry(ms),

	/** For the rest of the test waits last as long as they do: where one is stopped in its middle, or a server has the clock. */
	letWaitsLast: (): void => {
		waitsLast = true;
	},
};

async function hurry(ms: number, signal?: AbortSignal): Promise<void> {
	if (signal?.aborted) throw real.cancelledError();
	await new Promise<void>((resolve, reject) => {
		const cancel = (): void => {
			waiting.delete(one);
			reject(real.cancelledError());
		};
		const goOn = (): void => {
			signal?.removeEventListener('abort', cancel);
			resolve();
		};
		const one = { until: clock.now() + ms, goOn };
		signal?.addEventListener('abort', cancel, { once: true });
		waiting.add(one);
		passSoon();
	});
}

/** Each turn of the event loop ends the one wait that is over next, so that what others are answered meanwhile is read. */
function passSoon(): void {
	if (isPassing) return;
	isPassing = true;
	setImmediate(() => {
		isPassing = false;
		const [first, ...others] = [...waiting].sort((one, other) => one.until - other.until);
		if (!first) return;
		skipped += Math.max(0, first.until - clock.now());
		waiting.delete(first);
		first.goOn();
		if (others.length > 0) passSoon();
	});
}

// In this test file's context only: Jest's own clock is that of all files.
Object.defineProperty(globalThis, 'performance', {
	configurable: true,
	writable: true,
	value: new Proxy(realPerformance, {
		get(target, name) {
			if (name === 'now') return clock.now;
			const value: unknown = Reflect.get(target, name, target);
			return typeof value === 'function' ? (value.bind(target) as unknown) : value;
		},
	}),
});

afterEach(() => {
	stoppedAt = undefined;
	waitsLast = false;
});

jest.mock(MODULE, () => ({
	...real,
	wait: async (ms: number, signal?: AbortSignal) => await (waitsLast ? real.wait : hurry)(ms, signal),
}));
