import { SyncError } from '../../base/errors';
import { fieldsOf, isGuid } from '../../base/json';
import type { Graph } from '../client';

/**
 * The SKU IDs of licenses. What is no ID is taken for a part number, such as ENTERPRISEPACK, and looked up in what the
 * tenant has bought.
 *
 * @throws SyncError for a part number that the tenant has not
 */
export async function resolveLicenses(graph: Graph, licenses: readonly string[]): Promise<string[]> {
	const wanted = licenses.map((license) => license.trim()).filter((license) => license !== '');
	if (wanted.every(isGuid)) return wanted;
	const bought = await boughtLicenses(graph);
	return wanted.map((license) => {
		const sku = isGuid(license) ? license : bought.get(license.toLowerCase());
		if (sku !== undefined) return sku;
		throw new SyncError(
			`The tenant has no license "${license}"`,
			`Enter a SKU ID, or a part number that the tenant has: ${[...bought.keys()].join(', ').toUpperCase() || 'there are none'}.`,
		);
	});
}

/** SKU IDs by part numbers in lower case. */
async function boughtLicenses(graph: Graph): Promise<Map<string, string>> {
	const call = { task: 'licenses' as const, permission: 'LicenseAssignment.Read.All' };
	const { value } = await graph.get('subscribedSkus?$select=skuId,skuPartNumber', call);
	if (!Array.isArray(value)) throw new SyncError('Graph answered without a list of licenses', 'Try again later.');
	return new Map(
		value.flatMap((row: unknown) => {
			const { skuId, skuPartNumber } = fieldsOf(row);
			if (typeof skuId !== 'string' || typeof skuPartNumber !== 'string') return [];
			return [[skuPartNumber.toLowerCase(), skuId] as const];
		}),
	);
}
