/** What has been asked of the simulator. A batch counts as one request to Graph, its items apart from it. */
export class Stats {
	graphRequests = 0;

	resourceUnits = 0;

	tokenRequests = 0;

	batchItems = 0;

	/** Answers with 429, to requests and to items of batches, out of the budget or by a fault. */
	throttled = 0;

	/** The most requests to Graph that were under way at the same time. */
	atOnce = 0;

	private underWay = 0;

	private routes: Record<string, number> = {};

	/** Counts a call of a path, also from inside a batch. */
	byRoute(name: string): void {
		this.routes[name] = (this.routes[name] ?? 0) + 1;
	}

	/** To be called when a request to Graph has come. */
	begin(): void {
		this.graphRequests++;
		this.underWay++;
		this.atOnce = Math.max(this.atOnce, this.underWay);
	}

	/** To be called when it was answered, or will not be. */
	end(): void {
		this.underWay--;
	}

	show() {
		const { graphRequests, resourceUnits, tokenRequests, batchItems, throttled, atOnce, routes } = this;
		return { graphRequests, resourceUnits, tokenRequests, batchItems, throttled, atOnce, byRoute: routes };
	}

	reset(): void {
		Object.assign(this, {
			graphRequests: 0,
			resourceUnits: 0,
			tokenRequests: 0,
			batchItems: 0,
			throttled: 0,
			atOnce: this.underWay,
			routes: {},
		});
	}
}
