/** Double entry: the rows are one reading of Contacthub's documentation, the contract is another; both must say the same. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { Contacthub } from '../../../nodes/Contacthub/Contacthub.node.ts';
import { contacthub } from '../../../nodes/Contacthub/vendor.ts';
import { CONTACTHUB_NODE_ID, CONTACTHUB_WORKSPACE_ID } from '../../../sandbox/accounts.mts';
import { byId, mappedByName, runContacthub, useSandbox, withoutDescription } from './run.mts';

const sandbox = useSandbox();
const { description } = new Contacthub();

/** Ids of records that exist before each run. */
interface Known {
	customerId: string;
	sessionId: string;
	eventId: string;
	aggregateId: string;
	sourceId: string;
	jobId: string;
}

interface Example {
	/** The contract's operation that the row must reach. */
	operationId: string;
	/** The required parameters, and nothing else. */
	parameters?(known: Known): IDataObject;
	items?: IDataObject[];
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

const examples: Record<string, Example> = {
	'customer.getAll': { operationId: 'customer.search', parameters: inNode },
	'customer.get': { operationId: 'customer.get', parameters: ofCustomer },
	'customer.getEntryCustomers': {
		operationId: 'customer.getEntryCustomers',
		parameters: ofCustomer,
	},
	'customer.create': {
		operationId: 'customer.create',
		parameters: () => ({ nodeId: node, input: 'fields', properties: mappedByName }),
		items: [email],
	},
	'customer.update': {
		operationId: 'customer.patch',
		parameters: (known) => ({ ...ofCustomer(known), input: 'fields', properties: mappedByName }),
		items: [email],
	},
	'customer.replace': {
		operationId: 'customer.update',
		parameters: (known) => ({
			...ofCustomer(known),
			nodeId: node,
			input: 'fields',
			properties: mappedByName,
		}),
		items: [email],
	},
	'customerSubscription.create': {
		operationId: 'customerSubscription.create',
		parameters: (known) => ({ ...ofCustomer(known), id: 'offers' }),
	},
	'customerSubscription.get': {
		operationId: 'customerSubscription.get',
		parameters: (known) => ({ ...ofCustomer(known), propertyId: 'newsletter' }),
	},
	'customerSubscription.update': {
		operationId: 'customerSubscription.update',
		parameters: (known) => ({ ...ofCustomer(known), propertyId: 'newsletter' }),
	},
	'customerSubscription.delete': {
		operationId: 'customerSubscription.delete',
		parameters: (known) => ({ ...ofCustomer(known), propertyId: 'newsletter' }),
	},
	'customerSession.getAll': { operationId: 'customerSession.getAll', parameters: ofCustomer },
	'customerSession.create': {
		operationId: 'customerSession.create',
		parameters: (known) => ({ ...ofCustomer(known), value: 'new' }),
	},
	'customerSession.get': {
		operationId: 'customerSession.get',
		parameters: ofSession,
	},
	'customerSession.delete': {
		operationId: 'customerSession.delete',
		parameters: ofSession,
	},
	'event.getAll': { operationId: 'event.search' },
	'event.get': { operationId: 'event.get', parameters: ofEvent },
	'event.create': {
		operationId: 'event.create',
		parameters: (known) => ({
			...ofCustomer(known),
			belongsTo: 'customerId',
			type: 'viewedPage',
			context: 'WEB',
			properties: '{"url": "https://example.com"}',
		}),
	},
	'event.update': { operationId: 'event.patch', parameters: ofEvent },
	'event.replace': {
		operationId: 'event.update',
		parameters: (known) => ({
			...ofEvent(known),
			...ofCustomer(known),
			belongsTo: 'customerId',
			type: 'viewedPage',
			context: 'WEB',
			properties: '{"url": "https://example.com"}',
		}),
	},
	'consent.getAll': { operationId: 'consentLog.getAll' },
	'consent.get': { operationId: 'consentLog.get', parameters: () => ({ id: '17' }) },
	'dataProtection.exportCustomer': {
		operationId: 'dataProtection.exportCustomer',
		parameters: ofCustomer,
	},
	'dataProtection.forgetCustomer': {
		operationId: 'dataProtection.forgetCustomer',
		parameters: ofCustomer,
	},
	'bulkJob.getAll': { operationId: 'bulkJob.getAll', parameters: inNode },
	'bulkJob.get': {
		operationId: 'bulkJob.get',
		parameters: ({ jobId }) => ({ nodeId: node, jobId }),
	},
	'bulkJob.create': {
		operationId: 'bulkJob.create',
		parameters: () => ({ nodeId: node, mode: 'UPSERT', entity: 'CUSTOMER', data: 'items' }),
		items: [{ externalId: '100', base: { contacts: { email: 'a@example.com' } } }],
	},
	'bulkJob.getResults': {
		operationId: 'bulkJob.getResults',
		parameters: ({ jobId }) => ({ nodeId: node, jobId, output: 'items' }),
	},
	'analytics.workspaceInfo': { operationId: 'analytics.workspaceInfo' },
	'analytics.nodesInfo': { operationId: 'analytics.nodesInfo' },
	'analytics.customerEventCategoryDistribution': {
		operationId: 'analytics.customerEventCategoryDistribution',
		parameters: ofCustomer,
	},
	'analytics.customerBuyingBehaviors': {
		operationId: 'analytics.customerBuyingBehaviors',
		parameters: ofCustomer,
	},
	'analytics.customersCount': { operationId: 'analytics.customersCount' },
	'analytics.customersByCreationDate': { operationId: 'analytics.customersByCreationDate' },
	'analytics.customersByUpdateDate': { operationId: 'analytics.customersByUpdateDate' },
	'analytics.customersByCommunicationChannel': {
		operationId: 'analytics.customersByCommunicationChannel',
	},
	'analytics.eventsByUpdateDate': { operationId: 'analytics.eventsByUpdateDate' },
	'analytics.eventsByTypeAndContext': { operationId: 'analytics.eventsByTypeAndContext' },
	'analytics.eventsKpiPurchases': { operationId: 'analytics.eventsKpiPurchases' },
	'analytics.eventsKpiEcommerce': { operationId: 'analytics.eventsKpiEcommerce' },
	'analytics.eventsKpiWeb': { operationId: 'analytics.eventsKpiWeb' },
	'update.getStream': { operationId: 'update.getStream' },
	'update.getLastOffset': { operationId: 'update.getLastOffset' },
	'node.getAll': { operationId: 'node.getAll' },
	'entryNode.getAll': { operationId: 'entryNode.getAll' },
	'entryNode.get': { operationId: 'entryNode.get', parameters: inNode },
	'entryNode.create': { operationId: 'entryNode.create', parameters: () => ({ name: 'Outlet' }) },
	'entryNode.update': {
		operationId: 'entryNode.update',
		parameters: () => ({ nodeId: node, name: 'Outlet', uniqueProperties: 'externalId' }),
	},
	'entryNode.empty': { operationId: 'entryNode.empty', parameters: inNode },
	'aggregateNode.getAll': { operationId: 'aggregateNode.getAll' },
	'aggregateNode.get': { operationId: 'aggregateNode.get', parameters: inAggregate },
	'aggregateNode.create': {
		operationId: 'aggregateNode.create',
		parameters: () => ({ name: 'Everybody' }),
	},
	'aggregateNode.update': {
		operationId: 'aggregateNode.update',
		parameters: (known) => ({ ...inAggregate(known), name: 'Everybody' }),
	},
	'aggregateNode.updateState': {
		operationId: 'aggregateNode.updateState',
		parameters: (known) => ({ ...inAggregate(known), state: 'ACTIVE' }),
	},
	'aggregateNode.getSendSourceSubscriptions': {
		operationId: 'aggregateNode.getSendSourceSubscriptions',
		parameters: inAggregate,
	},
	'source.getAll': { operationId: 'source.getAll' },
	'source.get': { operationId: 'source.get', parameters: ofSource },
	'source.create': {
		operationId: 'source.create',
		parameters: () => ({ provider: 'API', name: 'Shop' }),
	},
	'source.update': {
		operationId: 'source.update',
		parameters: (known) => ({ ...ofSource(known), provider: 'API', name: 'Shop' }),
	},
	'source.refreshToken': { operationId: 'source.refreshToken', parameters: ofSource },
	'sendSource.getAll': { operationId: 'sendSource.getAll' },
	'sendSource.getByGroup': {
		operationId: 'sendSource.getByGroup',
		parameters: () => ({ groupPk: '44' }),
	},
	'sendSource.getByNode': { operationId: 'sendSource.getByNode', parameters: inNode },
	'sendSource.getByUserDb': {
		operationId: 'sendSource.getByUserDb',
		parameters: () => ({ groupPk: '44', userdbId: '7' }),
	},
	'customerProperty.getBase': { operationId: 'customerProperty.getBase' },
	'customerProperty.getExtended': { operationId: 'customerProperty.getExtended' },
	'customerProperty.getSchema': { operationId: 'customerProperty.getSchema' },
	'customerProperty.updateBase': {
		operationId: 'customerProperty.updateBase',
		parameters: () => ({ name: 'contacts.email' }),
	},
	'customerProperty.updateBaseState': {
		operationId: 'customerProperty.updateBaseState',
		parameters: () => ({ baseProperty: 'contacts.email' }),
	},
	'customerProperty.updateExtended': {
		operationId: 'customerProperty.updateExtended',
		parameters: () => ({ properties: extended }),
	},
	'eventConfiguration.getAll': { operationId: 'eventConfiguration.getAll' },
	'eventConfiguration.get': { operationId: 'eventConfiguration.get', parameters: ofType },
	'eventConfiguration.update': { operationId: 'eventConfiguration.update', parameters: ofType },
	'eventConfiguration.updateState': {
		operationId: 'eventConfiguration.updateState',
		parameters: ofType,
	},
	'eventConfiguration.getProperties': {
		operationId: 'eventConfiguration.getProperties',
		parameters: ofType,
	},
	'eventConfiguration.getExtendedProperties': {
		operationId: 'eventConfiguration.getExtendedProperties',
		parameters: ofType,
	},
	'eventConfiguration.updateExtendedProperties': {
		operationId: 'eventConfiguration.updateExtendedProperties',
		parameters: () => ({ ...ofType(), properties: extended }),
	},
	'eventConfiguration.updateConsentPolicy': {
		operationId: 'eventPolicy.updateConsentPolicy',
		parameters: () => ({ policy: '{"softSpam.email": ["campaignSent"]}' }),
	},
	'eventConfiguration.getPayloadSize': { operationId: 'eventPolicy.getPayloadSize' },
	'eventConfiguration.updatePayloadSize': {
		operationId: 'eventPolicy.updatePayloadSize',
		parameters: () => ({ sizes: { entry: [{ eventType: 'viewedPage', maxBytes: 4096 }] } }),
	},
	'productConfiguration.getExtendedProperties': {
		operationId: 'productConfiguration.getExtendedProperties',
	},
	'productConfiguration.updateExtendedProperties': {
		operationId: 'productConfiguration.updateExtendedProperties',
		parameters: () => ({ properties: extended }),
	},
	'productConfiguration.getUpdatePolicy': { operationId: 'productConfiguration.getUpdatePolicy' },
	'productConfiguration.updateUpdatePolicy': {
		operationId: 'productConfiguration.updateUpdatePolicy',
	},
	'matchingPolicy.getDefault': { operationId: 'matchingPolicy.getDefault' },
	'matchingPolicy.get': { operationId: 'matchingPolicy.get', parameters: inNode },
	'matchingPolicy.update': {
		operationId: 'matchingPolicy.update',
		parameters: () => ({ nodeId: node, properties: 'externalId' }),
	},
	'retentionPolicy.getWorkspace': { operationId: 'retentionPolicy.getWorkspace' },
	'retentionPolicy.getWorkspaceStatus': { operationId: 'retentionPolicy.getWorkspaceStatus' },
	'retentionPolicy.updateWorkspace': {
		operationId: 'retentionPolicy.updateWorkspace',
		parameters: () => ({ events }),
	},
	'retentionPolicy.getNode': { operationId: 'retentionPolicy.getNode', parameters: inNode },
	'retentionPolicy.updateNode': {
		operationId: 'retentionPolicy.updateNode',
		parameters: () => ({ nodeId: node, events }),
	},
	'retentionPolicy.getEntryNode': {
		operationId: 'retentionPolicy.getEntryNode',
		parameters: inNode,
	},
	'retentionPolicy.updateEntryNode': {
		operationId: 'retentionPolicy.updateEntryNode',
		parameters: () => ({ nodeId: node, events }),
	},
	'retentionPolicy.getEntryNodeState': {
		operationId: 'retentionPolicy.getEntryNodeState',
		parameters: inNode,
	},
	'retentionPolicy.updateEntryNodeState': {
		operationId: 'retentionPolicy.updateEntryNodeState',
		parameters: inNode,
	},
	'model.getMergePolicies': { operationId: 'model.getMergePolicies' },
	'model.getSourceProviders': { operationId: 'model.getSourceProviders' },
	'model.getEventContexts': { operationId: 'model.getEventContexts' },
	'model.getPlanModel': {
		operationId: 'planModel.get',
		parameters: () => ({ planModel: 'ORDER' }),
	},
	'model.getSendSourceSubscriptions': {
		operationId: 'model.getSendSourceSubscriptions',
		parameters: () => ({ subscriberSourceId: '7' }),
	},
	'model.getSendSourceSubscriberFields': {
		operationId: 'model.getSendSourceSubscriberFields',
		parameters: () => ({ subscriberSourceId: '7' }),
	},
	'user.getMe': { operationId: 'user.getMe' },
	'user.getAll': { operationId: 'workspaceUser.getAll' },
	'user.get': { operationId: 'workspaceUser.get', parameters: () => ({ id: '229' }) },
	'user.update': {
		operationId: 'workspaceUser.update',
		parameters: () => ({ id: '229', nodes: { entry: [{ id: node, permission: 'RW' }] } }),
	},
	'workspace.getAll': { operationId: 'workspace.getAll' },
	'workspace.get': {
		operationId: 'workspace.get',
		parameters: () => ({ workspaceId: byId(CONTACTHUB_WORKSPACE_ID) }),
	},
	'workspace.create': {
		operationId: 'workspace.create',
		parameters: () => ({ name: 'Shop', slug: 'shop', groupPk: 44, shard: 's1' }),
	},
	'workspace.updateStatus': {
		operationId: 'workspace.updateStatus',
		parameters: () => ({ workspaceId: byId(CONTACTHUB_WORKSPACE_ID), status: 'ENABLED' }),
	},
	'workspaceConfiguration.get': { operationId: 'workspaceConfiguration.get' },
	'workspaceConfiguration.update': {
		operationId: 'workspaceConfiguration.update',
		parameters: () => ({ name: 'Shop' }),
	},
	'workspaceConfiguration.getThrottling': { operationId: 'workspaceConfiguration.getThrottling' },
	'workspaceConfiguration.updateThrottling': {
		operationId: 'workspaceConfiguration.updateThrottling',
		parameters: () => ({ maxRequestsPerMinute: 600 }),
	},
};

interface Contract {
	paths: Record<
		string,
		Record<string, { operationId: string; summary: string; 'x-provenance': string }>
	>;
}
const contract: Contract = JSON.parse(
	readFileSync(join(import.meta.dirname, '../../contracts/contacthub.openapi.json'), 'utf8'),
);
const documented = new Map(
	Object.entries(contract.paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, operation]) => [
			operation.operationId,
			{
				method: method.toUpperCase(),
				path,
				title: operation.summary,
				inferred: operation['x-provenance'] === 'inferred',
			},
		]),
	),
);

