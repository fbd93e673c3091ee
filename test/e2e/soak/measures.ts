import { readdirSync, readFileSync, readlinkSync, statSync, existsSync } from 'node:fs';

import type { N8n } from '../../../sandbox/n8n/start.ts';
import { courseOf, isFlat } from './flatness.ts';
import type { Bound, Course } from './flatness.ts';
import type { Inspector } from './inspector.ts';

/** What n8n holds after a night. */
export interface Measured {
	heapMb: number;
	/** What the system has given to its process. */
	rssMb: number;
	/** Open files, sockets among them. */
	files: number;
	sockets: number;
	/** Sockets, timers and requests that keep the process going, as it says itself. */
	resources: number;
	databaseMb: number;
}

/** What the nights before these don't tell. */
export const WARM_UP = 10;

/**
 * What may be added. 300 people take 0.3 MB with no more than an id and a name each, and over 1 MB with what is handed on from
 * node to node; files, sockets and timers come and go. n8n keeps each execution, so that its database grows by as much each night.
 */
const BOUNDS: Record<Exclude<keyof Measured, 'databaseMb'>, Bound> = {
	heapMb: { inAll: 4, aNight: 0.15 },
	rssMb: { inAll: 100, aNight: 0.75 },
	files: { inAll: 10, aNight: 0.05 },
	sockets: { inAll: 10, aNight: 0.05 },
	resources: { inAll: 10, aNight: 0.05 },
};

const NAMES: Record<keyof Measured, string> = {
	heapMb: 'JavaScript heap after garbage collection, MB',
	rssMb: 'memory of the process (RSS), MB',
	files: 'open files and sockets',
	sockets: 'of them sockets',
	resources: 'sockets, timers and requests that Node.js counts',
	databaseMb: "n8n's database with all executions, MB",
};

/** Measures n8n once it has nothing more to do. Needs Linux's /proc. */
export async function measure(n8n: N8n, inspector: Inspector): Promise<Measured> {
	const heapMb = await inspector.heapMb();
	const resources = await inspector.resources();
	const process = `/proc/${n8n.pid}`;
	const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`${process}/status`, 'utf8')) ?? [];
	const links = readdirSync(`${process}/fd`).flatMap((name) => linkOf(`${process}/fd/${name}`));
	return {
		heapMb,
		rssMb: Number(kilobytes) / 1024,
		files: links.length,
		sockets: links.filter((link) => link.startsWith('socket:')).length,
		resources,
		databaseMb: databaseMb(n8n.database),
	};
}

/** A measure, how it went, and whether that is well; undefined while there were too few nights. */
export interface Judged {
	name: string;
	course: Course;
	isWell: boolean;
}

export function judge(measured: readonly Measured[]): Judged[] {
	const names = Object.keys(NAMES) as (keyof Measured)[];
	return names.flatMap((name) => {
		const course = courseOf(
			measured.map((one) => one[name]),
			WARM_UP,
		);
		if (!course) return [];
		const isWell = name === 'databaseMb' || isFlat(course, BOUNDS[name]);
		return [{ name: NAMES[name], course, isWell }];
	});
}

/** A file may be closed meanwhile. */
function linkOf(path: string): string[] {
	try {
		return [readlinkSync(path)];
	} catch {
		return [];
	}
}

function databaseMb(file: string | undefined): number {
	const parts = ['', '-wal'].map((end) => `${file}${end}`).filter((path) => existsSync(path));
	return parts.reduce((bytes, path) => bytes + statSync(path).size, 0) / 1024 / 1024;
}
