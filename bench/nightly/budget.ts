import { requestsOf } from './measured.ts';
import type { Measured } from './measured.ts';

/** A night of this package's workflow, and what it had to do. */
export interface Night {
	/** People in the group. */
	members: number;
	/** Employees in the HR system before the night. */
	employees: number;
	/** People who were created, changed or deactivated. */
	written: number;
	cost: Measured;
}

const MEMBERS_A_PAGE = 999;
const MANAGERS_A_BATCH = 300;
const EMPLOYEES_A_PAGE = 100;
/** Finding the group, and the like. */
const OTHER_GRAPH_REQUESTS = 5;
/** What the HR system is asked about itself. */
const OTHER_HR_REQUESTS = 2;
const TIMES_FEWER = 10;

/**
 * Whether a night cost as few requests as it may. Time is left out on purpose: it says more about the machine.
 *
 * @param drawn the same night of the workflow from built-in nodes
 * @returns a sentence for each limit that was broken
 */
export function brokenLimits({ members, employees, written, cost }: Night, drawn: Measured): string[] {
	const sentences: string[] = [];
	const graph = Math.ceil(members / MEMBERS_A_PAGE) + Math.ceil(members / MANAGERS_A_BATCH) + OTHER_GRAPH_REQUESTS;
	if (cost.graphRequests > graph) {
		sentences.push(`${cost.graphRequests} Graph requests for ${members} people are more than ${graph}.`);
	}
	const hr = Math.ceil(employees / EMPLOYEES_A_PAGE) + OTHER_HR_REQUESTS + written;
	const asked = cost.hrReads + cost.hrWrites;
	if (asked > hr) {
		sentences.push(`${asked} HR requests for ${employees} employees, ${written} of them written, are more than ${hr}.`);
	}
	const [own, others] = [requestsOf(cost), requestsOf(drawn)];
	if (own * TIMES_FEWER > others) {
		sentences.push(`${own} requests are not ${TIMES_FEWER} times fewer than the ${others} of n8n's own nodes.`);
	}
	return sentences;
}
