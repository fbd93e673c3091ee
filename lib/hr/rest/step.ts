import type { HttpClient } from '../../http/client';
import type { Employee } from '../../sync/match';
import { stepBody } from './bodies';
import { today } from './dates';
import type { RestProfile, RestStep } from './profile';
import { urlOf } from './template';

export interface StepOptions {
	http: HttpClient;
	profile: RestProfile;
}

/** Sends a request of its own about one person. */
export async function runStep({ http, profile }: StepOptions, step: RestStep, { hrId }: Employee): Promise<void> {
	const values = { id: hrId, today: today(profile.dates?.format ?? 'yyyy-MM-dd') };
	await http.request({ method: step.method, url: urlOf(step, values), body: stepBody(step, values) });
}
