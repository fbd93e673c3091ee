/** Reads JSON that comes from outside. */
export type JsonObject = Record<string, unknown>;

/** The object that a value is; `{}` for anything else. */
export function objectIn(value: unknown): JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

/** The list that a value is; `[]` for anything else. */
export function listIn(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}

/** The text that a value is; `''` for anything else. */
export function textIn(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/** The number that a value is; 0 for anything else. */
export function numberIn(value: unknown): number {
	return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
