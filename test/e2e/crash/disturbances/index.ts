import type { Disturbance } from '../disturb.ts';
import { FULL_DISK } from './fullDisk.ts';
import { OVERLAPS } from './overlap.ts';
import { RESTARTS } from './restarts.ts';
import { STOPS } from './stops.ts';

/** All that befalls a run besides n8n's being killed. */
export const DISTURBANCES: Disturbance[] = [...OVERLAPS, ...RESTARTS, ...STOPS, ...FULL_DISK];
