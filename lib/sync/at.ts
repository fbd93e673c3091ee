/** The element at a position that is known to be in the list. */
export function at<T>(list: readonly T[], position: number): T {
	const element = list[position];
	if (element === undefined) throw new RangeError(`There is nothing at position ${position} of ${list.length}`);
	return element;
}
