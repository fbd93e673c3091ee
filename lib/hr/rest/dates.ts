import type { DateFormat } from './profile/profile';

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/;
const SLASHED = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;

interface Day {
	year: number;
	month: number;
	day: number;
}

/** yyyy-mm-dd of a date in the API's format, or in the neutral one; undefined when it is neither. */
export function readDate(text: string, format: DateFormat): string | undefined {
	const slashed = SLASHED.exec(text.trim());
	if (slashed && format.includes('/')) {
		const [first, second, year] = slashed.slice(1).map(Number) as [number, number, number];
		const [day, month] = format === 'dd/MM/yyyy' ? [first, second] : [second, first];
		return checked({ year, month, day });
	}
	const iso = ISO.exec(text.trim());
	if (!iso) return undefined;
	const [year, month, day] = iso.slice(1).map(Number) as [number, number, number];
	return checked({ year, month, day });
}

/** A neutral date (yyyy-mm-dd) in the API's format. */
export function writeDate(neutral: string, format: DateFormat): string {
	const [year, month, day] = neutral.split('-') as [string, string, string];
	return FORMATS[format]({ year, month, day });
}

/** Today in UTC, in the API's format. */
export function today(format: DateFormat, now = new Date()): string {
	return writeDate(now.toISOString().slice(0, 10), format);
}

const FORMATS: Record<DateFormat, (date: Record<keyof Day, string>) => string> = {
	'yyyy-MM-dd': ({ year, month, day }) => `${year}-${month}-${day}`,
	'dd/MM/yyyy': ({ year, month, day }) => `${day}/${month}/${year}`,
	'MM/dd/yyyy': ({ year, month, day }) => `${month}/${day}/${year}`,
	iso: ({ year, month, day }) => `${year}-${month}-${day}T00:00:00Z`,
};

/** undefined for days that there are not, such as the 31st of February: then the format is another one. */
function checked({ year, month, day }: Day): string | undefined {
	const date = new Date(Date.UTC(year, month - 1, day));
	if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
	return date.toISOString().slice(0, 10);
}
