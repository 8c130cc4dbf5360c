/** Double entry: the rows are one reading of HORISEN's documentation, the contract is another; both must say the same. */
import { randomUUID } from 'node:crypto';
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { fieldsOf } from '../../../core/operation.ts';
import { Horisen } from '../../../nodes/Horisen/Horisen.node.ts';
import { horisen } from '../../../nodes/Horisen/vendor.ts';
import { HORISEN_LIST_UUID } from '../../../sandbox/accounts.mts';
import contract from '../../contracts/horisen.openapi.json' with { type: 'json' };
import { sampleValue } from '../Taguchi/sample-values.mts';
import { links, mappedByHand, runHorisen, useSandbox } from './run.mts';

const sandbox = useSandbox();
const { description } = new Horisen();

/** One record of everything, under an ID that the examples know. */
const UUID = '3f0c1b3e-7d53-4d39-8d52-31b8b6a9d001';
const chosen = { __rl: true, mode: 'id', value: UUID };
const list = { __rl: true, mode: 'id', value: HORISEN_LIST_UUID };
const contact = mappedByHand({ mobile: '+41765554366' });
const customField = {
	display_name: 'Level',
	field_type: 'text',
	mandatory: 'no',
	identifier: 'no',
	order_num: 1,
};
const segmentation = { name: 'Swiss', data: '{}' };
const member = { contact_uuid: UUID, status: 'subscribed' };
const interest = { name: 'Sports', order_num: 1 };

interface Example {
	/** The contract's operation that the row must reach. */
	operationId: string;
	/** The required parameters, and nothing else. */
	parameters: IDataObject;
}

/** The five operations of a resource that has a name; `id` is the parameter of the path, `body` what is written. */
const fiveOf = (resource: string, id: string, body: IDataObject): Record<string, Example> => ({
	[`${resource}.getAll`]: { operationId: `${resource}.getMany`, parameters: {} },
	[`${resource}.get`]: { operationId: `${resource}.get`, parameters: { [id]: chosen } },
	[`${resource}.create`]: { operationId: `${resource}.create`, parameters: body },
	[`${resource}.update`]: {
		operationId: `${resource}.update`,
		parameters: { [id]: chosen, ...body },
	},
	[`${resource}.delete`]: { operationId: `${resource}.delete`, parameters: { [id]: chosen } },
});

/** The four operations of what is in a group. */
const fourOf = (resource: string, id: string, body: IDataObject): Record<string, Example> => ({
	[`${resource}.getAll`]: { operationId: `${resource}.getMany`, parameters: {} },
	[`${resource}.get`]: { operationId: `${resource}.get`, parameters: { [id]: UUID } },
	[`${resource}.create`]: { operationId: `${resource}.create`, parameters: body },
	[`${resource}.update`]: {
		operationId: `${resource}.update`,
		parameters: { [id]: UUID, ...body },
	},
});

const membersOf = (resource: string, body: IDataObject): Record<string, Example> => ({
	[`${resource}.getAll`]: { operationId: `${resource}.getMany`, parameters: {} },
	[`${resource}.upsert`]: { operationId: `${resource}.upsert`, parameters: { ...member, ...body } },
});

