import fc from 'fast-check';

/** What somebody, or a server with a fault, may put where something else is expected. */
const LEAVES: readonly unknown[] = [
	...[null, true, false, 0, -0, -1, 0.5, 1e308, -1e308, Infinity, 2 ** 53, 999_999_999_999_999],
	...[
		'',
		' ',
		'null',
		'NaN',
		'-1',
		'1e999',
		'true',
		'Infinity',
		'0x10',
		'\u0000',
		'\r\nX-Header: 1',
		'\u2028',
		'\ud800',
		'\udc00x',
	],
	...[
		'\u202eevil',
		'\u{1f469}\u200d\u{1f4bb}',
		'\ufeff',
		'<script>alert(1)</script>',
		'=1+1',
		"O'Neil",
		'"',
		'\\',
		'\\"',
		'" or "1" eq "1',
		"') or 1 eq 1",
	],
	...[
		'__proto__',
		'constructor',
		'toString',
		'..',
		'.',
		'../..',
		'%2e%2e',
		'{id}',
		'{constructor}',
		'{{ $json }}',
		'$&',
		'x'.repeat(70_000),
	],
	...[
		'https://evil.example/Users',
		'//evil.example',
		'urn:ietf:params:scim:schemas:core:2.0:User',
		'2024-02-30',
		'+275760-09-13T00:00:00.000Z',
	],
	...[
		[],
		{},
		[[]],
		[null],
		{ toString: 1, valueOf: 1 },
		{ toString: null },
		{ length: 5 },
		{ value: { value: {} } },
		{ then: 1 },
		[{ id: 1 }, { id: 1 }],
	],
];

const NAMES = [
	'__proto__',
	'constructor',
	'prototype',
	'toString',
	'valueOf',
	'hasOwnProperty',
	'length',
	'id',
	'ID',
	'then',
	'toJSON',
	'',
];

type Place = { owner: Record<string, unknown> | unknown[]; key: string };

/** One change of a value: where, what, and with what. Numbers choose, so that they shrink to the simplest. */
interface Change {
	place: number;
	kind: number;
	leaf: unknown;
	name: number;
}

const leaf = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom(...LEAVES) },
	{ weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
	{ weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
);

const change: fc.Arbitrary<Change> = fc.record({
	place: fc.nat(10_000),
	kind: fc.nat(KINDS().length - 1),
	leaf,
	name: fc.nat(NAMES.length - 1),
});

/** The ways in which a value changes at a place. */
function KINDS(): ((place: Place, { leaf, name }: Change) => void)[] {
	const replace = ({ owner, key }: Place, value: unknown) => put(owner, key, value);
	return [
		(place, one) => replace(place, one.leaf),
		(place, one) => replace(place, one.leaf),
		// Leaves it out.
		({ owner, key }) => {
			if (Array.isArray(owner)) owner.splice(Number(key), 1);
			else Reflect.deleteProperty(owner, key);
		},
		// Another type of the same.
		(place) => {
			const value = get(place);
			replace(place, typeof value === 'string' ? Number(value) || [value] : JSON.stringify(value));
		},
		// One level deeper.
		(place, one) => replace(place, one.name % 2 ? [get(place)] : { value: get(place) }),
		// Fifty levels deeper.
		(place) =>
			replace(
				place,
				Array.from({ length: 50 }).reduce<unknown>((inner) => ({ a: [inner] }), get(place)),
			),
		// Twice: in a list beside it, in an object under another spelling.
		({ owner, key }) => {
			if (Array.isArray(owner)) owner.push(owner[Number(key)]);
			else put(owner, key.toUpperCase(), owner[key]);
		},
		// Many, but not many times many: an answer that is so large is refused before it is parsed.
		({ owner, key }) => {
			if (!isSmall(get({ owner, key }))) return;
			if (Array.isArray(owner)) owner.push(...Array.from({ length: 60 }, () => owner[Number(key)]));
			else for (let i = 0; i < 60; i++) put(owner, `${key}${i}`, owner[key]);
		},
		// A further field, under a name that objects have anyway.
		({ owner }, one) => {
			if (!Array.isArray(owner)) put(owner, NAMES[one.name] ?? '', one.leaf);
		},
		// Under another name.
		({ owner, key }, one) => {
			if (Array.isArray(owner)) return;
			const value = owner[key];
			Reflect.deleteProperty(owner, key);
			put(owner, NAMES[one.name] ?? '', value);
		},
		// Something in the middle of a text.
		(place, one) => {
			const value = get(place);
			if (typeof value !== 'string') return;
			const at = one.name % (value.length + 1);
			replace(place, `${value.slice(0, at)}${typeof one.leaf === 'string' ? one.leaf : '\u0000'}${value.slice(at)}`);
		},
		// A part of a text.
		(place, one) => {
			const value = get(place);
			if (typeof value === 'string') replace(place, value.slice(0, one.place % (value.length + 1)));
		},
	];
}

const kinds = KINDS();

/**
 * A valid value, and what becomes of it by a few changes: left out, of another type, deeper, twice, many times, under the
 * names of prototypes. In a third of the cases by none, so that what is valid is seen to be read.
 */
export function mutated(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
	const changes = fc.oneof(
		{ weight: 1, arbitrary: fc.constant<Change[]>([]) },
		{ weight: 5, arbitrary: fc.array(change, { minLength: 1, maxLength: 4 }) },
		{ weight: 1, arbitrary: fc.array(change, { minLength: 5, maxLength: 15 }) },
	);
	return fc.tuple(valid, changes).map(([value, all]) => all.reduce(changedOnce, structuredClone({ value })).value);
}

function changedOnce(root: { value: unknown }, one: Change): { value: unknown } {
	const places = placesIn(root);
	const place = places[one.place % places.length];
	if (place) kinds[one.kind]?.(place, structuredClone(one));
	return root;
}

/** Every place in a value, the value itself included; those nearest to the top come first. */
function placesIn(root: object): Place[] {
	const places: Place[] = [];
	const owners: object[] = [root];
	for (let owner = owners.shift(); owner !== undefined && places.length < 2_000; owner = owners.shift()) {
		for (const key of Object.keys(owner)) {
			places.push({ owner: owner as Place['owner'], key });
			const value = get({ owner: owner as Place['owner'], key });
			if (typeof value === 'object' && value !== null) owners.push(value);
		}
	}
	return places;
}

const SMALL = 1_000;

function isSmall(value: unknown): boolean {
	const open = [value];
	for (let count = 0; open.length > 0; count++) {
		if (count > SMALL) return false;
		const next = open.pop();
		if (typeof next === 'object' && next !== null) open.push(...(Object.values(next) as unknown[]));
	}
	return true;
}

function get({ owner, key }: Place): unknown {
	return Object.getOwnPropertyDescriptor(owner, key)?.value;
}

/** As JSON.parse does it: `__proto__` becomes a field like any other. */
function put(owner: object, key: string, value: unknown): void {
	Object.defineProperty(owner, key, { value, writable: true, enumerable: true, configurable: true });
}
