/** What an administrator changes of a workspace, where the reference asks for more than a value. */
import type { IDataObject } from 'n8n-workflow';
import { ContacthubTrigger } from '../../../nodes/Contacthub/ContacthubTrigger.node.ts';
import {
	CONTACTHUB_NODE_ID,
	CONTACTHUB_SOURCE_TOKEN,
} from '../../../sandbox/contacthub/accounts.mts';
import { createPoller } from '../../engine/poll.mts';
import { runNode } from '../../engine/execute.mts';
import { Contacthub } from '../../../nodes/Contacthub/Contacthub.node.ts';
import { byId, credentialTypes, credentialsFor, runContacthub, useSandbox } from './run.mts';

const sandbox = useSandbox();
const bodySent = () => JSON.parse(sandbox().requests.at(-1)?.body ?? 'null');

describe('how long events are kept', () => {
	const months = (entry: IDataObject) =>
		runContacthub(sandbox(), {
			resource: 'retentionPolicy',
			operation: 'updateEntryNode',
			parameters: { nodeId: byId(CONTACTHUB_NODE_ID), events: { entry: [entry] } },
		});

	test('is never what nobody has filled in', async () => {
		for (const entry of [
			{},
			{ eventType: 'viewedPage' },
			{ eventType: 'viewedPage', months: '' },
		]) {
			const { error } = await months(entry);
			expect(error?.message).toBe('"Events > Months" is empty');
		}
		expect(sandbox().requests).toEqual([]);
	});

	test('is what somebody has filled in', async () => {
		await months({ eventType: 'viewedPage', months: 12 });
		expect(bodySent()).toEqual({ viewedPage: { months: 12 } });
	});
});

describe('an aggregate node', () => {
	const node = (operation: string, parameters: IDataObject) =>
		runContacthub(sandbox(), { resource: 'aggregateNode', operation, parameters });

	test('can be put to work while it is updated', async () => {
		const { done } = await node('create', { name: 'All' });
		const aggregateNodeId = byId(String(done[0]?.json.id));
		const { error } = await node('update', {
			aggregateNodeId,
			name: 'Everybody',
			additionalFields: { state: 'ACTIVE' },
		});
		expect(error).toBeUndefined();
		expect(bodySent()).toEqual({ name: 'Everybody', state: 'ACTIVE' });
	});

	test('takes ten filters, and says so of the eleventh', async () => {
		const filters = (count: number) => ({
			entry: Array.from({ length: count }, () => ({ property: 'base.contacts.email' })),
		});
		await node('create', { name: 'All', exclusionFilters: filters(10) });
		expect(bodySent().exclusionFilters).toHaveLength(10);
		sandbox().requests.length = 0;
		const { error } = await node('create', { name: 'All', exclusionFilters: filters(11) });
		expect(error?.message).toBe('"Exclusion Filters" takes at most 10 filters');
		expect(sandbox().requests).toEqual([]);
	});
});

describe('what is chosen by its name goes out beside what is written, once each', () => {
	const chosen = ['n1', 'n2'];
	const written = 'n2, n3';
	const together = ['n1', 'n2', 'n3'];
	const sent = async (resource: string, operation: string, parameters: IDataObject) => {
		await runContacthub(sandbox(), { resource, operation, parameters });
		return sandbox().requests.at(-1);
	};

	test.each([
		['source', 'create', { provider: 'API', name: 'Shop' }],
		['source', 'update', { sourceId: byId('s1'), provider: 'API', name: 'Shop' }],
	])('the nodes of %s > %s', async (resource, operation, parameters) => {
		const additionalFields = { chosenNodes: chosen, nodes: written };
		await sent(resource, operation, { ...parameters, additionalFields });
		expect(bodySent()).toMatchObject({ nodes: together });
		await sent(resource, operation, parameters);
		expect(bodySent()).not.toHaveProperty('nodes');
	});

	test('the entry nodes of an aggregate node', async () => {
		const additionalFields = { chosenEntryNodes: chosen, entryNodes: written };
		await sent('aggregateNode', 'create', { name: 'All', additionalFields });
		expect(bodySent()).toMatchObject({ entryNodes: together });
	});

	test('the nodes of the consent log', async () => {
		const additionalFields = { chosenNodes: chosen, nodes: written };
		const request = await sent('consent', 'getAll', { additionalFields });
		expect(request?.query).toEqual({ nodes: together.join(',') });
	});

	test('the fields of customers', async () => {
		const additionalFields = { chosenFields: ['externalId'], fields: 'base.dob,externalId' };
		const nodeId = byId(CONTACTHUB_NODE_ID);
		const request = await sent('customer', 'getAll', { nodeId, additionalFields });
		expect(request?.query.fields).toBe('externalId,base.dob');
	});
});

test('the uniqueness policy of a workspace can be sent', async () => {
	await runContacthub(sandbox(), {
		resource: 'workspaceConfiguration',
		operation: 'update',
		parameters: { name: 'Shop', additionalFields: { customerUniquenessPolicy: 'MERGE' } },
	});
	expect(bodySent()).toEqual({ name: 'Shop', customerUniquenessPolicy: 'MERGE' });
});

describe('the update stream, with the token of a source', () => {
	const roles = /ADMIN, USER and PLATFORM_UPDATES/;
	const credentials = () => ({
		contacthubApi: {
			...credentialsFor(sandbox()).contacthubApi,
			token: CONTACTHUB_SOURCE_TOKEN,
		},
	});

	test.each(['getStream', 'getLastOffset'])(
		'%s names the roles that it needs',
		async (operation) => {
			const { error } = await runNode({
				node: new Contacthub(),
				parameters: { resource: 'update', operation },
				credentials: credentials(),
				credentialTypes,
			});
			expect(error?.description).toMatch(roles);
		},
	);

	test('the trigger names them too', async () => {
		const poller = createPoller({
			node: new ContacthubTrigger(),
			parameters: { startFrom: 'now', entity: 'all', operations: ['CREATE'] },
			credentials: credentials(),
			credentialTypes,
			workflowId: 'roles',
			mode: 'trigger',
		});
		await expect(poller.poll()).rejects.toMatchObject({
			description: expect.stringMatching(roles),
		});
	});
});