const rows = contacthub.resources.flatMap(({ value: resource, operations }) =>
	Object.entries(operations).map(([operation, row]) => ({
		name: `${resource}.${operation}`,
		resource,
		operation,
		row,
	})),
);

function exampleOf(name: string): Example {
	const example = examples[name];
	if (!example) throw new Error(`The row "${name}" has no example in this test`);
	return example;
}

function requiredParameters(
	resource: string,
	operation: string,
	parameters: IDataObject,
): string[] {
	const values = { resource, operation, ...parameters };
	return description.properties
		.filter(
			(property) =>
				property.required &&
				NodeHelpers.displayParameter(
					values as INodeParameters,
					property,
					{ typeVersion: 1 },
					description,
				),
		)
		.map(({ name }) => name);
}

/** Records for the rows that read, change or delete one. */
async function prepare(): Promise<Known> {
	const [customer] = sandbox().contacthub.addPeople(1);
	const customerId = customer?.id ?? '';
	const none = { sessionId: '', eventId: '', aggregateId: '', sourceId: '', jobId: '' };
	const known = { customerId, ...none };
	const run = async (name: string) => {
		const [resource = '', operation = ''] = name.split('.');
		const { parameters, items } = exampleOf(name);
		const { done } = await runContacthub(sandbox(), {
			resource,
			operation,
			parameters: parameters?.(known),
			items,
		});
		return String(done[0]?.json.id);
	};
	known.sessionId = await run('customerSession.create');
	known.eventId = await run('event.create');
	known.aggregateId = await run('aggregateNode.create');
	known.sourceId = await run('source.create');
	known.jobId = await run('bulkJob.create');
	return known;
}

