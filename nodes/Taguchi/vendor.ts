/** Taguchi V5 as the engine sees it. */
import { valueAt } from '../../core/execution/output';
import type { Vendor } from '../../core/rows/vendor';
import { connect } from './endpoint';
import { event } from './operations/event';
import { message } from './operations/message';
import type { TaguchiSurroundings } from './operations/operation';
import { partition } from './operations/partition';
import { subscriber } from './operations/subscriber';

export const taguchi: Vendor<TaguchiSurroundings> = {
	name: 'Taguchi',
	resources: [subscriber, event, message, partition],
	connect,
	explain,
	credentialAdvice:
		'Check the token or key in the credential. Until the endpoint is activated in Taguchi, only the environment "test" is allowed.',
};

/** Taguchi explains itself with a list of Status objects, on refusals too (V5 API, Subscriber Object > GET requests). */
function explain(answer: unknown): string | undefined {
	const statuses: unknown[] = Array.isArray(answer) ? answer : [answer];
	const words = statuses.map((status) => valueAt('description', status) || valueAt('name', status));
	return words.find((said) => typeof said === 'string');
}
