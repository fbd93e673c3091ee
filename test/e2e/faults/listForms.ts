/** Where a list's answer holds what it is made of. */
export interface ListForm {
	items: string;
	/** The path of the count. */
	count: readonly string[];
	/** The member that holds the address of the next page, where the API names it. */
	next?: string;
}

export const GRAPH_LIST: ListForm = { items: 'value', count: ['@odata.count'], next: '@odata.nextLink' };
export const SCIM_LIST: ListForm = { items: 'Resources', count: ['totalResults'] };
export const REST_LIST: ListForm = { items: 'data', count: ['meta', 'total'] };
