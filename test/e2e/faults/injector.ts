import type { Answer, Instead, Passing, Watcher } from '../gate.ts';
import { given } from './faults.ts';
import type { Fault } from './faults.ts';
import { kindOf } from './kinds.ts';
import type { Kind } from './kinds.ts';
import { asInWorld } from './worlds.ts';
import type { World } from './worlds.ts';

export const POSITIONS = ['first', 'middle', 'last', 'always'] as const;

export type Position = (typeof POSITIONS)[number];

/** A fault that strikes requests of a kind: all of them, or one, the first being 1. */
export interface Strike {
	kind: Kind;
	fault: Fault;
	nth: number | 'always';
}

/** What a night's requests of one kind were. */
export interface Count {
	requests: number;
	/** Their good answers had a body. */
	answered: boolean;
}

export interface Surroundings {
	world: World;
	/** The HR ids of those who are not in the group any more. */
	leavers: ReadonlySet<string>;
	/** Where redirects lead. */
	elsewhere: string;
}

/** Lets a night's requests pass, counts them by kind, and strikes those that it is told to. */
export class Injector implements Watcher {
	readonly counts = new Map<string, Count>();

	/** How often each of the strikes has hit. */
	readonly hits: number[];

	readonly #surroundings: Surroundings;

	readonly #strikes: readonly Strike[];

	/** The address of the gate that a server is reached through. */
	readonly #urlOf: (server: Passing['server']) => string;

	readonly #struck = new Map<Passing, { fault: Fault; kind: Kind }>();

	/** By list: there are as many of a kind as there are groups. */
	readonly #previous = new Map<string, Answer>();

	constructor(surroundings: Surroundings, strikes: readonly Strike[], urlOf: (server: Passing['server']) => string) {
		this.#surroundings = surroundings;
		this.#strikes = strikes;
		this.#urlOf = urlOf;
		this.hits = strikes.map(() => 0);
	}

	readonly arrived = (request: Passing): Buffer | Instead | undefined => {
		const kind = kindOf(request, this.#surroundings.leavers);
		if (!kind) return request.body;
		const count = this.counts.get(kind.name) ?? { requests: 0, answered: false };
		this.counts.set(kind.name, count);
		count.requests++;
		const at = this.#strikes.findIndex((strike, index) => strike.kind === kind && this.#isHit(strike, index, request));
		const fault = this.#strikes[at]?.fault;
		if (!fault) return request.body;
		this.hits[at] = (this.hits[at] ?? 0) + 1;
		if (!fault.instead) {
			this.#struck.set(request, { fault, kind });
			return request.body;
		}
		const instead = given(fault.instead(this.#scene(request, kind)));
		return instead === 'cut' ? undefined : instead;
	};

	readonly answered = (request: Passing, original: Answer): boolean | Instead => {
		const kind = kindOf(request, this.#surroundings.leavers);
		if (!kind) return true;
		const answer = asInWorld(request, original, this.#surroundings.world);
		const count = this.counts.get(kind.name);
		if (count && answer.status < 300 && answer.body.length > 0) count.answered = true;
		const scene = this.#scene(request, kind);
		this.#previous.set(listOf(request), answer);
		const fault = this.#struck.get(request)?.fault;
		this.#struck.delete(request);
		// What the server refuses anyway needs no fault.
		if (!fault?.afterwards || answer.status >= 300) return given(answer) as Instead;
		const struck = given(fault.afterwards(scene, answer));
		return struck === 'cut' ? false : struck;
	};

	/** A fault that needs an answer before waits for the next request of a list that has given one. */
	#isHit({ kind, fault, nth }: Strike, index: number, request: Passing): boolean {
		if (fault.needsPrevious && !this.#previous.has(listOf(request))) return false;
		if (nth === 'always') return true;
		const requests = this.counts.get(kind.name)?.requests ?? 0;
		return fault.needsPrevious ? requests >= nth && this.hits[index] === 0 : requests === nth;
	}

	#scene(request: Passing, kind: Kind): Parameters<NonNullable<Fault['instead']>>[0] {
		return {
			kind,
			url: this.#urlOf(request.server) + request.path,
			previous: this.#previous.get(listOf(request)),
			elsewhere: this.#surroundings.elsewhere,
		};
	}
}

/** The list that a request reads a page of: pages differ in their queries alone. */
function listOf({ server, method, path }: Passing): string {
	return `${server} ${method} ${path.split('?')[0]}`;
}
