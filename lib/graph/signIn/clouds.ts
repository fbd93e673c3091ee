import { SyncError } from '../../base/errors';

/** Where a cloud signs in and where its Graph stands. Origins, without a path. */
export interface Cloud {
	login: string;
	graph: string;
}

export const CLOUDS = {
	global: { login: 'https://login.microsoftonline.com', graph: 'https://graph.microsoft.com' },
	usGovL4: { login: 'https://login.microsoftonline.us', graph: 'https://graph.microsoft.us' },
	usGovL5: { login: 'https://login.microsoftonline.us', graph: 'https://dod-graph.microsoft.us' },
	china: { login: 'https://login.chinacloudapi.cn', graph: 'https://microsoftgraph.chinacloudapi.cn' },
} as const satisfies Record<string, Cloud>;

const CUSTOM = 'custom';

/** @throws SyncError when the cloud is unknown or a custom endpoint is not an address. */
export function cloudOf(cloud: string, loginEndpoint: string, graphEndpoint: string): Cloud {
	if (cloud === CUSTOM) {
		return {
			login: originOf(loginEndpoint, 'login endpoint'),
			graph: originOf(graphEndpoint, 'Microsoft Graph endpoint'),
		};
	}
	if (!Object.hasOwn(CLOUDS, cloud)) {
		throw new SyncError(`There is no cloud "${cloud}"`, 'Choose one of the clouds that the credential offers.');
	}
	return CLOUDS[cloud as keyof typeof CLOUDS];
}

function originOf(endpoint: string, what: string): string {
	const address = endpoint.trim();
	if (/^https?:\/\//i.test(address) && URL.canParse(address)) return new URL(address).origin;
	throw new SyncError(
		`The ${what} is not valid: "${address.slice(0, 200)}"`,
		'Enter a whole address in the credential, such as https://graph.microsoft.com.',
	);
}
