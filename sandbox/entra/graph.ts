import { type Reply, GraphError } from './errors.ts';
import { type Faults, changeReply, replyInstead } from './faults.ts';
import { type GraphRequest, badRequest, parseOptions } from './query.ts';
import { randomOf, shuffle } from './random.ts';
import { APP_ROUTES } from './appRoutes.ts';
import { type Route, ROUTES } from './routes.ts';
import type { Simulator } from './simulator.ts';
import { costOf } from './throttle.ts';

const MAX_BATCH = 20;

const MATCHERS = [...ROUTES, ...APP_ROUTES].map((route) => ({
	route,
	segments: route.pattern.split('/').map(segmentPattern),
}));

interface BatchItem {
	id: string;
	method: string;
	url: string;
	headers: Record<string, string>;
	body: unknown;
	dependsOn: string[];
}

/** Answers a request to Graph whose token has been checked. */
export function answerGraph(request: GraphRequest, simulator: Simulator): Reply {
	const clientRequestId = request.headers['client-request-id'];
	let headers: Record<string, string> = {};
	try {
		if (request.segments.join('/') === '$batch') return answerBatch(request, simulator);
		const { route, params } = findRoute(request);
		const cost = costOf(route, request.query);
		const { directory, settings, store } = simulator;
		simulator.stats.byRoute(`${request.method} /${route.pattern}`);
		headers = simulator.throttle.take(cost, directory.all('user').length, settings);
		simulator.stats.resourceUnits += cost;
		const reply = route.answer({
			request,
			options: parseOptions(request),
			params,
			directory,
			settings,
			state: store.state,
		});
		return { ...reply, headers: { ...headers, ...reply.headers } };
	} catch (error) {
		if (!(error instanceof GraphError)) throw error;
		if (error.status === 429) simulator.stats.throttled++;
		const reply = error.toReply(clientRequestId);
		return { ...reply, headers: { ...headers, ...reply.headers } };
	}
}

/** Takes `path?query` apart. The path is what follows `/v1.0`. */
export function splitUrl(url: string): Pick<GraphRequest, 'segments' | 'query'> {
	const [path = '', query = ''] = url.split(/\?(.*)/s);
	try {
		const segments = path.split('/').filter(Boolean).map(decodeURIComponent);
		return { segments, query: new URLSearchParams(query) };
	} catch {
		throw badRequest('The request URI is not valid: it is not percent-encoded well.');
	}
}

function findRoute(request: GraphRequest): { route: Route; params: Record<string, string> } {
	const found = MATCHERS.flatMap(({ route, segments }) => {
		const params = matchSegments(segments, request.segments);
		return params ? [{ route, params }] : [];
	});
	const match = found.find(({ route }) => route.method === request.method);
	if (match) return match;
	if (found.length)
		throw new GraphError(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.');
	throw badRequest(`Resource not found for the segment '${request.segments.at(-1) ?? ''}'.`);
}

function segmentPattern(segment: string): RegExp {
	const escaped = segment.replace(/[.()$]/g, '\\$&');
	return new RegExp(`^${escaped.replace(/\{(\w+)\}/g, '(?<$1>.+)')}$`, 'i');
}

function matchSegments(patterns: readonly RegExp[], segments: readonly string[]): Record<string, string> | undefined {
	if (patterns.length !== segments.length) return undefined;
	const params: Record<string, string> = {};
	for (const [index, pattern] of patterns.entries()) {
		const match = pattern.exec(segments[index] ?? '');
		if (!match) return undefined;
		Object.assign(params, match.groups);
	}
	return params;
}

/** Each item is costed, and may be throttled, for itself; the answers come in another order than the questions. */
function answerBatch(request: GraphRequest, simulator: Simulator): Reply {
	if (request.method !== 'POST') throw badRequest('A batch must be sent with POST.');
	simulator.stats.byRoute('POST /$batch');
	const items = parseBatch(request.body);
	simulator.stats.batchItems += items.length;
	const statuses = new Map<string, number>();
	const responses = items.map((item) => {
		const blocked = item.dependsOn.some((id) => (statuses.get(id) ?? 500) >= 400);
		const reply = blocked
			? new GraphError(424, 'FailedDependency', 'A request that this one depends on has failed.').toReply()
			: answerItem(item, request, simulator, simulator.faults);
		statuses.set(item.id, reply.status);
		return {
			id: item.id,
			status: reply.status,
			headers: { 'Content-Type': 'application/json', ...reply.headers },
			body: reply.body,
		};
	});
	shuffle(responses, randomOf(items.map(({ id }) => id).join()));
	return { status: 200, headers: {}, body: { responses } };
}

function answerItem(item: BatchItem, outer: GraphRequest, simulator: Simulator, faults: Faults): Reply {
	const path = `/v1.0/${item.url.replace(/^\//, '')}`;
	const fault = faults.take(item.method, path, true);
	const instead = replyInstead(fault);
	if (instead) {
		if (instead.status === 429) simulator.stats.throttled++;
		return instead;
	}
	let target: Pick<GraphRequest, 'segments' | 'query'>;
	try {
		target = splitUrl(item.url);
		if (target.segments[0] === '$batch') throw badRequest('A batch can not hold another batch.');
	} catch (error) {
		if (error instanceof GraphError) return error.toReply();
		throw error;
	}
	const quirk = fault?.kind === 'repeatPage' ? fault.kind : undefined;
	const { method, headers, body } = item;
	const reply = answerGraph({ ...target, method, headers, body, origin: outer.origin, quirk }, simulator);
	return changeReply(fault, reply, outer.origin + path);
}

function parseBatch(body: unknown): BatchItem[] {
	const requests = (body as { requests?: unknown } | null)?.requests;
	if (!Array.isArray(requests) || requests.length === 0) {
		throw badRequest("Invalid batch payload format: 'requests' must be an array with at least one request.");
	}
	if (requests.length > MAX_BATCH)
		throw badRequest(`Number of batch request steps exceeds the maximum value of ${MAX_BATCH}.`);
	const items = requests.map(parseItem);
	if (new Set(items.map(({ id }) => id)).size < items.length)
		throw badRequest('Request ids must be unique within a batch.');
	return items;
}

function parseItem(value: unknown): BatchItem {
	const { id, method, url, headers, body, dependsOn } = (value ?? {}) as Record<string, unknown>;
	if (typeof id !== 'string' || !id)
		throw badRequest('Invalid batch payload format: every request needs an id, a string.');
	if (typeof method !== 'string' || typeof url !== 'string') {
		throw badRequest(`Invalid batch payload format: request '${id}' needs a method and a url.`);
	}
	if (/^[a-z][a-z\d+.-]*:|^\/\//i.test(url)) throw badRequest(`Request '${id}' must have a relative url.`);
	if (body !== undefined && !headerOf(headers, 'content-type')) {
		throw badRequest(`Request '${id}' has a body, so it needs a Content-Type header.`);
	}
	const lower = Object.entries((headers ?? {}) as Record<string, unknown>).map(([name, text]) => [
		name.toLowerCase(),
		String(text),
	]);
	return {
		id,
		method: method.toUpperCase(),
		url,
		headers: Object.fromEntries(lower) as Record<string, string>,
		body,
		dependsOn: Array.isArray(dependsOn) ? dependsOn.map(String) : [],
	};
}

function headerOf(headers: unknown, name: string): unknown {
	return Object.entries((headers ?? {}) as Record<string, unknown>).find(([key]) => key.toLowerCase() === name)?.[1];
}
