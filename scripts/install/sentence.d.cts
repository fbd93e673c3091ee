/** An error whose message is all that its reader needs: shown as it is, without a stack. */
export declare class Sentence extends Error {}

/** Why npm failed, in one sentence; `what` is the subject of "could not be installed", `log` where the output was kept. */
export declare function explainNpm(what: string, output: string, log?: string): Sentence;
