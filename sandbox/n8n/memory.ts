import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const SAMPLE_MS = 500;

/** Measures the most memory that a process holds from now on. */
export function measurePeak(pid: number): { stop(): number } {
	return existsSync(`/proc/${pid}/status`) ? kernelPeak(pid) : sampledPeak(pid);
}

/** Linux keeps the peak itself, and starts anew when told so. */
function kernelPeak(pid: number): { stop(): number } {
	try {
		writeFileSync(`/proc/${pid}/clear_refs`, '5');
	} catch {
		// Not allowed here: then it is the peak since the process was started.
	}
	return {
		stop() {
			try {
				const [, kilobytes = '0'] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
				return Number(kilobytes) / 1024;
			} catch {
				return 0;
			}
		},
	};
}

function sampledPeak(pid: number): { stop(): number } {
	let peak = 0;
	const sample = () => {
		try {
			const kilobytes = execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
			peak = Math.max(peak, Number(kilobytes.trim()) / 1024);
		} catch {
			// The process has ended, or there is no `ps`.
		}
	};
	const timer = setInterval(sample, SAMPLE_MS);
	sample();
	return {
		stop() {
			clearInterval(timer);
			sample();
			return peak;
		},
	};
}
