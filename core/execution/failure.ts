/** The one place that turns an unsuccessful answer into "what happened, and how to get unstuck". */
import type { IDataObject, INode, INodeExecutionData, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { masked } from '../credentials/masking';
import { ownFault } from './own-fault';

/** How messages speak of a vendor. */
export interface VendorWords {
	/** The name that messages use. */
	name: string;
	/** The vendor's own words in an answer that is not a success, if there are any. */
	explain(answer: unknown): string | undefined;
	/** What to look at when the vendor refuses the credential. */
	credentialAdvice: string;
}

/** Why a request came to nothing. Holds no header, no credential and no raw page. */
export interface Failure {
	/** What happened, in one sentence. */
	message: string;
	/** How to get unstuck. */
	description: string;
	status?: number;
	/** Why, in n8n's terms, where a wait or a new credential would help. */
	cause?: Cause;
	/** How long the vendor asked to wait, in ms. */
	retryAfterMs?: number;
	details?: IDataObject;
}

/** n8n's durable poller reads why a poll came to nothing (n8n-workflow, errors/failure). */
type Cause = 'rate-limited' | 'temporarily-unavailable' | 'credential-invalid';

/** The advice when nobody can tell whether something that must not happen twice has happened. */
export const LOOK_FIRST = 'The work may have been done: look before you run the item again.';

/** Longest stretch of the vendor's own words that a message repeats, in characters. */
const LONGEST_QUOTE = 300;

/** An answer with a status that is not a success. */
export function refused(vendor: VendorWords, status: number, answer: unknown): Failure {
	const words = quoted(vendor.explain(answer));
	const said = words ? `: ${words}` : '';
	const { message, description } = textFor(vendor, status);
	return { message: `${message}${said}`, description, status, cause: causeOf(status) };
}

/** Words of somebody else's as a message may repeat them: short, without credentials, and without what a page is made of. */
export function quoted(words: unknown, secrets?: readonly string[]): string {
	const [text = ''] = masked(String(words ?? ''), secrets).split('<', 1);
	return text.trim().slice(0, LONGEST_QUOTE);
}

function textFor({ name, credentialAdvice }: VendorWords, status: number) {
	if (status === 401 || status === 403) {
		return { message: `${name} refused the credential (${status})`, description: credentialAdvice };
	}
	if (status === 404) {
		return {
			message: `${name} found nothing that matches`,
			description: 'Check the identifier, and that the credential belongs to the right account.',
		};
	}
	if (status === 409) {
		return {
			message: `${name} reports a conflict with existing data`,
			description: 'Read the current record first, then send the change again.',
		};
	}
	if (status === 413) {
		return {
			message: `${name} finds the request too large`,
			description: 'Send fewer items in a request, or shorter values.',
		};
	}
	if (status === 429) {
		return {
			message: `${name} receives too many requests at the moment`,
			description: 'Lower Concurrent Requests in Options, or run the workflow less often.',
		};
	}
	if (status >= 500) {
		return {
			message: `${name} could not answer (${status})`,
			description: 'The service has an outage or is overloaded. Try again later.',
		};
	}
	return {
		message: `${name} did not accept the request (${status})`,
		description: 'Check the values of this item against what the message names.',
	};
}

/** No answer came, or none that can be read. */
export const unanswered = (
	{ name }: VendorWords,
	reason: string,
	description: string,
): Failure => ({
	message: `${name} ${reason}`,
	description,
	cause: 'temporarily-unavailable',
});

/** n8n or the credential did not let the request go. */
export function withheld(
	{ name, credentialAdvice }: VendorWords,
	thrown: unknown,
	secrets: readonly string[],
): Failure {
	const words = quoted(thrown instanceof Error ? thrown.message : thrown, secrets);
	return {
		message: `${name} was not asked, because the credential cannot be used: ${words}`,
		description: credentialAdvice,
		cause: 'credential-invalid',
	};
}

/** The run was stopped. Spelled so: by this word n8n tells a stopped execution from a failed one (n8n-core, workflow-execute). */
export const canceled = (node: INode) => new NodeOperationError(node, 'The execution was canceled');

/** The failure as n8n's own exception, bound to an item of the input when there is one. */
export function toNodeApiError(node: INode, failure: Failure, itemIndex?: number): NodeApiError {
	const { message, description, status, cause, retryAfterMs } = failure;
	const response: JsonObject = { message };
	return new NodeApiError(node, response, {
		message,
		description,
		itemIndex,
		httpCode: status?.toString(),
		...(cause && {
			failure: cause === 'credential-invalid' ? { cause } : { cause, retryAfterMs },
		}),
	});
}

function causeOf(status: number): Cause | undefined {
	if (status === 429) return 'rate-limited';
	if (status === 401 || status === 403) return 'credential-invalid';
	return status >= 500 ? 'temporarily-unavailable' : undefined;
}

/** The failure as an item of the error output; any other key would keep it on the success branch (n8n-core, workflow-execute). */
export const toErrorItem = (failure: Failure, itemIndex: number): INodeExecutionData => ({
	json: {
		error: failure.message,
		message: failure.description,
		details: {
			...(failure.status !== undefined && { status: failure.status }),
			...failure.details,
		},
	},
	pairedItem: { item: itemIndex },
});

/** What was thrown, as a failure: our own checks throw NodeOperationError, n8n's credentials their own. */
export function fromThrown(thrown: unknown): Failure {
	const fault = ownFault(thrown);
	if (fault) return fault;
	const message = thrown instanceof Error ? thrown.message : String(thrown);
	const hint =
		thrown instanceof NodeOperationError || thrown instanceof NodeApiError
			? thrown.description
			: undefined;
	return { message, description: hint ?? 'Check the credential and the settings of this node.' };
}
