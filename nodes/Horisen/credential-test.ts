/** Proves a HORISEN credential by the contact fields of its account. */
import type {
	ICredentialDataDecryptedObject,
	ICredentialTestFunctions,
	IHttpRequestOptions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import type { Credential } from '../../core/credentials/credential-trial';
import { isRecordWith, tryOut } from '../../core/credentials/credential-trial';
import { readToken, withBearer } from '../../core/credentials/pasted';
import { HorisenTokenApi } from '../../credentials/HorisenTokenApi.credentials';
import { connectionOf } from './connection';
import { field } from './operations/field';
import { horisen } from './vendor';

const accessToken = new HorisenTokenApi();

/** Tests a credential on Save. n8n does not test one that a person has to connect; Connect tests that itself. */
export async function testAccount(
	this: ICredentialTestFunctions,
	credential: Credential,
): Promise<INodeCredentialTestResult> {
	return await tryOut(this, credential, {
		vendor: horisen,
		connectionOf,
		sign,
		steps: () => [
			{
				row: field.operations.getAll,
				besides: { query: { include_all: '1' } },
				provesToo: isRecordWith('uuid'),
				advice: {
					401: 'HORISEN refused the token. It may have expired, or the address of your n8n is not registered.',
					403: 'This token may not use this service. Check the Service UUID.',
					404: 'Nothing was found there. Check the Service UUID and the Base URL.',
				},
			},
		],
	});
}

async function sign(
	credentialType: string,
	data: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
	if (credentialType === accessToken.name) return await accessToken.authenticate(data, request);
	const { access_token: token } = Object(data.oauthTokenData) as { access_token?: unknown };
	return withBearer(request, readToken('Access Token (press Connect)', token));
}
