/** Double entry: the rows are one reading of Emporix' documentation, the contract is another; both must say the same. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { Emporix } from '../../../nodes/Emporix/Emporix.node.ts';
import { emporix } from '../../../nodes/Emporix/vendor.ts';
import additions from '../../contracts/emporix-additions.openapi.json' with { type: 'json' };
import contract from '../../contracts/emporix.openapi.json' with { type: 'json' };
import { addSegment, requestsOf, runEmporix, useSandbox } from './run.mts';

const sandbox = useSandbox();
const { description } = new Emporix();

interface Example {
	/** The contract's operation that the row must reach, and the one that it reaches with Send in Batches off. */
	operationId: string;
	single?: string;
	/** The required parameters, and nothing else. */
	parameters: IDataObject;
	authentication?: string;
}

const inSegment = { segmentId: 'GOLD' };
const name = { entry: [{ name: 'en', value: 'Gold' }] };
const ofCustomer = { ...inSegment, customerId: '98029737' };
const forCompany = { ...ofCustomer, legalEntityId: '660af2af' };
const ofItem = { ...inSegment, type: 'PRODUCT', itemId: 'p1' };
const ofGroup = { ...inSegment, groupId: 'g1' };
const customer = 'emporixCustomerTokenApi';

const examples: Record<string, Example> = {
	'segment.upsert': {
		operationId: 'segment.bulkUpsert',
		single: 'segment.upsert',
		parameters: { ...inSegment, name, siteCode: 'main' },
	},
	'segment.create': {
		operationId: 'segment.bulkCreate',
		single: 'segment.create',
		parameters: { name, siteCode: 'main' },
	},
	'segment.get': { operationId: 'segment.get', parameters: inSegment },
	'segment.getAll': { operationId: 'segment.list', parameters: {} },
	'segment.search': { operationId: 'segment.search', parameters: {} },
	'segment.getOwn': { operationId: 'segment.listOwn', parameters: {}, authentication: customer },
	'segment.matchItems': {
		operationId: 'segment.matchItems',
		parameters: { siteCode: 'main', items: 'p1', segmentIds: 'GOLD' },
	},
	'segment.update': {
		operationId: 'segment.patch',
		parameters: { ...inSegment, changeBy: 'fields', newStatus: 'INACTIVE' },
	},
	'segment.delete': {
		operationId: 'segment.bulkDelete',
		single: 'segment.delete',
		parameters: { segmentId: 'EMPTY' },
	},
	'customerAssignment.upsert': {
		operationId: 'customerAssignment.bulkUpsert',
		single: 'customerAssignment.upsertB2c',
		parameters: ofCustomer,
	},
	'customerAssignment.get': { operationId: 'customerAssignment.getB2c', parameters: ofCustomer },
	'customerAssignment.getAll': { operationId: 'customerAssignment.list', parameters: inSegment },
	'customerAssignment.search': { operationId: 'customerAssignment.search', parameters: inSegment },
	'customerAssignment.delete': {
		operationId: 'customerAssignment.bulkDelete',
		single: 'customerAssignment.deleteB2c',
		parameters: ofCustomer,
	},
	'itemAssignment.upsert': {
		operationId: 'itemAssignment.bulkUpsert',
		single: 'itemAssignment.upsert',
		parameters: ofItem,
	},
	'itemAssignment.get': { operationId: 'itemAssignment.get', parameters: ofItem },
	'itemAssignment.getAll': { operationId: 'itemAssignment.list', parameters: inSegment },
	'itemAssignment.getAllOfSegments': {
		operationId: 'itemAssignment.listAcrossSegments',
		parameters: {},
	},
	'itemAssignment.search': { operationId: 'itemAssignment.search', parameters: inSegment },
	'itemAssignment.getCategoryTrees': {
		operationId: 'itemAssignment.getCategoryTrees',
		parameters: {},
		authentication: customer,
	},
	'itemAssignment.delete': {
		operationId: 'itemAssignment.bulkDelete',
		single: 'itemAssignment.delete',
		parameters: ofItem,
	},
	'groupAssignment.upsert': { operationId: 'groupAssignment.upsert', parameters: ofGroup },
	'groupAssignment.get': { operationId: 'groupAssignment.get', parameters: ofGroup },
	'groupAssignment.getAll': { operationId: 'groupAssignment.list', parameters: inSegment },
	'groupAssignment.search': { operationId: 'groupAssignment.search', parameters: inSegment },
	'groupAssignment.delete': { operationId: 'groupAssignment.delete', parameters: ofGroup },
};

