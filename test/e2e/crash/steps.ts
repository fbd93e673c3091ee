import { listIn, objectIn, textIn } from '../../../sandbox/shared/json.ts';
import type { Passing } from '../gate.ts';

/** What n8n does one after the other, as the servers can tell by the requests. */
export const STAGES = ['group', 'managers', 'employees', 'people', 'managersAfterwards', 'leavers'] as const;

export type Stage = (typeof STAGES)[number];

/** A request that reads, or one write: a Bulk request is as many steps as it has operations. */
export interface Step {
	stage: Stage;
	/** The first of its stage is 1. */
	nth: number;
}

/** The HR ids by which the writes of a run are told apart. */
export interface HrIds {
	/** Who was there before the run. */
	all: ReadonlySet<string>;
	/** Of them those who are not in the group any more. */
	leavers: ReadonlySet<string>;
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);
const ONE_PERSON = /\/Users\/([^/?]+)/;
const LISTS = /\/Users(?:\?|$)/;

/** Tells of each request of a run, in the order in which they come, which step of the run it is. */
export class Steps {
	readonly counts = Object.fromEntries(STAGES.map((stage) => [stage, 0])) as Record<Stage, number>;

	readonly #hrIds: HrIds;

	readonly #written = new Set<string>();

	constructor(hrIds: HrIds) {
		this.#hrIds = hrIds;
	}

	/** Writes so far. */
	get writes(): number {
		return this.counts.people + this.counts.managersAfterwards + this.counts.leavers;
	}

	/** None for what is no step by itself, such as asking the HR system what it can do. */
	of(request: Passing): Step[] {
		return this.#stages(request).map((stage) => ({ stage, nth: ++this.counts[stage] }));
	}

	#stages({ server, method, path, body }: Passing): Stage[] {
		if (server === 'entra') return [path.includes('/$batch') ? 'managers' : 'group'];
		if (READS.has(method)) return this.writes === 0 && LISTS.test(path) ? ['employees'] : [];
		if (!isBulk(path)) return [this.#stageOfWrite(method, path)];
		return operationsIn(body).map((operation) =>
			this.#stageOfWrite(textIn(objectIn(operation).method), textIn(objectIn(operation).path)),
		);
	}

	#stageOfWrite(method: string, path: string): Stage {
		const id = ONE_PERSON.exec(path)?.[1];
		if (method === 'POST' || id === undefined) return 'people';
		if (this.#hrIds.leavers.has(id)) return 'leavers';
		// Whoever was created or changed before and is written once more had to wait for a manager.
		if (this.#written.has(id) || !this.#hrIds.all.has(id)) return 'managersAfterwards';
		this.#written.add(id);
		return 'people';
	}
}

export function isBulk(path: string): boolean {
	return /\/Bulk$/.test(path);
}

/** A Bulk request's body with its first operations alone. */
export function firstOperations(body: Buffer, count: number): Buffer {
	const request = objectIn(JSON.parse(body.toString()));
	return Buffer.from(JSON.stringify({ ...request, Operations: listIn(request.Operations).slice(0, count) }));
}

function operationsIn(body: Buffer): unknown[] {
	return listIn(objectIn(JSON.parse(body.toString())).Operations);
}
