/** Tries out a credential on Save: asks rows of the vendor, and believes only what they document. */
import { randomUUID } from 'node:crypto';
import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import type { Channel } from '../requests/channel';
import type { Connection } from '../requests/connection';
import type { Operation } from '../rows/operation';
import { believed } from '../execution/outcome';
import { isRecord } from '../execution/output';
import { UnusableCredential } from './pasted';
import type { Besides } from '../requests/request';
import { callOf } from '../requests/request';
import type { Answer, Patience } from '../requests/transport';
import { converse } from '../requests/transport';
import type { Vendor } from '../rows/vendor';

export type Credential = ICredentialsDecrypted<ICredentialDataDecryptedObject>;

/** One request, and what its answer proves. */
export interface Step {
	row: Operation;
	besides?: Besides;
	/** Whether an answer that the row does not document proves the credential as well. */
	provesToo?(answer: Answer): boolean;
	/** How to get unstuck, by the status of a refusal. */
	advice?: Readonly<Record<number, string>>;
}

export interface Trial {
	vendor: Vendor;
	/**
	 * Reads the credential as the node does.
	 *
	 * @throws UnusableCredential when it cannot be used
	 */
	connectionOf(
		credentialType: string,
		data: ICredentialDataDecryptedObject,
	): Connection | Promise<Connection>;
	/** Signs a request as n8n lets the credential do it. */
	sign(
		credentialType: string,
		data: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions>;
	/** What is asked, one after the other; the first that proves nothing ends it. */
	steps(data: ICredentialDataDecryptedObject): readonly Step[];
}

/** Somebody waits in front of the form. */
const IMPATIENT: Patience = { tries: 1, longestWaitMs: 0, timeoutMs: 15_000, firstWaitMs: 0 };

/** Says whether a credential works, and if not what to do. Nothing is changed at the vendor. */
export async function tryOut(
	context: ICredentialTestFunctions,
	{ type, data = {} }: Credential,
	{ vendor, connectionOf, sign, steps }: Trial,
): Promise<INodeCredentialTestResult> {
	try {
		const { grant, ...connection } = await connectionOf(type, data);
		// A token that n8n has kept proves nothing of client ID and secret.
		const own: Connection = {
			...connection,
			...(grant && { grant: { ...grant, kept: undefined } }),
		};
		const channel = channelOf(context, async (request) => await sign(type, data, request));
		for (const step of steps(data)) {
			const { row, besides = {} } = step;
			const call = callOf(row, row.request, {}, besides);
			const answer = await converse({
				channel,
				vendor,
				connection: own,
				call,
				patience: IMPATIENT,
			});
			const refusal = refusalOf(vendor, step, answer);
			if (refusal !== undefined) return { status: 'Error', message: refusal };
		}
		return { status: 'OK', message: `${vendor.name} accepts this credential` };
	} catch (thrown) {
		const unusable = thrown instanceof UnusableCredential;
		const message = unusable ? `${thrown.message}. ${thrown.description}` : String(thrown);
		return { status: 'Error', message };
	}
}

function refusalOf(vendor: Vendor, step: Step, answer: Answer): string | undefined {
	const { row, provesToo, advice = {} } = step;
	const judged = believed(vendor, row, answer);
	if (judged.ok || provesToo?.(answer)) return undefined;
	const { message, description, status = 0 } = judged.failure;
	return advice[status] ?? `${message}. ${description}`;
}

/** Whether an answer is a record of the vendor's, known by the text under the name that identifies it. */
export const isRecordWith =
	(name: string) =>
	(answer: Answer): boolean =>
		answer.ok && isRecord(answer.data) && typeof answer.data[name] === 'string';

/** A test of a credential has no other way to send a request (n8n-workflow, ICredentialTestFunctions). */
function channelOf(
	{ helpers }: ICredentialTestFunctions,
	sign: (request: IHttpRequestOptions) => Promise<IHttpRequestOptions>,
): Channel {
	const plain = async ({ method, url, headers, body, timeout }: IHttpRequestOptions) => {
		const response: IN8nHttpFullResponse = await helpers.request({
			method,
			url,
			headers,
			body,
			timeout,
			simple: false,
			resolveWithFullResponse: true,
			useStream: true,
			followRedirect: false,
			followAllRedirects: false,
			sendCredentialsOnCrossOriginRedirect: false,
		});
		return response;
	};
	return {
		plain,
		signed: async (request) => await plain(await sign(request)),
		// Nothing that is remembered proves the credential.
		credentialId: () => randomUUID(),
		run: {},
	};
}
