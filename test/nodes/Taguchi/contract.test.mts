/** Double entry: the rows are one reading of Taguchi's documentation, the contract is another; both must say the same. */
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { fieldsOf } from '../../../core/operation.ts';
import { Taguchi } from '../../../nodes/Taguchi/Taguchi.node.ts';
import { Subscriber } from '../../../nodes/Taguchi/operations/profile.ts';
import { taguchi } from '../../../nodes/Taguchi/vendor.ts';
import type { RecordedRequest } from '../../../sandbox/server.mts';
import contract from '../../contracts/taguchi.openapi.json' with { type: 'json' };
import { actionsOf, links, mappedByName, runTaguchi, upsert, useSandbox } from './run.mts';
import { sampleValue, sampleValues } from './sample-values.mts';

const sandbox = useSandbox();
const { description } = new Taguchi();

interface Example {
	/** The contract's operation that the row must reach. */
	operationId: string;
	/** The required parameters, and nothing else. */
	parameters: IDataObject;
	items?: IDataObject[];
}
const byEmail = { identifyBy: 'email', email: 'jane@example.com' };
const examples: Record<string, Example> = {
	'subscriber.upsert': {
		operationId: 'subscriber.batch',
		parameters: { profile: mappedByName },
		items: [{ email: 'new@example.com' }],
	},
	'subscriber.get': { operationId: 'subscriber.get', parameters: byEmail },
	'subscriber.submit': {
		operationId: 'subscriber.batch',
		parameters: { identifyBy: 'email', profile: mappedByName },
		items: [{ email: 'new@example.com' }],
	},
	'subscriber.anonymize': { operationId: 'subscriber.anonymize', parameters: byEmail },
	'event.log': { operationId: 'subscriber.batch', parameters: { ...byEmail, type: 'p' } },
	'message.send': { operationId: 'subscriber.batch', parameters: byEmail },
	'partition.get': {
		operationId: 'partition.get',
		parameters: { identifyBy: 'ref', ref: 'store-112' },
	},
	'partition.upsert': { operationId: 'partition.upsertMany', parameters: { ref: 'store-112' } },
};
/** Rows that need one of several inputs rather than a certain one. */
const needsOneOf: Record<string, string[]> = { 'partition.upsert': ['ref', 'id'] };

const rows = taguchi.resources.flatMap(({ value: resource, operations }) =>
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

/** Method and path of every operation of the contract, by its id. */
const documented = new Map(
	Object.entries(contract.paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, { operationId }]) => [
			operationId,
			{ method: method.toUpperCase(), path },
		]),
	),
);

function requiredParameters(resource: string, operation: string, parameters: IDataObject) {
	const values = { authentication: 'taguchiTokenApi', resource, operation, ...parameters };
	const node: Pick<INode, 'typeVersion'> = { typeVersion: 1 };
	return description.properties
		.filter(
			(property) =>
				property.required &&
				NodeHelpers.displayParameter(values as INodeParameters, property, node, description),
		)
		.map(({ name }) => name);
}

describe.each(rows)('$name', ({ name, resource, operation, row }) => {
	test('has the method and the path of the contract', () => {
		const { method, path } = documented.get(exampleOf(name).operationId) ?? {};
		expect({
			...row.request,
			path: `/apiv5_auth/{environment}/{endpoint-id}${row.request.path}`,
		}).toEqual({ method, path });
	});

	test('runs with its required parameters alone', async () => {
		const { operationId, parameters, items } = exampleOf(name);
		const required = requiredParameters(resource, operation, parameters);
		const given = Object.keys(parameters);
		expect(given.filter((one) => !needsOneOf[name]?.includes(one)).sort()).toEqual(required.sort());

		await runTaguchi(sandbox(), upsert({ items: [{ email: 'jane@example.com' }] }));
		await runTaguchi(sandbox(), {
			resource: 'partition',
			operation: 'upsert',
			parameters: { ref: 'store-112' },
		});
		const run = await runTaguchi(sandbox(), { resource, operation, parameters, items });

		expect(run.error).toBeUndefined();
		expect(links(run.done)).toEqual([{ item: 0 }]);
		expect(sandbox().requests.slice(2)).toEqual([
			expect.objectContaining({ operationId, status: 200, violations: [] }),
		]);
	});
});

