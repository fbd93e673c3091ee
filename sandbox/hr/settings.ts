/** What the control API can change while the server runs. */
export interface Settings {
	/** Each SCIM request waits this long before anything happens. */
	latencyMs: number;
	/** The largest page, whatever `count` asks for. */
	maxPageSize: number;
}
