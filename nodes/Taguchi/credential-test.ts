/** Proves a Taguchi credential against its endpoint without changing anything there. */
import type { ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';
import type { Credential, Step } from '../../core/credentials/credential-trial';
import { tryOut } from '../../core/credentials/credential-trial';
import { isRecord } from '../../core/execution/output';
import { cleaned } from '../../core/credentials/pasted';
import type { Answer } from '../../core/requests/transport';
import { connectionOf, credentialTypeOf } from './endpoint';
import { subscriber } from './operations/subscriber';
import { taguchi } from './vendor';

const REFUSED =
	'Taguchi refused the credential. Check the token or key. If the endpoint is not activated yet, set Environment to Test.';
const advice = { 401: REFUSED, 403: REFUSED };

/** An authenticated endpoint is asked for a person that does not exist. */
const reading: Step = {
	row: subscriber.operations.get,
	besides: { query: { id: 0 } },
	provesToo: isOfTaguchi,
	advice,
};

/** A public endpoint reads nothing; it gets a profile without identifier, which it must refuse. */
const writing: Step = {
	row: subscriber.operations.upsert,
	besides: { body: [{ profile: {} }] },
	provesToo: isOfTaguchi,
	advice,
};

/** Tests a credential on Save; a public endpoint in its test environment. */
export async function testEndpoint(
	this: ICredentialTestFunctions,
	{ type, data = {}, ...credential }: Credential,
): Promise<INodeCredentialTestResult> {
	const isPublic = type === 'taguchiPublicApi';
	const own = isPublic ? { ...data, environment: 'test' } : data;
	return await tryOut(
		this,
		{ ...credential, type, data: own },
		{
			vendor: taguchi,
			connectionOf,
			sign: async (name, values, request) =>
				await credentialTypeOf(name).authenticate(values, request),
			steps: () => [isPublic ? writing : reading],
		},
	);
}

/** Taguchi answers with a list of profiles or of Status objects, also when nothing matches (V5 API, Subscriber Object). */
function isOfTaguchi(answer: Answer): boolean {
	const status = answer.ok ? answer.status : answer.failure.status;
	const { data } = answer;
	if (!Array.isArray(data) || data.length === 0 || !data.every(isRecord)) return false;
	const areStatuses = data.every(({ code }) => typeof code === 'number');
	return answer.ok
		? areStatuses || data.every(({ id }) => id !== undefined)
		: areStatuses && (status === 400 || status === 404);
}

/** Shorter secrets can be guessed. Counted in characters. */
const SHORTEST_SECRET = 16;

/** The secret never leaves n8n, so its length is all that can be judged before the first event arrives. */
export async function checkWebhookSecret(
	this: ICredentialTestFunctions,
	{ data = {} }: Credential,
): Promise<INodeCredentialTestResult> {
	const { length } = cleaned(data.secret);
	return length >= SHORTEST_SECRET
		? { status: 'OK', message: 'Long enough. The first event shows whether Taguchi sends it.' }
		: {
				status: 'Error',
				message: `Use at least ${SHORTEST_SECRET} characters; this secret has ${length}.`,
			};
}
