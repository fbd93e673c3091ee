const ISO = /^(\d{4})-(\d\d)-(\d\d)$/;
const BRITISH = /^(\d\d)\/(\d\d)\/(\d{4})$/;

/** `2024-03-01` or `01/03/2024` as `2024-03-01`; undefined for anything else, such as the 30th of February. */
export function dayIn(text: string): string | undefined {
	const iso = text.replace(BRITISH, '$3-$2-$1');
	if (!ISO.test(iso)) return undefined;
	const date = new Date(`${iso}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : undefined;
}
