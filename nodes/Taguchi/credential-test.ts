/** Proves a Taguchi credential against its endpoint without changing anything there. */
import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IHttpRequestOptions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { TaguchiJwtApi } from '../../credentials/TaguchiJwtApi.credentials';
import { TaguchiPublicApi } from '../../credentials/TaguchiPublicApi.credentials';
import { TaguchiTokenApi } from '../../credentials/TaguchiTokenApi.credentials';
import { parseExact } from '../../core/exact-json';
import { UnusableCredential } from '../../core/pasted';
import { endpointOf } from './endpoint';

const credentialTypes = [new TaguchiTokenApi(), new TaguchiJwtApi(), new TaguchiPublicApi()];

/**
 * Signs a request like the node does and reads the verdict. An authenticated endpoint is asked for a person that does not
 * exist; a public one, which reads nothing, gets a profile without identifier in the test environment, which it must refuse.
 */
export async function testEndpoint(
	this: ICredentialTestFunctions,
	{ type, data = {} }: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const credentialType = credentialTypes.find(({ name }) => name === type);
	if (!credentialType) return { status: 'Error', message: `Not a Taguchi credential: ${type}` };
	try {
		const url = `${endpointOf(type === 'taguchiPublicApi' ? { ...data, environment: 'test' } : data)}/subscriber`;
		const signed = await credentialType.authenticate(data, probe(type, url));
		// A credential test has no other way to send a request (n8n-workflow, ICredentialTestFunctions).
		const { request } = this.helpers;
		const { statusCode, body } = (await request({
			...signed,
			simple: false,
			resolveWithFullResponse: true,
		})) as { statusCode: number; body: unknown };
		return verdict(statusCode, body);
	} catch (thrown) {
		if (thrown instanceof UnusableCredential) return { status: 'Error', message: thrown.message };
		const reason = thrown instanceof Error ? thrown.message : String(thrown);
		return { status: 'Error', message: `No answer from the endpoint: ${reason}` };
	}
}

const probe = (type: string, url: string): IHttpRequestOptions =>
	type === 'taguchiPublicApi'
		? {
				method: 'POST',
				url,
				headers: { 'Content-Type': 'application/json' },
				body: '[{"profile":{}}]',
			}
		: { method: 'GET', url: `${url}?id=0` };

function verdict(statusCode: number, body: unknown): INodeCredentialTestResult {
	if (statusCode === 401 || statusCode === 403) {
		return {
			status: 'Error',
			message:
				'Taguchi refused the credential. Check the token or key. If the endpoint is not activated yet, set Environment to Test.',
		};
	}
	// Taguchi answers with a list, also when nothing matches; anything else is another service at this address.
	if ([200, 400, 404].includes(statusCode) && Array.isArray(readJson(body))) {
		return { status: 'OK', message: 'The endpoint accepts this credential' };
	}
	return {
		status: 'Error',
		message: `The address does not answer like a Taguchi endpoint (${statusCode}). Check the Endpoint URL.`,
	};
}

function readJson(body: unknown): unknown {
	if (typeof body !== 'string') return body;
	try {
		return parseExact(body);
	} catch {
		return undefined;
	}
}

/** Shorter secrets can be guessed. Counted in characters. */
const SHORTEST_SECRET = 16;

/** The secret never leaves n8n, so its length is all that can be judged before the first event arrives. */
export async function checkWebhookSecret(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const { length } = String(data.secret ?? '');
	return length >= SHORTEST_SECRET
		? { status: 'OK', message: 'Long enough. The first event shows whether Taguchi sends it.' }
		: {
				status: 'Error',
				message: `Use at least ${SHORTEST_SECRET} characters; this secret has ${length}.`,
			};
}