test('every operation of the contract is reached by a row', () => {
	const reached = rows.map(({ name }) => exampleOf(name).operationId);
	expect([...new Set(reached)].sort()).toEqual([...documented.keys()].sort());
});

test('no example is left over from a row that is gone', () => {
	expect(Object.keys(examples).sort()).toEqual(rows.map(({ name }) => name).sort());
});

interface Schema {
	type?: string;
	readOnly?: boolean;
	properties?: Record<string, Schema>;
	items?: Schema;
	anyOf?: readonly object[];
}

/** The names of all fields that may be sent, with a dot before what lies inside. */
function namesIn({ properties, items }: Schema, before = ''): string[] {
	if (items) return namesIn(items, before);
	return Object.entries(properties ?? {})
		.filter(([, { readOnly }]) => readOnly !== true)
		.flatMap(([name, inner]) => [`${before}${name}`, ...namesIn(inner, `${before}${name}.`)]);
}

/** The names of all fields in the bodies of requests; `free` ones hold whatever an account defines. */
function namesSent(requests: readonly RecordedRequest[], free: readonly string[]): string[] {
	const names = new Set<string>();
	const visit = (value: unknown, before: string) => {
		if (Array.isArray(value)) value.forEach((entry) => visit(entry, before));
		else if (typeof value === 'object' && value !== null) {
			for (const [name, inner] of Object.entries(value)) {
				names.add(`${before}${name}`);
				if (!free.includes(name)) visit(inner, `${before}${name}.`);
			}
		}
	};
	for (const request of requests) visit(actionsOf(request), '');
	return [...names].sort();
}

const bodyOf = (path: keyof typeof contract.paths): Schema =>
	contract.paths[path].post.requestBody.content['application/json'].schema;
const subscriberBody = bodyOf('/apiv5_auth/{environment}/{endpoint-id}/subscriber');
const partitionBody = bodyOf('/apiv5_auth/{environment}/{endpoint-id}/partition');

/** Everything that the row's form offers, filled in. */
function filledIn(name: string): IDataObject {
	const { row } = rows.find((one) => one.name === name) ?? {};
	if (!row) throw new Error(`There is no row "${name}"`);
	const upfront = new Set(
		description.properties
			.filter(({ displayOptions }) => {
				const { resource = [], operation = [] } = displayOptions?.show ?? {};
				return resource.includes(name.split('.')[0]) && operation.includes(name.split('.')[1]);
			})
			.map((property) => property.name),
	);
	const values = Object.entries(fieldsOf(row)).map(([field, kind]): [string, unknown] => [
		field,
		kind.kind === 'mapping' ? mappedByName : sampleValue(kind),
	]);
	return {
		...Object.fromEntries(values.filter(([field]) => upfront.has(field))),
		additionalFields: Object.fromEntries(values.filter(([field]) => !upfront.has(field))),
	} as IDataObject;
}

test('every field of the contract is offered, and nothing else is sent', async () => {
	// By name, the Taguchi ID only comes from a column that is called so.
	const { id: taguchiId, ...others } = sampleValues(Subscriber) as IDataObject;
	const everyField = { ...others, taguchiId };
	const send = async (name: string, parameters: IDataObject = {}, items: IDataObject[] = [{}]) => {
		const [resource = '', operation = ''] = name.split('.');
		const form = { ...filledIn(name), ...parameters };
		return await runTaguchi(sandbox(), { resource, operation, parameters: form, items });
	};
	await send('subscriber.upsert', {}, [everyField]);
	await send('subscriber.submit', {}, [everyField]);
	for (const identifyBy of ['id', 'ref', 'emailAndPhone']) {
		await send('event.log', { identifyBy });
		await send('message.send', { identifyBy });
	}
	const { requests } = sandbox();
	expect(requests.flatMap(({ violations }) => violations)).toEqual([]);
	expect(namesSent(requests, ['custom', 'data', 'requestContent'])).toEqual(
		namesIn(subscriberBody).sort(),
	);

	sandbox().reset();
	await send('partition.upsert');
	expect(requests.flatMap(({ violations }) => violations)).toEqual([]);
	expect(namesSent(requests, ['custom'])).toEqual(namesIn(partitionBody).sort());
});
