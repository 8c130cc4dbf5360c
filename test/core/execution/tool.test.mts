/** What a model gets to read when it calls a node as a tool. */
import type { IDataObject, OnError } from 'n8n-workflow';
import { Contacthub } from '../../../nodes/Contacthub/Contacthub.node.ts';
import { CONTACTHUB_NODE_ID } from '../../../sandbox/contacthub/accounts.mts';
import { runNode } from '../../engine/execute.mts';
import { byId, credentialTypes, credentialsFor, useSandbox } from '../../nodes/Contacthub/run.mts';

const sandbox = useSandbox();

const ASKED = "={{ $fromAI('externalId', 'ID in our shop', 'string') }}";

/** Calls a tool that searches by a value of the model's, and whatever else is given. */
async function call(
	given: IDataObject,
	{
		parameters = {},
		...settings
	}: { parameters?: IDataObject; tool?: boolean; onError?: OnError } = {},
) {
	const { outputs, error, requests } = await runNode({
		node: new Contacthub(),
		parameters: {
			resource: 'customer',
			operation: 'getAll',
			nodeId: byId(CONTACTHUB_NODE_ID),
			additionalFields: { externalId: ASKED },
			...parameters,
		},
		items: [given],
		credentials: credentialsFor(sandbox()),
		credentialTypes,
		tool: true,
		...settings,
	});
	return { items: outputs[0]?.map(({ json }) => json), error: error?.message, requests };
}

beforeEach(() => {
	sandbox().contacthub.addPeople(3);
});

test('gets what it asked for', async () => {
	const { items } = await call({ externalId: 'P-000002' });
	expect(items).toEqual([expect.objectContaining({ externalId: 'P-000002' })]);
});

test('reads that nothing was found, for an empty answer could mean anything', async () => {
	expect(await call({ externalId: 'nobody' })).toMatchObject({
		items: [{ message: 'Contacthub found nothing that matches' }],
	});
	expect(await call({ externalId: 'nobody' }, { tool: false })).toMatchObject({ items: [] });
});

describe('a call without any of the values that it was asked for', () => {
	const sentence =
		'The tool was called without a value for "externalId". Call it with a value that is known, or ask the user for one.';

	test.each([[{}], [{ externalId: '' }], [{ externalId: '  ' }], [{ externalId: null }]])(
		'finds nobody rather than anybody: %j',
		async (given: IDataObject) => {
			const { error, requests } = await call(given);
			expect([error, requests]).toEqual([sentence, []]);
		},
	);

	test.each<[string, IDataObject, IDataObject]>([
		[
			'a limit',
			{ returnAll: false, limit: "={{ $fromAI('more', 'How many', 'number') }}" },
			{ more: 5 },
		],
		['Return All', { returnAll: "={{ $fromAI('more', 'Everybody', 'boolean') }}" }, { more: true }],
		['Simplify', { simplify: "={{ $fromAI('more', 'Shortly', 'boolean') }}" }, { more: true }],
		[
			'an order',
			{ additionalFields: { externalId: ASKED, sort: "={{ $fromAI('more') }}" } },
			{ more: 'a,asc' },
		],
		[
			'fields',
			{ additionalFields: { externalId: ASKED, fields: "={{ $fromAI('more') }}" } },
			{ more: 'id' },
		],
		['how conditions are joined', { match: "={{ $fromAI('more') }}" }, { more: 'or' }],
	])('is not saved by %s, which is no condition', async (_what, parameters, given) => {
		for (const externalId of [undefined, '', '\u200b\u00a0', null]) {
			const { error, requests } = await call({ ...given, externalId }, { parameters });
			expect([error, requests]).toEqual([sentence, []]);
		}
		const found = await call({ ...given, externalId: 'P-000002' }, { parameters });
		expect(found.requests).toHaveLength(1);
	});

	test('needs no condition where none was asked for', async () => {
		const parameters = { additionalFields: {}, limit: "={{ $fromAI('more', '', 'number') }}" };
		expect((await call({ more: 2 }, { parameters })).items).toHaveLength(2);
	});

	test('may change what only a switch says', async () => {
		const customerId = byId(String(sandbox().contacthub.addPeople(1)[0]?.id));
		const { requests } = await call(
			{ more: false },
			{
				parameters: {
					resource: 'customerSubscription',
					operation: 'create',
					customerId,
					id: 'news',
					subscribed: "={{ $fromAI('more', 'Subscribed', 'boolean') }}",
					additionalFields: { name: "={{ $fromAI('name') }}" },
				},
			},
		);
		expect(requests).toHaveLength(1);
	});

	test('is an ordinary empty field outside of tools', async () => {
		const { items } = await call({ externalId: '' }, { tool: false });
		expect(items).toHaveLength(3);
	});

	test('goes through with a default, with one value of several, or inside "query"', async () => {
		const withDefault = {
			additionalFields: { externalId: "={{ $fromAI('externalId', 'ID', 'string', 'P-000001') }}" },
		};
		expect((await call({}, { parameters: withDefault })).items).toHaveLength(1);
		const withSort = {
			additionalFields: { externalId: ASKED, sort: "={{ $fromAI('sort', 'Order') }}" },
		};
		const sorted = await call({ externalId: 'P-000001', sort: '' }, { parameters: withSort });
		expect(sorted.items).toHaveLength(1);
		expect((await call({ query: { externalId: 'P-000003' } })).items).toHaveLength(1);
	});
});

describe('a refusal', () => {
	const wrong = { externalId: { not: 'text' } };

	test('says in one message what is wrong and what to do', async () => {
		const { error } = await call(wrong);
		expect(error).toBe(
			'"External ID" needs text in one line. Correct the value, or the expression that gives it.',
		);
	});

	test('of the vendor too', async () => {
		sandbox().misbehave({ kind: 'status', status: 403 });
		const { error } = await call({ externalId: 'P-000001' });
		expect(error).toMatch(/^Contacthub refused the credential \(403\).*\. \S.+\.$/);
	});

	test('keeps to two sentences outside of tools, and in an error item', async () => {
		expect((await call(wrong, { tool: false })).error).toBe('"External ID" needs text in one line');
		expect(await call(wrong, { onError: 'continueRegularOutput' })).toMatchObject({
			items: [
				{
					error: '"External ID" needs text in one line',
					message: 'Correct the value, or the expression that gives it.',
				},
			],
		});
	});

	test('names a missing choice as empty, whatever n8n makes of a missing argument', async () => {
		const parameters = {
			nodeId: { ...byId(''), value: "={{ $fromAI('node', 'ID of a node', 'string') }}" },
		};
		const { error } = await call({ externalId: 'P-000001' }, { parameters });
		expect(error).toMatch(/^"Node" is empty\. /);
	});
});
