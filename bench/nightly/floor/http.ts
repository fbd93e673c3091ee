/** Asks for JSON with a bearer token. Throws what the server said unless it did as it was asked. */
export async function request<Answer>(
	url: string,
	token: string,
	options: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
	const response = await fetch(url, {
		method: options.body === undefined ? 'GET' : 'POST',
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...options.headers },
		...(options.body !== undefined && { body: JSON.stringify(options.body) }),
	});
	if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
	return (await response.json()) as Answer;
}

/** Does the work for every item, so many at a time. The results stand in the order of the items. */
export async function inParallel<Item, Result>(
	items: readonly Item[],
	atOnce: number,
	work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = [];
	const queue = items.entries();
	const worker = async (): Promise<void> => {
		for (const [index, item] of queue) results[index] = await work(item);
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
	return results;
}

export function inParts<Item>(items: readonly Item[], size: number): Item[][] {
	return Array.from({ length: Math.ceil(items.length / size) }, (_, part) =>
		items.slice(part * size, (part + 1) * size),
	);
}