/** The same rows with a legal entity, which takes the path for B2B. */
const companies: Record<string, string> = {
	'customerAssignment.upsert': 'customerAssignment.upsertB2b',
	'customerAssignment.get': 'customerAssignment.getB2b',
	'customerAssignment.delete': 'customerAssignment.deleteB2b',
};

const rows = emporix.resources.flatMap(({ value: resource, operations }) =>
	Object.entries(operations).map(([operation, row]) => ({
		name: `${resource}.${operation}`,
		resource,
		operation,
		row,
	})),
);

function exampleOf(row: string): Example {
	const example = examples[row];
	if (!example) throw new Error(`The row "${row}" has no example in this test`);
	return example;
}

/** Method and path of every operation of both files, by its id. */
const documented = new Map(
	[...Object.entries(contract.paths), ...Object.entries(additions.paths)].flatMap(
		([path, methods]) =>
			Object.entries(methods).map(([method, { operationId }]) => [
				String(operationId),
				`${method.toUpperCase()} ${path}`,
			]),
	),
);
documented.delete('oauth.token');

beforeEach(() => {
	const { tenant } = sandbox().emporix;
	addSegment('GOLD');
	addSegment('EMPTY');
	for (const legalEntityId of [undefined, '660af2af']) {
		tenant.assignCustomer('GOLD', '98029737', legalEntityId, {});
	}
	tenant.assignItem('GOLD', 'PRODUCT', 'p1', {});
	tenant.assignGroup('GOLD', 'g1', {});
});

describe.each(rows)('$name', ({ name: rowName, resource, operation, row }) => {
	const { operationId, single, parameters, authentication } = exampleOf(rowName);
	const run = async (more: IDataObject = {}) =>
		await runEmporix({
			resource,
			operation,
			parameters: { ...parameters, ...more },
			...(authentication && { authentication }),
		});

	function expectValid(expected: string) {
		const requests = requestsOf();
		expect(requests.map((request) => request.operationId)).toEqual([expected]);
		expect(requests.flatMap(({ violations }) => violations)).toEqual([]);
		expect(requests[0]?.status).toBeLessThan(300);
	}

	test('sends a valid request with its required parameters only', async () => {
		const { error } = await run();
		expect(error).toBeUndefined();
		expectValid(operationId);
	});

	test('its routes are those of the contract', () => {
		const { request, batch } = row;
		const written = ({ method, path }: typeof request) =>
			`${method} ${path.replace('{/legalEntityId}', '')}`;
		expect(written(batch?.request ?? request)).toBe(documented.get(operationId));
		expect(written(request)).toBe(documented.get(single ?? operationId));
	});

	test('the parameters of the example are the required ones', () => {
		const values = { resource, operation, ...parameters };
		const required = description.properties
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
			.map((property) => property.name);
		// Update takes at least one change, whichever it is.
		const given = Object.keys(parameters).filter((given) => given !== 'newStatus');
		expect(given.sort()).toEqual(required.sort());
	});

	if (single !== undefined) {
		test('sends one valid request an item with Send in Batches off', async () => {
			const { error } = await run({ options: { batching: false } });
			expect(error).toBeUndefined();
			expectValid(single);
		});
	}

	const company = companies[rowName];
	if (company !== undefined) {
		test('takes the path for B2B with a legal entity', async () => {
			const { error } = await run({ ...forCompany, options: { batching: false } });
			expect(error).toBeUndefined();
			expectValid(company);
			expect(`${row.request.method} ${row.request.path.replace('{/legal', '/{legal')}`).toBe(
				documented.get(company),
			);
		});
	}
});

test('every documented operation is reached by a row', () => {
	const reached = Object.values(examples).flatMap(({ operationId, single }) => [
		operationId,
		single,
	]);
	expect([...new Set([...reached, ...Object.values(companies)])].filter(Boolean).sort()).toEqual(
		[...documented.keys()].sort(),
	);
	expect(documented.size).toBe(36);
});
