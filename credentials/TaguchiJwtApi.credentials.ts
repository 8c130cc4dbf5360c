import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { signedToken } from '../core/credentials/json-web-token';
import { readText, withBearer } from '../core/credentials/pasted';

/** The lifetimes that Taguchi recommends, in seconds (V5 API, JSON Web Token authentication). */
const SHORTEST = 60;
const LONGEST = 600;

/** A V5 API endpoint with a credential of the type "API secret key" or "API public key" (V5 API, JSON Web Token authentication). */
export class TaguchiJwtApi implements ICredentialType {
	name = 'taguchiJwtApi';

	displayName = 'Taguchi JSON Web Token (JWT) API';

	icon = { light: 'file:../icons/taguchi.svg', dark: 'file:../icons/taguchi.dark.svg' } as const;

	documentationUrl =
		'https://github.com/n8n-nodes-customer-data/n8n-nodes-customer-data#connect-taguchi';

	properties: INodeProperties[] = [
		{
			displayName: 'Endpoint URL',
			name: 'endpointUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://edm2.taguchimail.com/apiv5_auth/prod/…',
			description: 'Copy it from Settings > Integrations in Taguchi',
		},
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			default: 'endpointUrl',
			description: 'Test requests are answered the same way, but change nothing and send nothing',
			options: [
				{ name: 'As in the Endpoint URL', value: 'endpointUrl' },
				{ name: 'Production', value: 'prod' },
				{ name: 'Test', value: 'test' },
			],
		},
		{
			displayName: 'Key Type',
			name: 'algorithm',
			type: 'options',
			default: 'HS256',
			description: 'The type of the credential in Taguchi under Settings > Credentials',
			options: [
				{ name: 'API Secret Key (HS256)', value: 'HS256' },
				{ name: 'API Public Key (RS256)', value: 'RS256' },
			],
		},
		{
			displayName: 'Secret Key',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'The same key as in Taguchi',
			displayOptions: { show: { algorithm: ['HS256'] } },
		},
		{
			displayName: 'Private Key',
			name: 'privateKey',
			type: 'string',
			typeOptions: { password: true, rows: 5 },
			required: true,
			default: '',
			placeholder: 'e.g. -----BEGIN PRIVATE KEY-----',
			description:
				'The private half of the key pair whose public half is in Taguchi; it never leaves n8n',
			displayOptions: { show: { algorithm: ['RS256'] } },
		},
		{
			displayName: 'Integration Token',
			name: 'integrationToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'The API integration token of the endpoint; each JSON Web Token carries it as its subject (sub)',
		},
		{
			displayName: 'Token Lifetime (Seconds)',
			name: 'lifetime',
			type: 'number',
			typeOptions: { minValue: SHORTEST, maxValue: LONGEST },
			default: 300,
			description: 'From 60 seconds to 10 minutes. Tokens are made by n8n and renewed in time.',
		},
	];

	async authenticate(
		{ algorithm, secret, privateKey, integrationToken, lifetime }: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const usesSecret = algorithm !== 'RS256';
		const token = await signedToken({
			algorithm: usesSecret ? 'HS256' : 'RS256',
			key: String((usesSecret ? secret : privateKey) ?? ''),
			keyLabel: usesSecret ? 'Secret Key' : 'Private Key',
			subject: readText('Integration Token', integrationToken),
			lifetimeSeconds: Math.min(LONGEST, Math.max(SHORTEST, Number(lifetime) || SHORTEST)),
		});
		return withBearer(request, token);
	}
}
