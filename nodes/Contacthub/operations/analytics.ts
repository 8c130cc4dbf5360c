import { choice, dateTime, integer, json, text } from '../../../core/rows/field';
import { one, resource } from '../../../core/rows/operation';
import { GET } from '../../../core/rows/route';
import { operation } from './operation';
import { CONTEXTS } from './event-types';
import { WORKSPACE, customerId, node, required } from './identifiers';
import { firstPage } from './paging';

const CUSTOMER = `${WORKSPACE}/customers/{customerId}/stats` as const;
const ANALYTICS = `${WORKSPACE}/analytics` as const;

const Statistics = { parameters: json('Parameters'), data: json('Data') };

const range = { start: dateTime('From'), end: dateTime('To') };
const nodeId = node();
const mode = choice('Interval', [
	{ name: 'Daily', value: 'DAILY', description: 'Reaches back 1 year' },
	{ name: 'Monthly', value: 'MONTHLY', description: 'Reaches back 10 years' },
	{ name: 'Weekly', value: 'WEEKLY', description: 'Reaches back 5 years' },
]);
const change = choice('Change', [
	{ name: 'Added', value: 'ADDED' },
	{ name: 'Deleted', value: 'DELETED' },
	{ name: 'Updated', value: 'UPDATED' },
]);
const all = { name: 'All', value: 'ALL' } as const;

export const analytics = resource('analytics', 'Analytics', {
	workspaceInfo: operation({
		name: 'Get Workspace Information',
		action: 'Get workspace information',
		description: 'Read the name, status and number of customers of the workspace',
		title: 'Workspace information and total number of customers',
		request: GET(`${WORKSPACE}/stats`),
		inferred: true,
		returns: one({
			id: text('Workspace ID'),
			name: text('Name'),
			status: text('Status'),
			customers: integer('Customers'),
		}),
	}),
	nodesInfo: operation({
		name: 'Get Node Information',
		action: 'Get node information',
		description: 'List the nodes with their number of customers',
		title: 'Nodes information and total number of customers',
		request: GET(`${WORKSPACE}/stats/nodes`),
		inferred: true,
		returns: firstPage({
			id: text('Node ID'),
			name: text('Name'),
			type: text('Type'),
			customers: integer('Customers'),
			plan: json('Plan'),
			send: json('Send'),
		}),
	}),
	customerEventCategoryDistribution: operation({
		name: 'Count Events of a Customer by Category',
		action: 'Count events of a customer by category',
		description: 'Show what a customer does over time',
		request: GET(`${CUSTOMER}/event-category-distribution`),
		path: { customerId: customerId(required) },
		query: { ...range, mode },
		returns: one(Statistics),
	}),
	customerBuyingBehaviors: operation({
		name: 'Get Buying Behaviors of a Customer',
		action: 'Get buying behaviors of a customer',
		description: 'Show what a customer spends',
		title: 'Customer buying behaviors',
		request: GET(`${CUSTOMER}/buying-behaviors`),
		inferred: true,
		path: { customerId: customerId(required) },
		query: range,
		returns: one(Statistics),
	}),
	customersCount: operation({
		name: 'Count Customers',
		action: 'Count customers',
		description: 'Read the number of customers',
		title: 'Number of customers',
		request: GET(`${ANALYTICS}/customers/count`),
		inferred: true,
		query: { nodeId },
		returns: one(Statistics),
	}),
	customersByCreationDate: operation({
		name: 'Count Customers by Creation Date',
		action: 'Count customers by creation date',
		description: 'Show how many customers were added over time',
		title: 'Number of customers by creation date',
		request: GET(`${ANALYTICS}/customers/creation-date`),
		inferred: true,
		query: { ...range, mode, nodeId },
		returns: one(Statistics),
	}),
	customersByUpdateDate: operation({
		name: 'Count Customers by Update Date',
		action: 'Count customers by update date',
		description: 'Show how many customers were added, updated or deleted over time',
		title: 'Number of customers by update date',
		request: GET(`${ANALYTICS}/customers/update-date`),
		inferred: true,
		query: { ...range, type: change, nodeId },
		returns: one(Statistics),
	}),
	customersByCommunicationChannel: operation({
		name: 'Count Customers by Communication Channel',
		action: 'Count customers by communication channel',
		description: 'Show how many customers can be reached by email and mobile phone',
		title: 'Number of customers by available communication channels',
		request: GET(`${ANALYTICS}/customers/communication-channels`),
		inferred: true,
		query: { nodeId },
		returns: one(Statistics),
	}),
	eventsByUpdateDate: operation({
		name: 'Count Events by Update Date',
		action: 'Count events by update date',
		description: 'Show how many events were added, updated or deleted over time',
		title: 'Number of events by update date',
		request: GET(`${ANALYTICS}/events/update-date`),
		inferred: true,
		query: { ...range, type: change, nodeId },
		returns: one(Statistics),
	}),
	eventsByTypeAndContext: operation({
		name: 'Count Events by Type and Context',
		action: 'Count events by type and context',
		description: 'Show which events happen where over time',
		title: 'Number of events by type and context',
		request: GET(`${ANALYTICS}/events/type-context`),
		inferred: true,
		query: { ...range, context: choice('Context', [all, ...CONTEXTS]), nodeId },
		returns: one(Statistics),
	}),
	eventsKpiPurchases: operation({
		name: 'Get Purchase KPIs',
		action: 'Get analytics of purchases',
		description: 'Show revenue and orders',
		title: 'Events Kpi Purchases',
		request: GET(`${ANALYTICS}/events/kpi/purchases`),
		inferred: true,
		query: {
			...range,
			type: choice('Channel', [
				all,
				{ name: 'E-Commerce', value: 'ECOMMERCE' },
				{ name: 'Retail', value: 'RETAIL' },
			]),
			nodeId,
		},
		returns: one(Statistics),
	}),
	eventsKpiEcommerce: operation({
		name: 'Get E-Commerce KPIs',
		action: 'Get analytics of the online shop',
		description: 'Show sales of the online shop',
		title: 'Events Kpi Ecommerce',
		request: GET(`${ANALYTICS}/events/kpi/ecommerce`),
		inferred: true,
		query: { ...range, nodeId },
		returns: one(Statistics),
	}),
	eventsKpiWeb: operation({
		name: 'Get Web KPIs',
		action: 'Get analytics of the website',
		description: 'Show visits and page views',
		title: 'Events Kpi Web',
		request: GET(`${ANALYTICS}/events/kpi/web`),
		inferred: true,
		query: { ...range, nodeId },
		returns: one(Statistics),
	}),
});
