import { isEmpty, isGuid, isRecord, plainText } from '../base/json';
import { matchKey, withoutZeros } from './compare';
import { EXTERNAL_ID } from './model';
import type { Employee, LinkClass, LinkForm, MappedRow, ReadAttribute } from './model';

/** A class of which there are fewer among the external IDs of a sync may be a slip in one person's data. */
const FEW = 2;
const FEW_SHARE = 0.02;
/** A sync that is longer there has shorter and longer numbers than those of today. */
const SLACK = 1;
const MOST_CLASSES = 50;

/**
 * What the external IDs look like that these rows write. Those who were sorted out count too, since they are this sync's. A
 * sync that writes none answers for those that Entra wrote.
 */
export function linkFormOf(rows: readonly MappedRow[]): LinkForm {
	const linking = rows.filter(({ employee }) => !isEmpty(employee[EXTERNAL_ID]));
	if (linking.every(({ employee, entra }) => matchKey(employee[EXTERNAL_ID]) === matchKey(entra.id))) return OBJECT_IDS;
	const classes = new Map<string, LinkClass & { count: number }>();
	for (const { employee } of linking) {
		const { kind, longest: length } = classOf(matchKey(employee[EXTERNAL_ID]) ?? '');
		const one = classes.get(kind) ?? { kind, shortest: length, longest: length, count: 0 };
		classes.set(kind, {
			kind,
			shortest: Math.min(one.shortest, length),
			longest: Math.max(one.longest, length),
			count: one.count + 1,
		});
	}
	const all = [...classes.values()].sort((left, right) => right.count - left.count);
	const enough = Math.max(FEW, linking.length * FEW_SHARE);
	const [first, ...others] = all;
	const usual = first ? [first, ...others.filter(({ count }) => count >= enough)] : [];
	return {
		classes: usual.slice(0, MOST_CLASSES).map(({ count: _, ...one }) => one),
		twins: twinsIn(linking),
	};
}

/** What a sync writes that links people by their Entra object IDs, and the narrowest form there is. */
export const OBJECT_IDS: LinkForm = { classes: [{ kind: 'guid', shortest: 36, longest: 36 }], twins: [] };

const LETTERS = /\p{L}+/gu;
const NUMBERS = /\p{N}+/gu;

/** Of what kind an external ID is, in lower case. Letters of a code are the same for all of a kind; names are not. */
function classOf(key: string): LinkClass {
	const length = (kind: string): LinkClass => ({ kind, shortest: key.length, longest: key.length });
	const ofAnyLength = (kind: string): LinkClass => ({ kind, shortest: SLACK, longest: SLACK });
	if (isGuid(key)) return length('guid');
	const at = key.lastIndexOf('@');
	if (at > 0) return ofAnyLength(`@${key.slice(at + 1)}`);
	const digits = (key.match(NUMBERS) ?? []).join('').length;
	const letters = (key.match(LETTERS) ?? []).join('').length;
	if (digits === 0) return ofAnyLength(`name${signsIn(key.replace(/['._-]/g, ''))}`);
	// Made of chance: letters and digits one after the other, as in base64.
	if (letters > digits) return length(`mixed${signsIn(key)}`);
	return { kind: key.replace(NUMBERS, '#'), shortest: digits, longest: digits };
}

function signsIn(text: string): string {
	const signs = Array.from(text.replace(LETTERS, '').replace(NUMBERS, ''));
	return [...new Set(signs)].sort().join('');
}

/** Attributes that hold the same value as the external ID in every row. */
function twinsIn(rows: readonly MappedRow[]): string[] {
	if (rows.length < FEW) return [];
	return Object.keys(rows[0]?.employee ?? {}).filter(
		(attribute) =>
			attribute !== EXTERNAL_ID &&
			rows.every(({ employee }) => matchKey(employee[attribute]) === matchKey(employee[EXTERNAL_ID])),
	);
}

/** The forms of rows that came in several parts. */
export function togetherAs(forms: readonly LinkForm[]): LinkForm {
	const twins = forms.map((form) => form.twins);
	return {
		classes: forms.flatMap(({ classes }) => classes),
		twins: (twins[0] ?? []).filter((twin) => twins.every((others) => others.includes(twin))),
	};
}

/** Whether an employee carries a link that a sync of this form has written; what merely stands there proves nothing. */
export function isLinked(employee: Employee, { classes, twins }: LinkForm, read: ReadAttribute): boolean {
	const value = read(employee, EXTERNAL_ID);
	if (isEmpty(value)) return false;
	const key = matchKey(value) ?? '';
	const beside = twins.map((twin) => read(employee, twin)).filter((one) => !isEmpty(one));
	// The sync writes both, so that it has written what is the same in both, whatever it looks like.
	if (beside.some((one) => matchKey(one) === key)) return true;
	const { kind, longest: length } = classOf(key);
	const fits = classes.some(
		(one) => one.kind === kind && length >= one.shortest - SLACK && length <= one.longest + SLACK,
	);
	// A number alone may be anybody's, such as that of the payroll.
	return (
		fits &&
		!(
			kind === '#' &&
			beside.length > 0 &&
			!beside.some((one) => withoutZeros(matchKey(one) ?? '') === withoutZeros(key))
		)
	);
}

/** A form out of JSON; object IDs where it can't be read, which is the narrower one. */
export function parseLinkForm(json: unknown): LinkForm {
	if (!isRecord(json) || !Array.isArray(json.classes)) return OBJECT_IDS;
	const classes = (json.classes as unknown[]).filter(isRecord).map(({ kind, shortest, longest }) => ({
		kind: plainText(kind ?? ''),
		shortest: typeof shortest === 'number' ? shortest : Number.POSITIVE_INFINITY,
		longest: typeof longest === 'number' ? longest : 0,
	}));
	return { classes, twins: Array.isArray(json.twins) ? json.twins.map(plainText) : [] };
}
