import { randomUUID } from 'node:crypto';
import { Credentials, getAdditionalKeys } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialType,
	IExecuteData,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentials,
	INodeCredentialsDetails,
	INodeParameters,
	INodeProperties,
	IRequestOptionsSimplified,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { deepCopy, ICredentialsHelper, NodeHelpers, Workflow } from 'n8n-workflow';
import { NodeTypeRegistry } from './environment.mts';

export type CredentialData = Record<string, unknown>;

const owner: INode = {
	id: 'credential',
	name: 'Credential',
	type: 'credential',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** The properties of n8n's own `oAuth2Api` that its engine reads; n8n-nodes-base is not installed. */
const oAuth2Api: ICredentialType = {
	name: 'oAuth2Api',
	displayName: 'OAuth2 API',
	properties: [
		['grantType', 'authorizationCode'],
		['authUrl', ''],
		['accessTokenUrl', ''],
		['clientId', ''],
		['clientSecret', ''],
		['scope', ''],
		['authQueryParameters', ''],
		['authentication', 'header'],
		['additionalBodyProperties', ''],
	].map(([name = '', value = '']) => ({
		displayName: name,
		name,
		type: 'string',
		default: value,
	})),
};

/**
 * The credentials of one test, in memory, with the behaviour of n8n's server: defaults and
 * expressions of the type applied on reading, `authenticate` and `preAuthentication` run for real,
 * refreshed OAuth2 tokens written back. Hand the same store to two runs to keep its tokens.
 */
export class CredentialStore extends ICredentialsHelper {
	readonly #types = new Map<string, ICredentialType>([[oAuth2Api.name, oAuth2Api]]);
	readonly #data = new Map<string, ICredentialDataDecryptedObject>();
	// n8n keeps one token refresh in flight per credential id, across the whole process.
	readonly #id = randomUUID();
	/** How often the data of a credential was decrypted. */
	decrypted = 0;

	constructor(types: ICredentialType[], data: Record<string, CredentialData>) {
		super();
		for (const type of types) this.#types.set(type.name, type);
		for (const [type, values] of Object.entries(data)) {
			this.#type(type);
			this.#data.set(type, deepCopy(values) as ICredentialDataDecryptedObject);
		}
	}

	/** What is stored for a credential type now, tokens included. */
	stored(type: string): ICredentialDataDecryptedObject {
		const data = this.#data.get(type);
		if (data === undefined) throw new Error(`The test has no credential of type "${type}"`);
		return data;
	}

	/** The `credentials` of a node that uses every credential of this store. */
	references(): INodeCredentials {
		return Object.fromEntries(
			[...this.#data.keys()].map((type) => [type, { id: `${this.#id}-${type}`, name: type }]),
		);
	}

	/** Stored data with the type's defaults, and its expressions resolved. */
	resolve(
		type: string,
		data: ICredentialDataDecryptedObject,
		additional: IWorkflowExecuteAdditionalData,
		mode: WorkflowExecuteMode,
	): ICredentialDataDecryptedObject {
		const withDefaults = NodeHelpers.getNodeParameters(
			this.getCredentialsProperties(type),
			deepCopy(data) as INodeParameters,
			true,
			false,
			null,
			null,
		);
		const resolved = this.#evaluated(withDefaults ?? {}, additional, mode);
		if (data.oauthTokenData !== undefined) resolved.oauthTokenData = data.oauthTokenData;
		return resolved;
	}

	#evaluated(
		values: INodeParameters,
		additional: IWorkflowExecuteAdditionalData,
		mode: WorkflowExecuteMode,
	): ICredentialDataDecryptedObject {
		// n8n would build a workflow and all that expressions may ask for, even where there is none.
		if (!JSON.stringify(values).includes('"=')) return values as ICredentialDataDecryptedObject;
		return this.#workflow().expression.getComplexParameterValue(
			owner,
			values,
			mode,
			getAdditionalKeys(additional, mode, null, { isCredential: true }),
			undefined,
			undefined,
			values,
		) as ICredentialDataDecryptedObject;
	}

	getParentTypes(name: string): string[] {
		return (this.#types.get(name)?.extends ?? []).flatMap((parent) => [
			...this.getParentTypes(parent),
			parent,
		]);
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const options = requestOptions as IHttpRequestOptions;
		const { authenticate } = this.#type(typeName);
		if (authenticate === undefined) return options;
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		if (workflow === undefined || node === undefined) {
			throw new Error('Declarative authentication needs a workflow and a node');
		}
		const evaluate = (value: string): string =>
			value.startsWith('=')
				? String(
						workflow.expression.getSimpleParameterValue(node, value, 'internal', {
							$credentials: credentials,
						}) ?? '',
					)
				: value;
		for (const section of ['auth', 'body', 'headers', 'qs'] as const) {
			const values = Object.entries(authenticate.properties[section] ?? {});
			if (values.length === 0) continue;
			const additions = values.map(([key, value]) => [evaluate(key), evaluate(String(value))]);
			Object.assign(options, {
				[section]: { ...Object(options[section]), ...Object.fromEntries(additions) },
			});
		}
		return options;
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		_node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.#type(typeName);
		const expirable = type.properties.find(
			({ type: kind, typeOptions }) => kind === 'hidden' && typeOptions?.expirable === true,
		);
		if (type.preAuthentication === undefined || expirable === undefined) return undefined;
		if (credentials[expirable.name] !== '' && !credentialsExpired) return undefined;
		const output = await type.preAuthentication.call(helpers, credentials);
		if (output[expirable.name] === undefined) return undefined;
		await this.updateCredentials({ id: null, name: typeName }, typeName, {
			...this.stored(typeName),
			...(output as ICredentialDataDecryptedObject),
		});
		return Object.assign(credentials, output);
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const output = await this.#type(typeName).preAuthentication?.call(helpers, credentials);
		return output as ICredentialDataDecryptedObject | undefined;
	}

	async getCredentials(details: INodeCredentialsDetails, type: string): Promise<ICredentials> {
		const credentials = new Credentials({ id: details.id, name: details.name }, type);
		await credentials.setData(this.stored(type));
		return credentials;
	}

	async getDecrypted(
		additional: IWorkflowExecuteAdditionalData,
		_details: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		_executeData?: IExecuteData,
		raw?: boolean,
	): Promise<ICredentialDataDecryptedObject> {
		this.decrypted += 1;
		const data = this.stored(type);
		return raw === true ? deepCopy(data) : this.resolve(type, data, additional, mode);
	}

	async updateCredentials(
		_details: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.#data.set(type, deepCopy(data));
	}

	async updateCredentialsOauthTokenData(
		details: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		const { oauthTokenData = {} } = data;
		await this.updateCredentials(details, type, { ...this.stored(type), oauthTokenData });
	}

	getCredentialsProperties(name: string): INodeProperties[] {
		const type = this.#type(name);
		const properties: INodeProperties[] = [];
		for (const parent of type.extends ?? []) {
			NodeHelpers.mergeNodeProperties(properties, this.getCredentialsProperties(parent));
		}
		NodeHelpers.mergeNodeProperties(properties, type.properties);
		return properties;
	}

	#type(name: string): ICredentialType {
		const type = this.#types.get(name);
		if (type === undefined) throw new Error(`The test was given no credential type "${name}"`);
		return type;
	}

	#workflow(): Workflow {
		return new Workflow({
			nodes: [],
			connections: {},
			active: false,
			nodeTypes: new NodeTypeRegistry({}),
		});
	}
}

/** A store as it is, or a new one from plain data by credential type. */
export function credentialStore(
	credentials: CredentialStore | Record<string, CredentialData> = {},
	types: ICredentialType[] = [],
): CredentialStore {
	return credentials instanceof CredentialStore
		? credentials
		: new CredentialStore(types, credentials);
}