beforeAll(async () => {
	await withoutDescription(sandbox());
});

describe.each(rows)('$name', ({ name, resource, operation, row }) => {
	test('has the method, the path and the provenance of the contract', () => {
		const { method, path, inferred = false } = documented.get(exampleOf(name).operationId) ?? {};
		expect({ ...row.request, inferred: row.inferred ?? false }).toEqual({ method, path, inferred });
	});

	test('runs with its required parameters alone', async () => {
		const known = await prepare();
		const { operationId, parameters, items } = exampleOf(name);
		const given = parameters?.(known) ?? {};
		const needed = requiredParameters(resource, operation, given);
		expect(needed).toEqual(expect.arrayContaining(Object.keys(given)));
		const withDefault = description.properties
			.filter(
				({ required, type, default: value }) =>
					required && type !== 'resourceLocator' && value !== '',
			)
			.map(({ name: parameter }) => parameter);
		expect(needed.filter((one) => !(one in given) && !withDefault.includes(one))).toEqual([]);
		if (operationId === 'bulkJob.getResults') {
			for (let look = 0; look < 3; look++) {
				await runContacthub(sandbox(), { resource, operation: 'get', parameters: given });
			}
		}
		sandbox().requests.length = 0;

		const run = await runContacthub(sandbox(), { resource, operation, parameters: given, items });

		expect(run.error).toBeUndefined();
		expect(sandbox().requests).toEqual([expect.objectContaining({ operationId, violations: [] })]);
		expect(sandbox().requests[0]?.status).toBeLessThan(300);
		for (const { pairedItem } of run.done) {
			expect([pairedItem].flat()).toEqual([{ item: 0 }]);
		}
	});
});

test('every operation of the contract is reached by one row', () => {
	const reached = rows.map(({ name }) => exampleOf(name).operationId);
	expect(reached.sort()).toEqual([...documented.keys()].sort());
	expect(reached).toHaveLength(113);
});

test('no example is left over from a row that is gone', () => {
	expect(Object.keys(examples).sort()).toEqual(rows.map(({ name }) => name).sort());
});

test("inferred rows carry the vendor's title, but for the one whose title is lost", () => {
	const inferred = rows.filter(({ row }) => row.inferred);
	const untitled = inferred.filter(({ row }) => row.title === undefined);
	expect(untitled.map(({ name }) => name)).toEqual(['sendSource.getAll']);
	for (const { name, row } of inferred.filter(({ row: { title } }) => title !== undefined)) {
		expect(`${name}: ${row.title}`).toBe(
			`${name}: ${documented.get(exampleOf(name).operationId)?.title}`,
		);
	}
});

test('the form takes at most 1.2 kB an operation', () => {
	expect(JSON.stringify(description).length / rows.length).toBeLessThan(1229);
});
