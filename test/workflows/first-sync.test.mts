import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { z } from 'zod/v4';
import { ContacthubApi } from '../../credentials/ContacthubApi.credentials.ts';
import { TaguchiTokenApi } from '../../credentials/TaguchiTokenApi.credentials.ts';
import { firstSyncWorkflow } from '../../n8n/demonstration/first-sync.mts';
import { verify } from '../../n8n/demonstration/verification.mts';
import { ContacthubTrigger } from '../../nodes/Contacthub/ContacthubTrigger.node.ts';
import { Taguchi } from '../../nodes/Taguchi/Taguchi.node.ts';
import { CONTACTHUB_TOKEN, CONTACTHUB_WORKSPACE_ID } from '../../sandbox/contacthub/accounts.mts';
import { TAGUCHI_API_TOKEN } from '../../sandbox/taguchi/accounts.mts';
import { startSandbox, type Sandbox } from '../../sandbox/server.mts';
import { runNode } from '../engine/execute.mts';
import { createPoller } from '../engine/poll.mts';

const PEOPLE = 250;

const description: Omit<INodeTypeDescription, 'name' | 'properties'> = {
	displayName: 'Stand-in',
	group: ['transform'],
	version: 1,
	description: "Does what n8n's own node does; n8n-nodes-base is not installed here",
	defaults: {},
	inputs: ['main'],
	outputs: ['main'],
};
const property = (name: string, type: INodeProperties['type']): INodeProperties => ({
	displayName: name,
	name,
	type,
	default: {},
});

const Assignments = z.object({
	assignments: z.array(z.object({ name: z.string(), value: z.json().optional() })),
});
/** Edit Fields: an item of the assigned fields, null where an expression gives nothing. */
const editFields: INodeType = {
	description: {
		...description,
		name: 'set',
		properties: [property('assignments', 'assignmentCollection')],
	},
	async execute(this: IExecuteFunctions) {
		const items = this.getInputData().map((_item, item): INodeExecutionData => {
			const { assignments } = Assignments.parse(this.getNodeParameter('assignments', item));
			const fields = assignments.map(({ name, value = null }) => [name, value]);
			return { json: Object.fromEntries(fields), pairedItem: { item } };
		});
		return [items];
	},
};

const Conditions = z.object({
	conditions: z.tuple([
		z.object({
			leftValue: z.unknown(),
			operator: z.object({ type: z.literal('string'), operation: z.literal('notEmpty') }),
		}),
	]),
});
/** If, with the one condition that the workflow uses; here only what is true goes on. */
const onlyWhere: INodeType = {
	description: { ...description, name: 'if', properties: [property('conditions', 'filter')] },
	async execute(this: IExecuteFunctions) {
		const passing = this.getInputData().filter((_item, item) => {
			const { conditions } = Conditions.parse(this.getNodeParameter('conditions', item));
			return Boolean(conditions[0].leftValue);
		});
		return [passing];
	},
};

const parametersOf = (name: string) => {
	const node = firstSyncWorkflow().nodes.find((one) => one.name === name);
	return z.object({ parameters: z.record(z.string(), z.unknown()) }).parse(node).parameters;
};

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

/** One poll, as n8n would run the workflow; gives how many items each step put out. */
async function syncOnce(poller: ReturnType<typeof createPoller>) {
	const [read = []] = (await poller.poll()) ?? [];
	const step = async (node: INodeType, name: string, items: INodeExecutionData[]) => {
		const { outputs, error } = await runNode({ node, name, items, parameters: parametersOf(name) });
		if (error) throw error;
		return outputs[0] ?? [];
	};
	const withEmail = await step(onlyWhere, 'Has an e-mail address?', read);
	const mapped = await step(editFields, 'Map to Taguchi', withEmail);
	const { outputs } = await runNode({
		node: new Taguchi(),
		parameters: parametersOf('Taguchi'),
		items: mapped,
		onError: 'continueErrorOutput',
		credentialTypes: [new TaguchiTokenApi()],
		credentials: {
			taguchiTokenApi: {
				endpointUrl: sandbox.taguchi.endpointUrl('token'),
				token: TAGUCHI_API_TOKEN,
			},
		},
	});
	return { read: read.length, written: outputs[0]?.length, failed: outputs[1] };
}

const newPoller = () =>
	createPoller({
		node: new ContacthubTrigger(),
		parameters: parametersOf('Contacthub Trigger'),
		credentialTypes: [new ContacthubApi()],
		credentials: {
			contacthubApi: {
				baseUrl: sandbox.contacthub.baseUrl,
				workspaceId: CONTACTHUB_WORKSPACE_ID,
				token: CONTACTHUB_TOKEN,
			},
		},
	});

test('everybody with an e-mail address arrives as they are, opt-outs included', async () => {
	const people = sandbox.contacthub.addPeople(PEOPLE);
	const { read, written, failed } = await syncOnce(newPoller());
	expect(failed).toEqual([]);
	expect(read).toBe(people.length);
	const { subscribers, optedOut, differences } = verify(sandbox);
	expect(differences).toEqual([]);
	expect(subscribers).toBe(written);
	expect(written).toBeLessThan(PEOPLE);
	expect(optedOut).toBeGreaterThan(0);
	const requests = sandbox.requests.filter(({ vendor }) => vendor === 'taguchi');
	expect(requests).toHaveLength(Math.ceil((written ?? 0) / 100));
	expect(requests.flatMap(({ violations }) => violations)).toEqual([]);
});

test('whoever comes later is written by the next poll', async () => {
	const poller = newPoller();
	sandbox.contacthub.addPeople(PEOPLE);
	await syncOnce(poller);
	sandbox.contacthub.addPeople(20);
	expect((await syncOnce(poller)).read).toBe(20);
	expect(verify(sandbox).differences).toEqual([]);
});

test('the verification sees who is missing, who should not be there, and what is wrong', async () => {
	sandbox.contacthub.addPeople(PEOPLE);
	const missing = verify(sandbox).differences;
	await syncOnce(newPoller());
	expect(missing).toHaveLength(sandbox.taguchi.subscribers.length);
	for (const line of missing) expect(line).toMatch(/ is missing in Taguchi$/);

	const email = sandbox.taguchi.subscribers[0]?.email;
	await write({ email, firstname: 'Somebody else', lists: [{ listId: 13 }] });
	await write({ email: 'stranger@example.com' });
	expect(verify(sandbox).differences).toEqual([
		expect.stringContaining(`${email}: firstname is "Somebody else"`),
		expect.stringContaining(`${email}: lists is `),
		'stranger@example.com is in Taguchi, but not in Contacthub',
	]);
});

/** Writes to Taguchi past the workflow. */
async function write(profile: Record<string, unknown>): Promise<void> {
	await fetch(sandbox.taguchi.endpointUrl('token'), {
		method: 'POST',
		headers: {
			authorization: `Bearer ${TAGUCHI_API_TOKEN}`,
			'content-type': 'application/json',
		},
		body: JSON.stringify([{ profile }]),
	});
}
