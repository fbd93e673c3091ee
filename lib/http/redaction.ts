import { trimEnd } from 'lodash';

import { isRecord } from '../base/json';
import { peel } from './spelling';
import type { Layer } from './spelling';

type Hide = (text: string) => string;

/** So many characters in a row of a secret are taken out, wherever in it they stand: servers cut off what they show. */
const STRETCH = 12;
/** What is shorter would be found in any text. A secret that is shorter than a stretch is found whole only. */
const SHORTEST = 4;
/** So often may a spelling be spelled in another one. */
const MOST_LAYERS = 5;
const HIDDEN = '***';

/** Of lists that are in use: it takes a while to take a secret apart, and a list is asked about many texts. */
const made = new WeakMap<readonly string[], Hide>();

/**
 * Takes secrets out of a text, in whatever spelling: escaped for JSON, HTML or an address, in upper or lower case, as base64 or
 * hex, cut off. A text that shares nothing with them stays as it is.
 */
export function redact(text: string, secrets: readonly string[]): string {
	const hide = made.get(secrets) ?? hiding(secrets);
	made.set(secrets, hide);
	return hide(text);
}

/** The same for every text within a parsed body. */
export function redactAll(value: unknown, secrets: readonly string[]): unknown {
	if (typeof value === 'string') return redact(value, secrets);
	if (typeof value === 'number') return redact(String(value), secrets) === String(value) ? value : HIDDEN;
	if (Array.isArray(value)) return value.map((element) => redactAll(element, secrets));
	if (!isRecord(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, field]) => [redact(name, secrets), redactAll(field, secrets)]),
	);
}

function hiding(secrets: readonly string[]): Hide {
	const stretches = new Set<string>();
	const wholes = new Set<string>();
	for (const secret of new Set(secrets)) {
		for (const form of formsOf(secret)) {
			if (form.length < STRETCH) wholes.add(form);
			for (let at = 0; at + STRETCH <= form.length; at++) stretches.add(form.slice(at, at + STRETCH));
		}
	}
	const shortest = Math.min(stretches.size > 0 ? STRETCH : Infinity, ...[...wholes].map(({ length }) => length));

	return (text) => {
		// No spelling is shorter than what it spells.
		if (text.length < shortest) return text;
		const found: Stretch[] = [];
		let layer: Layer | undefined = { text };
		for (let depth = 0; layer && depth < MOST_LAYERS; depth++) {
			find(layer, stretches, wholes, found);
			layer = peel(layer);
		}
		return found.length === 0 ? text : without(text, found);
	};
}

/** Where something stands in the text that is shown, from the first character to the one behind the last. */
type Stretch = [start: number, end: number];

function find({ text, starts, ends }: Layer, stretches: ReadonlySet<string>, wholes: Iterable<string>, to: Stretch[]) {
	const folded = fold(text);
	const add = (start: number, end: number) => void to.push([starts?.[start] ?? start, ends?.[end - 1] ?? end]);
	for (const whole of wholes) {
		for (let at = folded.indexOf(whole); at >= 0; at = folded.indexOf(whole, at + 1)) add(at, at + whole.length);
	}
	if (stretches.size === 0) return;
	for (let at = 0; at + STRETCH <= folded.length; at++) {
		if (!stretches.has(folded.slice(at, at + STRETCH))) continue;
		const start = at;
		while (stretches.has(folded.slice(at + 1, at + 1 + STRETCH))) at++;
		add(start, at + STRETCH);
	}
}

function without(text: string, found: Stretch[]): string {
	const shown: string[] = [];
	let [done, open] = [0, true];
	for (const [start, end] of found.sort(([one], [other]) => one - other)) {
		if (start > done || open) shown.push(text.slice(done, start), HIDDEN);
		open = false;
		done = Math.max(done, end);
	}
	return [...shown, text.slice(done)].join('');
}

/** The forms that are looked for. How a server may spell each of them is peeled off the text. */
function formsOf(secret: string): string[] {
	if (secret.length < SHORTEST) return [];
	const plain: string[] = [];
	let layer: Layer | undefined = { text: secret };
	for (let depth = 0; layer && depth < MOST_LAYERS; depth++, layer = peel(layer)) plain.push(layer.text);
	const inBase64 = [0, 1, 2].map((before) => base64Of(secret, before)).filter((form) => form.length >= 8);
	return [
		...plain,
		trimEnd(Buffer.from(secret).toString('base64'), '='),
		...inBase64,
		Buffer.from(secret).toString('hex'),
	]
		.filter((form) => form.length >= SHORTEST)
		.map(fold);
}

/** What does not depend on what stands around the secret, with so many bytes before it to a full group of three. */
function base64Of(secret: string, before: number): string {
	const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
	const whole = Math.floor((bytes.length * 8) / 6);
	return bytes.toString('base64').slice(Math.ceil((before * 8) / 6), whole);
}

/** Upper and lower case are one; so are the two alphabets of base64, and a blank and how forms spell it. One character stays one. */
function fold(text: string): string {
	const lower = text.toLowerCase();
	const same =
		lower.length === text.length ? lower : Array.from({ length: text.length }, (_, at) => unit(text, at)).join('');
	return same.replace(/[- ]/g, '+').replaceAll('_', '/');
}

function unit(text: string, at: number): string {
	const lower = text.charAt(at).toLowerCase();
	return lower.length === 1 ? lower : text.charAt(at);
}
