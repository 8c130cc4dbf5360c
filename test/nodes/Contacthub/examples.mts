import {
	CONTACTHUB_NODE_ID,
	CONTACTHUB_TOKEN,
	CONTACTHUB_WORKSPACE_ID,
} from '../../../sandbox/contacthub/accounts.mts';
import type { Field } from '../../../core/rows/field.ts';
import type { Sandbox } from '../../../sandbox/server.mts';
import { CredentialStore } from '../../engine/credential-store.mts';
import type { VendorExamples } from '../../contracts/examples.mts';
import { byId, credentialTypes, mappedByName } from './run.mts';

/** Ids of records that exist before each run. */
interface Known {
	customerId: string;
	sessionId: string;
	eventId: string;
	aggregateId: string;
	sourceId: string;
	jobId: string;
}

const node = byId(CONTACTHUB_NODE_ID);
const inNode = () => ({ nodeId: node });
const ofCustomer = ({ customerId }: Pick<Known, 'customerId'>) => ({
	customerId: byId(customerId),
});
const ofSession = ({ sessionId, ...known }: Known) => ({ ...ofCustomer(known), sessionId });
const inAggregate = ({ aggregateId }: Known) => ({ aggregateNodeId: byId(aggregateId) });
const ofSource = ({ sourceId }: Known) => ({ sourceId: byId(sourceId) });
const ofEvent = ({ eventId }: Known) => ({ id: eventId });
const ofType = () => ({ eventType: 'viewedPage' });
const email = { 'base.contacts.email': 'new@example.com' };
const events = { entry: [{ eventType: 'viewedPage', months: 12 }] };
const extended = JSON.stringify({
	points: { type: 'number', contactlabProperties: { label: 'P' } },
});

/** A filter of every kind: each operator with each way to compare, and values that fit both. */
const VALUES: Record<string, [string, string]> = {
	number: ['1', '2'],
	text: ['a', 'b'],
	boolean: ['true', 'false'],
};
const everyFilter = ({ fields = {} }: Field) => ({
	entry: (fields.operator?.choices ?? []).flatMap(({ value: operator }) =>
		Object.entries(VALUES).map(([type, [first, second]]) => ({
			property: 'base.contacts.email',
			operator,
			type,
			value: ['IN', 'NOT_IN', 'BETWEEN'].includes(operator) ? `${first},${second}` : first,
		})),
	),
});

/** Values of fields that are texts with a form of their own. */
const SAMPLES: Record<string, unknown> = {
	binaryField: 'data',
	query: '{"name": "", "query": {"type": "simple"}}',
};

const JOB = '0b7f2f5e-7d53-4d39-8d52-31b8b6a9d002';

/** Asks the sandbox's workspace. */
async function ask(
	{ contacthub }: Sandbox,
	path: string,
	init: RequestInit = {},
): Promise<unknown> {
	const answer = await fetch(
		`${contacthub.baseUrl}/workspaces/${CONTACTHUB_WORKSPACE_ID}/${path}`,
		{
			...init,
			headers: { authorization: `Bearer ${CONTACTHUB_TOKEN}`, ...init.headers },
		},
	);
	if (!answer.ok) throw new Error(`The sandbox refuses ${path}: ${await answer.text()}`);
	return await answer.json();
}

