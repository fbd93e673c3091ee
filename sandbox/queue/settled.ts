/** Waits for all, also when one fails: what starts after everything was stopped would be left running. */
export async function settled<Work extends readonly unknown[] | []>(
	work: Work,
): Promise<{ -readonly [Part in keyof Work]: Awaited<Work[Part]> }> {
	await Promise.allSettled(work);
	return await Promise.all(work);
}
