import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { random } from '../../../sandbox/entra/random.ts';
import { courseOf, FEWEST_NIGHTS, isFlat } from './flatness.ts';
import { judge, WARM_UP } from './measures.ts';
import type { Measured } from './measures.ts';

const NIGHTS = 200;

/** What a roster of 300 people takes in memory at the very least: an id and a name each. */
const ROSTER_MB = (300 * 1024) / 1024 / 1024;

/** n8n as it is after each night, its memory some MB more or less at random. */
function nights(
	count: number,
	heapMb: (night: number) => number,
	sockets = (_night: number): number => 12,
): Measured[] {
	const next = random(7);
	return Array.from({ length: count }, (_, night) => {
		const heap = heapMb(night) + 6 * (next() - 0.5);
		const open = sockets(night);
		return { heapMb: heap, rssMb: 320 + heap, files: 60 + open, sockets: open, resources: 20, databaseMb: night };
	});
}

function risen(measured: Measured[]): string[] {
	return judge(measured).flatMap(({ name, isWell }) => (isWell ? [] : [name.split(' ')[0]!]));
}

describe('whether n8n grows from night to night', () => {
	test('it stays as it is, more or less: well', () => {
		assert.deepEqual(risen(nights(NIGHTS, () => 180)), []);
	});

	test('it fills its caches in the first nights, and has a large night now and then: well', () => {
		const settles = (night: number): number => 180 - 60 * Math.exp(-night / 3) + (night % 40 === 39 ? 200 : 0);
		assert.deepEqual(risen(nights(NIGHTS, settles)), []);
	});

	test('one roster more is held after each night: not well', () => {
		assert.deepEqual(risen(nights(NIGHTS, (night) => 180 + night * ROSTER_MB)), ['JavaScript']);
	});

	test('one roster more with what became of everybody, which the system has to give memory for: not well', () => {
		const leaks = nights(NIGHTS, (night) => 180 + night * 4 * ROSTER_MB);
		assert.deepEqual(risen(leaks), ['JavaScript', 'memory']);
	});

	test('a connection is left open every few nights: not well', () => {
		const left = nights(
			NIGHTS,
			() => 180,
			(night) => 12 + Math.floor(night / 5),
		);
		assert.deepEqual(risen(left), ['open', 'of']);
	});

	test('what one night adds is told', () => {
		const course = courseOf(
			Array.from({ length: 50 }, (_, night) => 100 + 2 * night),
			10,
		);
		assert.deepEqual(course, { first: 129, last: 189, perNight: 2 });
		assert.equal(isFlat(course, { inAll: 59, aNight: 1.9 }), false);
		assert.equal(isFlat(course, { inAll: 60, aNight: 1.9 }), true);
		assert.equal(isFlat(course, { inAll: 59, aNight: 2 }), true);
	});

	test('a few nights tell nothing', () => {
		assert.deepEqual(judge(nights(WARM_UP + FEWEST_NIGHTS - 1, (night) => night * 100)), []);
		assert.notDeepEqual(judge(nights(WARM_UP + FEWEST_NIGHTS, (night) => night * 100)), []);
	});
});