const examples: Record<string, Example> = {
	'contact.getAll': { operationId: 'contact.getMany', parameters: {} },
	'contact.get': { operationId: 'contact.get', parameters: { contactId: UUID } },
	'contact.create': { operationId: 'contact.create', parameters: { list_uuid: list, contact } },
	'contact.update': {
		operationId: 'contact.update',
		parameters: { contactId: UUID, list_uuid: list, contact },
	},
	'contact.updateOptStatus': {
		operationId: 'contact.patch',
		parameters: { contactId: UUID, opt_status: 'in' },
	},
	'contact.delete': { operationId: 'contact.delete', parameters: { contactId: UUID, gdpr: 'no' } },
	'contact.import': {
		operationId: 'contact.import',
		parameters: {
			list_uuid: list,
			identifier: 'mobile',
			resolve_duplicate: 'update',
			contact,
		},
	},
	...fiveOf('list', 'listId', { name: 'News' }),
	'field.getAll': { operationId: 'field.getMany', parameters: { include_all: '1' } },
	'customField.getAll': { operationId: 'customField.getMany', parameters: {} },
	'customField.get': { operationId: 'customField.get', parameters: { customFieldsId: 'level' } },
	'customField.create': { operationId: 'customField.create', parameters: customField },
	'customField.update': {
		operationId: 'customField.update',
		parameters: { customFieldsId: 'level', ...customField },
	},
	'customField.delete': {
		operationId: 'customField.delete',
		parameters: { customFieldsId: 'level' },
	},
	...fiveOf('segmentationSet', 'segmentationSetId', segmentation),
	...fiveOf('segmentationGroup', 'segmentationGroupId', segmentation),
	...fiveOf('subscription', 'subscriptionId', { name: 'Weekly' }),
	...fiveOf('subscriptionOption', 'optionId', { name: 'Monday', subscription_uuid: chosen }),
	...membersOf('subscriptionMember', { option_uuid: chosen }),
	...fiveOf('group', 'groupId', { name: 'All' }),
	...fourOf('groupList', 'groupListId', { group_uuid: chosen, list_uuid: list }),
	...fourOf('groupSegmentation', 'groupSegmentationId', {
		group_uuid: chosen,
		segmentation_uuid: chosen,
	}),
	...fiveOf('touchpoint', 'touchpointId', { name: 'Shop' }),
	...membersOf('touchpointMember', { touchpoint_uuid: chosen }),
	...fiveOf('interest', 'interestId', interest),
	...membersOf('interestMember', { interest_uuid: chosen }),
};

/** Inputs that always hold one of their values, so that nobody is asked for them. */
const ALWAYS_FILLED = ['authentication', 'segmentation'];

const rows = horisen.resources.flatMap(({ value: resource, operations }) =>
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

interface Documented {
	method: string;
	path: string;
	parameters: Array<{ name: string; in: string; schema: object }>;
	body: Schema | undefined;
}
interface Schema {
	properties?: Record<string, object>;
	items?: Schema;
}
interface DocumentedOperation {
	operationId: string;
	parameters?: Documented['parameters'];
	requestBody?: { content: { 'application/json': { schema: Schema } } };
}

const paths: Record<string, Record<string, DocumentedOperation>> = contract.paths;

/** Every operation of the contract, by its id. */
const documented = new Map(
	Object.entries(paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, operation]): [string, Documented] => [
			operation.operationId,
			{
				method: method.toUpperCase(),
				path,
				parameters: operation.parameters ?? [],
				body: operation.requestBody?.content['application/json'].schema,
			},
		]),
	),
);

function requiredParameters(resource: string, operation: string, parameters: IDataObject) {
	const values = { authentication: 'horisenTokenApi', resource, operation, ...parameters };
	const node: Pick<INode, 'typeVersion'> = { typeVersion: 1 };
	return description.properties
		.filter(
			(property) =>
				property.required &&
				!ALWAYS_FILLED.includes(property.name) &&
				NodeHelpers.displayParameter(values as INodeParameters, property, node, description),
		)
		.map(({ name }) => name);
}

/** One record of everything that the examples name. */
function fillAccount() {
	const { horisen: account } = sandbox();
	account.putContact({ uuid: UUID, mobile: '+41765554367' });
	account.addCustomField('level');
	account.addNamed('list', { uuid: UUID, name: 'News' });
	account.addNamed('segmentationSet', { uuid: UUID, ...segmentation });
	account.addNamed('segmentationGroup', { uuid: UUID, ...segmentation });
	account.addNamed('subscription', { uuid: UUID, name: 'Weekly' });
	account.addNamed('subscriptionOption', { uuid: UUID, name: 'Monday', subscription_uuid: UUID });
	account.addNamed('group', { uuid: UUID, name: 'All' });
	account.addNamed('touchpoint', { uuid: UUID, name: 'Shop' });
	account.addNamed('interest', { uuid: UUID, ...interest });
}

describe.each(rows)('$name', ({ name, resource, operation, row }) => {
	test('has the method and the path of the contract', () => {
		const { method, path } = documented.get(exampleOf(name).operationId) ?? {};
		expect(row.request).toEqual({ method, path });
	});

	test('runs with its required parameters alone', async () => {
		fillAccount();
		const { operationId, parameters } = exampleOf(name);
		const required = requiredParameters(resource, operation, parameters);
		// A switch is never marked as required; it always holds a value.
		expect(Object.keys(parameters)).toEqual(expect.arrayContaining(required));
		const run = await runHorisen(sandbox(), { resource, operation, parameters });

		expect(run.error).toBeUndefined();
		expect(new Set(links(run.done))).toEqual(new Set(run.done.map(() => ({ item: 0 }))));
		expect(sandbox().requests).toEqual([
			expect.objectContaining({ operationId, violations: [], status: expect.any(Number) }),
		]);
		expect(String(sandbox().requests[0]?.status)).toMatch(/^2/);
	});
});