/** Makes a record of the sandbox's workspace. */
async function make(sandbox: Sandbox, path: string, body: object): Promise<string> {
	const made = await ask(sandbox, path, {
		method: 'POST',
		...(body instanceof FormData
			? { body }
			: { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
	});
	return String(Object(made).id);
}

export const examples: VendorExamples<Known> = {
	addressIn: ({ contacthub }) => contacthub.baseUrl,
	besides: /\/docs\/swagger\.yml$/,
	credentials: (baseUrl) =>
		new CredentialStore(credentialTypes, {
			contacthubApi: { token: CONTACTHUB_TOKEN, workspaceId: CONTACTHUB_WORKSPACE_ID, baseUrl },
		}),
	prepare: async (sandbox) => {
		const [customer] = sandbox.contacthub.addPeople(1);
		const customerId = customer?.id ?? '';
		const job = new FormData();
		job.set('operation', 'UPSERT');
		job.set('entity', 'CUSTOMER');
		job.set('file', new Blob(['externalId\r\n100\r\n'], { type: 'text/csv' }), 'people.csv');
		const jobs = `nodes/${CONTACTHUB_NODE_ID}/bulk-jobs`;
		const jobId = await make(sandbox, jobs, job);
		// A job makes a step with each look; its results are there when it is processed.
		for (let look = 0; look < 3; look++) await ask(sandbox, `${jobs}/${jobId}`);
		return {
			jobId,
			customerId,
			sessionId: await make(sandbox, `customers/${customerId}/sessions`, { value: 'known' }),
			eventId: await make(sandbox, 'events', {
				customerId,
				type: 'viewedPage',
				context: 'WEB',
				properties: { url: 'https://example.com' },
			}),
			aggregateId: await make(sandbox, 'configuration/nodes/aggregates', { name: 'Everybody' }),
			sourceId: await make(sandbox, 'configuration/sources', { provider: 'API', name: 'Shop' }),
		};
	},
	sample: (name, field) => (name === 'filters' ? everyFilter(field) : SAMPLES[name]),
	answers: {
		'bulkJob.create': { id: JOB, status: 'PROCESSED' },
		'bulkJob.get': { id: JOB, status: 'PROCESSED' },
	},
	rows: {
		'customer.getAll': { parameters: inNode, either: [['filters', 'query']] },
		'customer.get': { parameters: ofCustomer },
		'customer.getEntryCustomers': {
			parameters: ofCustomer,
		},
		'customer.create': {
			parameters: () => ({ nodeId: node, input: 'fields', properties: mappedByName }),
			items: [email],
		},
		'customer.update': {
			parameters: (known) => ({ ...ofCustomer(known), input: 'fields', properties: mappedByName }),
			items: [email],
		},
		'customer.replace': {
			parameters: (known) => ({
				...ofCustomer(known),
				nodeId: node,
				input: 'fields',
				properties: mappedByName,
			}),
			items: [email],
		},
		'customerSubscription.create': {
			parameters: (known) => ({ ...ofCustomer(known), id: 'offers' }),
		},
		'customerSubscription.get': {
			parameters: (known) => ({ ...ofCustomer(known), propertyId: 'newsletter' }),
		},
		'customerSubscription.update': {
			parameters: (known) => ({ ...ofCustomer(known), propertyId: 'newsletter' }),
		},
		'customerSubscription.delete': {
			parameters: (known) => ({ ...ofCustomer(known), propertyId: 'newsletter' }),
		},
		'customerSession.getAll': { parameters: ofCustomer },
		'customerSession.create': {
			parameters: (known) => ({ ...ofCustomer(known), value: 'new' }),
		},
		'customerSession.get': {
			parameters: ofSession,
		},
		'customerSession.delete': {
			parameters: ofSession,
		},
		'event.getAll': {},
		'event.get': { parameters: ofEvent },
		'event.create': {
			parameters: (known) => ({
				...ofCustomer(known),
				belongsTo: 'customerId',
				type: 'viewedPage',
				context: 'WEB',
				properties: '{"url": "https://example.com"}',
			}),
		},
		'event.update': { parameters: ofEvent },
		'event.replace': {
			parameters: (known) => ({
				...ofEvent(known),
				...ofCustomer(known),
				belongsTo: 'customerId',
				type: 'viewedPage',
				context: 'WEB',
				properties: '{"url": "https://example.com"}',
			}),
		},
		'consent.getAll': {},
		'consent.get': { parameters: () => ({ id: '17' }) },
		'dataProtection.exportCustomer': {
			parameters: ofCustomer,
		},
		'dataProtection.forgetCustomer': {
			parameters: ofCustomer,
		},
		'bulkJob.getAll': { parameters: inNode },
		'bulkJob.get': {
			parameters: ({ jobId }) => ({ nodeId: node, jobId }),
		},
		'bulkJob.create': {
			quick: { output: 'job' },
			parameters: () => ({ nodeId: node, mode: 'UPSERT', entity: 'CUSTOMER', data: 'items' }),
			items: [{ externalId: '100', base: { contacts: { email: 'a@example.com' } } }],
		},
		'bulkJob.getResults': {
			parameters: ({ jobId }) => ({ nodeId: node, jobId, output: 'items' }),
		},
		'analytics.workspaceInfo': {},
		'analytics.nodesInfo': {},
		'analytics.customerEventCategoryDistribution': {
			parameters: ofCustomer,
		},
		'analytics.customerBuyingBehaviors': {
			parameters: ofCustomer,
		},
		'analytics.customersCount': {},
		'analytics.customersByCreationDate': {},
		'analytics.customersByUpdateDate': {},
		'analytics.customersByCommunicationChannel': {},
		'analytics.eventsByUpdateDate': {},
		'analytics.eventsByTypeAndContext': {},
		'analytics.eventsKpiPurchases': {},
		'analytics.eventsKpiEcommerce': {},
		'analytics.eventsKpiWeb': {},
		'update.getStream': {},
		'update.getLastOffset': {},
		'node.getAll': {},
		'entryNode.getAll': {},
		'entryNode.get': { parameters: inNode },
		'entryNode.create': { parameters: () => ({ name: 'Outlet' }) },
		'entryNode.update': {
			parameters: () => ({ nodeId: node, name: 'Outlet', uniqueProperties: 'externalId' }),
		},
		'entryNode.empty': { parameters: inNode },
		'aggregateNode.getAll': {},
		'aggregateNode.get': { parameters: inAggregate },
		'aggregateNode.create': {
			parameters: () => ({ name: 'Everybody' }),
		},
		'aggregateNode.update': {
			parameters: (known) => ({ ...inAggregate(known), name: 'Everybody' }),
		},
		'aggregateNode.updateState': {
			parameters: (known) => ({ ...inAggregate(known), state: 'ACTIVE' }),
		},
		'aggregateNode.getSendSourceSubscriptions': {
			parameters: inAggregate,
		},
		'source.getAll': {},
		'source.get': { parameters: ofSource },
		'source.create': {
			parameters: () => ({ provider: 'API', name: 'Shop' }),
		},
		'source.update': {
			parameters: (known) => ({ ...ofSource(known), provider: 'API', name: 'Shop' }),
		},
		'source.refreshToken': { parameters: ofSource },
		'sendSource.getAll': {},
		'sendSource.getByGroup': {
			parameters: () => ({ groupPk: '44' }),
		},
		'sendSource.getByNode': { parameters: inNode },
		'sendSource.getByUserDb': {
			parameters: () => ({ groupPk: '44', userdbId: '7' }),
		},
		'customerProperty.getBase': {},
		'customerProperty.getExtended': {},
		'customerProperty.getSchema': {},
		'customerProperty.updateBase': {
			parameters: () => ({ name: 'contacts.email' }),
		},
		'customerProperty.updateBaseState': {
			parameters: () => ({ baseProperty: 'contacts.email' }),
		},
		'customerProperty.updateExtended': {
			wholeBody: 'properties',
			parameters: () => ({ properties: extended }),
		},
		'eventConfiguration.getAll': {},
		'eventConfiguration.get': { parameters: ofType },
		'eventConfiguration.update': { parameters: ofType },
		'eventConfiguration.updateState': {
			parameters: ofType,
		},
		'eventConfiguration.getProperties': {
			parameters: ofType,
		},
		'eventConfiguration.getExtendedProperties': {
			parameters: ofType,
		},
		'eventConfiguration.updateExtendedProperties': {
			wholeBody: 'properties',
			parameters: () => ({ ...ofType(), properties: extended }),
		},
		'eventConfiguration.updateConsentPolicy': {
			parameters: () => ({ policy: '{"softSpam.email": ["campaignSent"]}' }),
		},
		'eventConfiguration.getPayloadSize': {},
		'eventConfiguration.updatePayloadSize': {
			parameters: () => ({ sizes: { entry: [{ eventType: 'viewedPage', maxBytes: 4096 }] } }),
		},
		'productConfiguration.getExtendedProperties': {},
		'productConfiguration.updateExtendedProperties': {
			wholeBody: 'properties',
			parameters: () => ({ properties: extended }),
		},
		'productConfiguration.getUpdatePolicy': {},
		'productConfiguration.updateUpdatePolicy': {},
		'matchingPolicy.getDefault': {},
		'matchingPolicy.get': { parameters: inNode },
		'matchingPolicy.update': {
			parameters: () => ({ nodeId: node, properties: 'externalId' }),
		},
		'retentionPolicy.getWorkspace': {},
		'retentionPolicy.getWorkspaceStatus': {},
		'retentionPolicy.updateWorkspace': {
			parameters: () => ({ events }),
		},
		'retentionPolicy.getNode': { parameters: inNode },
		'retentionPolicy.updateNode': {
			parameters: () => ({ nodeId: node, events }),
		},
		'retentionPolicy.getEntryNode': {
			parameters: inNode,
		},
		'retentionPolicy.updateEntryNode': {
			parameters: () => ({ nodeId: node, events }),
		},
		'retentionPolicy.getEntryNodeState': {
			parameters: inNode,
		},
		'retentionPolicy.updateEntryNodeState': {
			parameters: inNode,
		},
		'model.getMergePolicies': {},
		'model.getSourceProviders': {},
		'model.getEventContexts': {},
		'model.getPlanModel': {
			parameters: () => ({ planModel: 'ORDER' }),
		},
		'model.getSendSourceSubscriptions': {
			parameters: () => ({ subscriberSourceId: '7' }),
		},
		'model.getSendSourceSubscriberFields': {
			parameters: () => ({ subscriberSourceId: '7' }),
		},
		'user.getMe': {},
		'user.getAll': {},
		'user.get': { parameters: () => ({ id: '229' }) },
		'user.update': {
			parameters: () => ({ id: '229', nodes: { entry: [{ id: node, permission: 'RW' }] } }),
		},
		'workspace.getAll': {},
		'workspace.get': {
			parameters: () => ({ workspaceId: byId(CONTACTHUB_WORKSPACE_ID) }),
		},
		'workspace.create': {
			parameters: () => ({ name: 'Shop', slug: 'shop', groupPk: 44, shard: 's1' }),
		},
		'workspace.updateStatus': {
			parameters: () => ({ workspaceId: byId(CONTACTHUB_WORKSPACE_ID), status: 'ENABLED' }),
		},
		'workspaceConfiguration.get': {},
		'workspaceConfiguration.update': {
			parameters: () => ({ name: 'Shop' }),
		},
		'workspaceConfiguration.getThrottling': {},
		'workspaceConfiguration.updateThrottling': {
			parameters: () => ({ maxRequestsPerMinute: 600 }),
		},
	},
};
