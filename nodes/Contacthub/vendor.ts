/** Contactlab Contacthub as the engine sees it. */
import { valueAt } from '../../core/execution/output';
import type { Vendor } from '../../core/rows/vendor';
import { connect } from './connection';
import { aggregateNode } from './operations/aggregate-node';
import { analytics } from './operations/analytics';
import { bulkJob } from './operations/bulk-job';
import { consent } from './operations/consent';
import { customer } from './operations/customer';
import { customerProperty } from './operations/customer-property';
import { customerSession } from './operations/customer-session';
import { customerSubscription } from './operations/customer-subscription';
import { dataProtection } from './operations/data-protection';
import { entryNode } from './operations/entry-node';
import { event } from './operations/event';
import { eventConfiguration } from './operations/event-configuration';
import { matchingPolicy } from './operations/matching-policy';
import { model } from './operations/model';
import { node } from './operations/node';
import type { ContacthubSurroundings } from './operations/operation';
import { productConfiguration } from './operations/product-configuration';
import { retentionPolicy } from './operations/retention-policy';
import { sendSource } from './operations/send-source';
import { source } from './operations/source';
import { update } from './operations/update';
import { user } from './operations/user';
import { workspace } from './operations/workspace';
import { workspaceConfiguration } from './operations/workspace-configuration';
import { publishedRoute } from './published-paths';

/** What a workspace is set up with, once or now and then; a node of its own lists it. */
const administration = [
	node,
	entryNode,
	aggregateNode,
	source,
	sendSource,
	customerProperty,
	eventConfiguration,
	productConfiguration,
	matchingPolicy,
	retentionPolicy,
	model,
	user,
	workspace,
	workspaceConfiguration,
];

export const contacthub: Vendor<ContacthubSurroundings> = {
	name: 'Contacthub',
	resources: [
		customer,
		customerSubscription,
		customerSession,
		event,
		consent,
		dataProtection,
		bulkJob,
		analytics,
		update,
		...administration,
	],
	administration,
	connect,
	publishedRoute,
	explain,
	credentialAdvice:
		'Check the token and the Workspace ID in the credential, and that the source of the token is trusted and may use this node of the workspace.',
};

/** Contacthub explains itself with a message and a list of what is wrong where (vendor's API standards, error body). */
function explain(answer: unknown): string | undefined {
	const errors = valueAt('errors', answer);
	const places: unknown[] = Array.isArray(errors) ? errors : [];
	const details = places.map((place) =>
		[valueAt('path', place), valueAt('message', place)].filter(Boolean).join(' '),
	);
	return [valueAt('message', answer), ...details].filter(Boolean).join('; ') || undefined;
}
