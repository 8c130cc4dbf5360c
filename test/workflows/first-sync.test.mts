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
import { objectInContacthub, reachable } from '../../n8n/demonstration/people.mts';
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

const Conditions = z.object({
	conditions: z.tuple([
		z.object({
			leftValue: z.unknown(),
			rightValue: z.unknown(),
			operator: z.object({
				type: z.literal('string'),
				operation: z.enum(['notEmpty', 'notEquals']),
			}),
		}),
	]),
});
/** If, with the two conditions that the workflow uses. */
const either: INodeType = {
	description: {
		...description,
		name: 'if',
		outputs: ['main', 'main'],
		properties: [property('conditions', 'filter')],
	},
	async execute(this: IExecuteFunctions) {
		const holds = (item: number) => {
			const { conditions } = Conditions.parse(this.getNodeParameter('conditions', item));
			const [{ leftValue, rightValue, operator }] = conditions;
			return operator.operation === 'notEmpty' ? Boolean(leftValue) : leftValue !== rightValue;
		};
		const items = this.getInputData();
		return [
			items.filter((_item, index) => holds(index)),
			items.filter((_item, index) => !holds(index)),
		];
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
	const decide = async (name: string, items: INodeExecutionData[]) => {
		const { outputs, error } = await runNode({
			node: either,
			name,
			items,
			parameters: parametersOf(name),
		});
		if (error) throw error;
		return outputs;
	};
	const write = async (name: string, items: INodeExecutionData[] = []) => {
		const { outputs } = await runNode({
			node: new Taguchi(),
			name,
			parameters: parametersOf(name),
			items,
			onError: 'continueErrorOutput',
			credentialTypes: [new TaguchiTokenApi()],
			credentials: {
				taguchiTokenApi: {
					endpointUrl: sandbox.taguchi.endpointUrl('token'),
					token: TAGUCHI_API_TOKEN,
				},
			},
		});
		return outputs;
	};
	const [reachable = []] = await decide('Has an e-mail address?', read);
	const [agreeing, refusing] = await decide('May we write?', reachable);
	const written = await write('Taguchi', agreeing);
	const unsubscribed = await write('Unsubscribe in Taguchi', refusing);
	return {
		read: read.length,
		written: written[0]?.length ?? 0,
		refused: unsubscribed[0]?.length ?? 0,
		failed: [...(written[1] ?? []), ...(unsubscribed[1] ?? [])],
	};
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

test('whoever may be written to arrives as they are, and nobody who refuses', async () => {
	const people = sandbox.contacthub.addPeople(PEOPLE);
	const { read, written, refused, failed } = await syncOnce(newPoller());
	expect(failed).toEqual([]);
	expect(read).toBe(people.length);
	const { subscribers, differences } = verify(sandbox);
	expect(differences).toEqual([]);
	expect(subscribers).toBe(written);
	expect(refused).toBeGreaterThan(0);
	expect(written + refused).toBeLessThan(PEOPLE);
	const sent = sandbox.requests.filter(({ operationId }) => operationId === 'subscriber.batch');
	expect(sent).toHaveLength(Math.ceil(written / 100));
	expect(sandbox.requests.flatMap(({ violations }) => violations)).toEqual([]);
});

test('whoever says no later is unsubscribed', async () => {
	const poller = newPoller();
	sandbox.contacthub.addPeople(PEOPLE);
	await syncOnce(poller);
	const [person] = sandbox.taguchi.subscribers;
	const customer = reachable(sandbox).find(
		({ email }) => email.toLowerCase() === person?.email?.toLowerCase(),
	);
	await objectInContacthub(sandbox, customer?.id ?? '');
	expect(verify(sandbox).differences).toEqual([`${person?.email} said no`]);
	await syncOnce(poller);
	expect(verify(sandbox)).toMatchObject({ unsubscribed: 1, differences: [] });
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
	await write({ email, firstname: 'Somebody else' });
	await write({ email: 'stranger@example.com' });
	expect(verify(sandbox).differences).toEqual([
		expect.stringContaining(`${email}: firstname is "Somebody else"`),
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
