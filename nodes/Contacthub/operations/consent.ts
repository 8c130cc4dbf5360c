import {
	choice,
	date,
	dateTime,
	identifier,
	integer,
	joined,
	list,
	text,
} from '../../../core/rows/field';
import { one, resource } from '../../../core/rows/operation';
import { GET } from '../../../core/rows/route';
import { allJoined } from '../../../core/values/chosen';
import { operation } from './operation';
import { WORKSPACE, customerId, nodes } from './identifiers';
import { firstPage } from './paging';

const TYPES = [
	{ name: 'Consent Changed', value: 'CONSENT_CHANGED' },
	{ name: 'Consent Objected', value: 'CONSENT_OBJECTED' },
	{ name: 'Consent Restricted', value: 'CONSENT_RESTRICTED' },
	{ name: 'Data Portability Requested', value: 'DATA_PORTABILITY_REQUESTED' },
	{ name: 'Disclaimer Read', value: 'DISCLAIMER_READ' },
	{ name: 'Forced Delete', value: 'FORCED_DELETE' },
] as const;

const Consent = {
	id: integer('Consent ID'),
	customerId: text('Customer ID'),
	date: dateTime('Date'),
	type: text('Type'),
	property: text('Property'),
	value: text('Value'),
	sourceId: text('Source ID'),
	userId: integer('User ID'),
};

export const consent = resource('consent', 'Consent Log', {
	getAll: operation({
		name: 'Get Many',
		action: 'Get many consent log entries',
		description: 'List who gave, changed or withdrew which consent; needs the role DPO',
		request: GET(`${WORKSPACE}/consent-logs`),
		query: {
			customerId: customerId(),
			uniqueKey: text('Unique Key', {
				description: 'The values of the unique customer properties, as JSON',
				example: '{"externalId": "100"}',
			}),
			startDate: date('From'),
			endDate: date('To'),
			type: choice('Type', TYPES),
			property: identifier('Property', { example: 'consents.marketing.automatic.email' }),
			sort: identifier('Sort', { narrows: false, example: 'date,desc' }),
			nodes: joined(list('Nodes by ID', { description: 'Several are separated by commas' })),
		},
		form: { chosenNodes: nodes },
		composeQuery: (values) => ({
			nodes: allJoined(values.chosenNodes, values.nodes),
		}),
		returns: firstPage(Consent),
	}),
	get: operation({
		name: 'Get',
		action: 'Get a consent log entry',
		description: 'Read one entry; needs the role DPO',
		request: GET(`${WORKSPACE}/consent-logs/{id}`),
		path: { id: identifier('Consent Log ID', { required: true, example: '17' }) },
		returns: one(Consent),
	}),
});
