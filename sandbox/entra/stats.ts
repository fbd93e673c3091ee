/** What has been asked of the simulator. A batch counts as one request to Graph, its items apart from it. */
export class Stats {
	graphRequests = 0;

	resourceUnits = 0;

	tokenRequests = 0;

	batchItems = 0;

	/** Answers with 429, to requests and to items of batches, out of the budget or by a fault. */
	throttled = 0;

	private routes: Record<string, number> = {};

	/** Counts a call of a path, also from inside a batch. */
	byRoute(name: string): void {
		this.routes[name] = (this.routes[name] ?? 0) + 1;
	}

	show() {
		const { graphRequests, resourceUnits, tokenRequests, batchItems, throttled, routes } = this;
		return { graphRequests, resourceUnits, tokenRequests, batchItems, throttled, byRoute: routes };
	}

	reset(): void {
		Object.assign(this, {
			graphRequests: 0,
			resourceUnits: 0,
			tokenRequests: 0,
			batchItems: 0,
			throttled: 0,
			routes: {},
		});
	}
}
