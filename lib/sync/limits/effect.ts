/** Something that a plan does to somebody. */
export interface Effect {
	/** HR id, or the Entra object id or the name of somebody who has none yet. */
	id: string;
	name: string;
	/** What exactly is done to whom: the same text, the same effect. */
	what: string;
}
