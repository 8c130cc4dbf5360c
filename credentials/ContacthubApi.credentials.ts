import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { readToken, withBearer } from '../core/credentials/pasted';

/** The token of a source of a Contacthub workspace (Contacthub, Settings > Customers > Sources). */
export class ContacthubApi implements ICredentialType {
	name = 'contacthubApi';

	displayName = 'Contacthub API';

	icon = {
		light: 'file:../icons/contacthub.svg',
		dark: 'file:../icons/contacthub.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-customer-data/n8n-nodes-customer-data#connect-contacthub';

	properties: INodeProperties[] = [
		{
			displayName: 'Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'The API token of a source, from Settings > Customers > Sources in Contacthub',
		},
		{
			displayName: 'Workspace ID',
			name: 'workspaceId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 0aea7919-57cd-4260-910e-8b1ae53a7259',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://api.contactlab.it/hub/v1',
			description: 'Change it only if Contactlab gave you another address',
		},
	];

	async authenticate(
		{ token }: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return withBearer(request, readToken('Token', token));
	}
}
