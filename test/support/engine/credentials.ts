import { Credentials } from 'n8n-core';
import { ICredentialsHelper, NodeHelpers, UserError } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeProperties,
	IRequestOptionsSimplified,
	IWorkflowExecuteAdditionalData,
	Workflow,
} from 'n8n-workflow';

import { credentialType } from './types';

/** The data of each credential, by the name of its type. One credential a type is enough for a test. */
export type CredentialData = Record<string, Record<string, unknown>>;

/**
 * What n8n does with the credentials it stores, over data that a test hands in: defaults filled in, `authenticate`
 * applied to a request, `preAuthentication` called for a token that is empty or has expired, and that token kept.
 */
export class TestCredentialsHelper extends ICredentialsHelper {
	constructor(private readonly stored: CredentialData) {
		super();
	}

	/** How a node refers to the credential of this type, or undefined if the test has none. */
	reference(type: string): INodeCredentialsDetails | undefined {
		return this.stored[type] && { id: `id-of-${type}`, name: `Test ${type}` };
	}

	getParentTypes(name: string): string[] {
		const parents = credentialType(name).extends ?? [];
		return [...parents, ...parents.flatMap((parent) => this.getParentTypes(parent))];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		const { extends: parents = [], properties } = credentialType(type);
		const merged: INodeProperties[] = [];
		for (const parent of parents) NodeHelpers.mergeNodeProperties(merged, this.getCredentialsProperties(parent));
		NodeHelpers.mergeNodeProperties(merged, properties);
		return merged;
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_reference: INodeCredentialsDetails,
		type: string,
		_mode?: unknown,
		_executeData?: unknown,
		raw?: boolean,
	): Promise<ICredentialDataDecryptedObject> {
		const data = this.dataOf(type);
		if (raw) return data;
		const withDefaults = NodeHelpers.getNodeParameters(
			this.getCredentialsProperties(type),
			data as Parameters<typeof NodeHelpers.getNodeParameters>[1],
			true,
			false,
			null,
			null,
		);
		return { ...withDefaults } as ICredentialDataDecryptedObject;
	}

	async getCredentials(reference: INodeCredentialsDetails, type: string): Promise<ICredentials> {
		const credentials = new Credentials<ICredentialDataDecryptedObject>(reference, type);
		await credentials.setData(this.dataOf(type));
		return credentials;
	}

	async updateCredentials(
		_reference: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.stored[type] = data;
	}

	async updateCredentialsOauthTokenData(
		_reference: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.stored[type] = { ...this.stored[type], oauthTokenData: data.oauthTokenData };
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		type: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = credentialType(type);
		const request = requestOptions as IHttpRequestOptions;
		if (typeof authenticate === 'function') return await authenticate(credentials, request);
		if (!authenticate) return request;
		if (!workflow || !node) throw new UserError('A workflow and a node are needed to authenticate a request');

		const resolved = (text: unknown) =>
			String(
				workflow.expression.getSimpleParameterValue(
					node,
					text as string,
					'internal',
					{ $credentials: credentials },
					undefined,
					'',
				),
			);
		for (const [part, values] of Object.entries(authenticate.properties)) {
			const target = ((request as unknown as Record<string, unknown>)[part] ??= {}) as Record<string, string>;
			for (const [key, value] of Object.entries(values as Record<string, unknown>)) {
				target[resolved(key)] = resolved(value);
			}
		}
		return request;
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		type: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const expirable = credentialType(type).properties.find(
			(property) => property.type === 'hidden' && property.typeOptions?.expirable === true,
		)?.name;
		if (expirable === undefined) return undefined;
		if (credentials[expirable] !== '' && !credentialsExpired) return undefined;
		const fresh = await this.runPreAuthentication(helpers, credentials, type);
		const reference = node.credentials?.[type];
		if (fresh?.[expirable] === undefined || !reference) return undefined;
		await this.updateCredentials(reference, type, { ...this.dataOf(type), ...fresh });
		return Object.assign(credentials, fresh);
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		type: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const { preAuthentication } = credentialType(type);
		return (await preAuthentication?.call(helpers, credentials)) as ICredentialDataDecryptedObject | undefined;
	}

	private dataOf(type: string): ICredentialDataDecryptedObject {
		const data = this.stored[type];
		if (!data) throw new UserError(`The test has no credential of type ${type}`);
		return data as ICredentialDataDecryptedObject;
	}
}
