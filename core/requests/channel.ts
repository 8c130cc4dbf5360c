/** How requests leave n8n. */
import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import type { RequestContext } from './connection';

export interface Channel {
	/** Sends a request as it is. */
	plain(options: IHttpRequestOptions): Promise<IN8nHttpFullResponse>;
	/** Signs a request with a credential of the user's and sends it. */
	signed(options: IHttpRequestOptions, credentialType: string): Promise<IN8nHttpFullResponse>;
	/** The ID of the user's credential of a type. */
	credentialId(credentialType: string): string;
	/** Aborted when nobody wants the answer any more. */
	cancel?: AbortSignal;
	/** What stands for this run of the node; what is remembered of it is forgotten with it. */
	run: object;
}

const channels = new WeakMap<RequestContext, Channel>();

/** The channel of a node's context, which is the same for all its requests. */
export function channelOf(context: RequestContext): Channel {
	const channel = channels.get(context) ?? openChannel(context);
	channels.set(context, channel);
	return channel;
}

const openChannel = (context: RequestContext): Channel => ({
	plain: async (options) => await context.helpers.httpRequest(options),
	signed: async (options, credentialType) =>
		await context.helpers.httpRequestWithAuthentication.call(
			withSignal(context, options.abortSignal),
			credentialType,
			options,
		),
	credentialId: (type) => context.getNode().credentials?.[type]?.id ?? '',
	cancel: cancelSignalOf(context),
	run: context,
});

/** The signal by which n8n stops an execution; polls and the editor have none. */
export const cancelSignalOf = (context: RequestContext): AbortSignal | undefined =>
	'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;

/** Where a context has a signal of its own, n8n puts it in the place of the request's, and a time limit would be lost. */
function withSignal(context: RequestContext, signal: unknown): RequestContext {
	if (!('getExecutionCancelSignal' in context)) return context;
	return new Proxy(context, {
		get(target, name): unknown {
			if (name === 'getExecutionCancelSignal') return () => signal;
			const value: unknown = Reflect.get(target, name, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}