test('all 67 operations of the contract are reached by a row', () => {
	const reached = rows.map(({ name }) => exampleOf(name).operationId);
	expect(reached.sort()).toEqual([...documented.keys()].sort());
	expect(reached).toHaveLength(67);
});

test('no example is left over from a row that is gone', () => {
	expect(Object.keys(examples).sort()).toEqual(rows.map(({ name }) => name).sort());
});

/** What the node does not offer: the server writes it, paging does, or the answer would show nothing. */
const NOT_OFFERED = new Set([
	'serviceUuid',
	'page_number',
	'page_size',
	'uuid',
	'created_dt',
	'updated_dt',
	'subscribed',
	'unsubscribed',
	'contacts_count',
	'service_id',
]);

/** A valid value of each input; ids are UUIDs. */
function filledIn(fields: ReturnType<typeof fieldsOf>, isUuid: (name: string) => boolean) {
	return Object.fromEntries(
		Object.entries(fields).map(([name, field]): [string, unknown] => {
			if (isUuid(name) && field.kind === 'list') return [name, `${UUID}, ${randomUUID()}`];
			if (isUuid(name)) return [name, field.kind === 'locator' ? chosen : UUID];
			if (field.kind === 'choices') return [name, field.choices?.map(({ value }) => value)];
			if (field.kind === 'locator') return [name, chosen];
			if (field.kind === 'mapping') {
				const values = Object.entries(field.fields ?? {}).map(([part, inner]) => [
					part,
					sampleValue(inner),
				]);
				return [name, mappedByHand(Object.fromEntries(values))];
			}
			return [name, sampleValue(field)];
		}),
	);
}

test.each(rows)(
	'$name offers every field of the contract',
	async ({ name, resource, operation, row }) => {
		fillAccount();
		const { parameters = [], body } = documented.get(exampleOf(name).operationId) ?? {};
		const isUuid = (field: string) =>
			/uuids?$/.test(field) ||
			parameters.some(
				({ name: one, in: place, schema }) =>
					place === 'path' && one === field && 'format' in schema,
			);
		const written = filledIn(fieldsOf(row), isUuid);
		const fields: IDataObject = {
			...written,
			...('mobile' in written && { mobile: '+41765554366' }),
		};
		const form = { segmentation: 'json', ...exampleOf(name).parameters };
		await runHorisen(sandbox(), {
			resource,
			operation,
			parameters: {
				...fields,
				...form,
				contact: fields.contact,
				additionalFields: fields,
				returnAll: true,
			} as IDataObject,
		});

		const [request] = sandbox().requests;
		expect(request?.violations).toEqual([]);
		const inQuery = parameters.filter(({ in: place }) => place === 'query').map((one) => one.name);
		const offered = (names: string[]) => names.filter((one) => !NOT_OFFERED.has(one)).sort();
		expect(offered(Object.keys(request?.query ?? {}))).toEqual(offered(inQuery));
		const schema = body?.items ?? body;
		const sent: unknown = request?.body ? JSON.parse(request.body) : {};
		const record = Array.isArray(sent) ? sent[0] : sent;
		expect(offered(Object.keys(Object(record)))).toEqual(
			offered(Object.keys(schema?.properties ?? {})),
		);
	},
);

test('lists go out with commas', async () => {
	await runHorisen(sandbox(), {
		resource: 'contact',
		operation: 'getAll',
		parameters: {
			returnAll: true,
			additionalFields: {
				list_uuids: `${HORISEN_LIST_UUID}, ${UUID}`,
				fields: ['lists', 'channels'],
				required: ['mobile', 'email'],
			},
		},
	});
	expect(sandbox().requests[0]).toMatchObject({
		query: {
			list_uuids: `${HORISEN_LIST_UUID},${UUID}`,
			fields: 'lists,channels',
			required: 'mobile,email',
		},
		violations: [],
	});
});
