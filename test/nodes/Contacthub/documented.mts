import {
	CONTACTHUB_NODE_ID,
	CONTACTHUB_TOKEN,
	CONTACTHUB_WORKSPACE_ID,
} from '../../../sandbox/contacthub/accounts.mts';
import type { DocumentedVendor } from '../../sandbox/documented-requests.mts';
import { form, send } from '../../sandbox/documented-requests.mts';

export const documented: DocumentedVendor = {
	mount: '/contacthub/hub/v1',
	token: CONTACTHUB_TOKEN,
	async known(sandbox) {
		const [person] = sandbox.contacthub.addPeople(1);
		const customerId = person?.id ?? '';
		const workspace = `${sandbox.contacthub.baseUrl}/workspaces/${CONTACTHUB_WORKSPACE_ID}`;
		await send('POST', `${workspace}/events`, CONTACTHUB_TOKEN, {
			customerId,
			type: 'viewedPage',
			context: 'WEB',
			properties: {},
		});
		const [event] = sandbox.contacthub.events;
		const made = async (path: string, body: unknown): Promise<string> => {
			const { text } = await send('POST', `${workspace}${path}`, CONTACTHUB_TOKEN, body);
			return JSON.parse(text).id;
		};
		const customer = `/customers/${customerId}`;
		await made(`${customer}/subscriptions`, { id: 'sample', subscribed: true });
		const sessionId = await made(`${customer}/sessions`, { value: 'sample' });
		const aggregateNodeId = await made('/configuration/nodes/aggregates', { name: 'Everybody' });
		const sourceId = await made('/configuration/sources', { name: 'Shop', provider: 'API' });
		const jobs = `/nodes/${CONTACTHUB_NODE_ID}/bulk-jobs`;
		const jobId = await made(jobs, form({ file: 'externalId\r\n1\r\n', operation: 'UPSERT' }));
		// A job is done after somebody has looked at it three times.
		for (let look = 0; look < 3; look++) {
			await send('GET', `${workspace}${jobs}/${jobId}`, CONTACTHUB_TOKEN);
		}
		// The example's picture is not a URL, which its own format asks for; nor are its own properties those of the workspace.
		const asCustomer = ({ base, extended: _, ...example }: Record<string, unknown>) => ({
			...example,
			base: { ...Object(base), pictureUrl: 'https://example.com/picture.png' },
		});
		const onNode = (example: Record<string, unknown>) => ({
			...asCustomer(example),
			nodeId: CONTACTHUB_NODE_ID,
		});
		const { intId, sourceInfo, registeredAt, deleted } = person ?? {};
		const immutable = { id: customerId, intId, sourceInfo, registeredAt, deleted };
		const asEvent = ({ bringBackProperties: _, ...example }: Record<string, unknown>) => ({
			...example,
			id: event?.id,
			customerId,
			type: event?.type,
			registeredAt: event?.registeredAt,
		});
		const withoutIndex = (example: Record<string, unknown>) =>
			Object.fromEntries(
				Object.entries(example).map(([name, schema]) => {
					const { indexed: _, ...properties } = Object(Object(schema).contactlabProperties);
					return [name, { ...Object(schema), contactlabProperties: properties }];
				}),
			);
		return {
			values: {
				workspaceId: CONTACTHUB_WORKSPACE_ID,
				nodeId: CONTACTHUB_NODE_ID,
				customerId,
				id: event?.id ?? '',
				jobId,
				sessionId,
				aggregateNodeId,
				sourceId,
			},
			bodies: {
				'customer.create': onNode,
				'customer.update': (example) => ({ ...onNode(example), ...immutable }),
				'customer.patch': asCustomer,
				'customerProperty.updateExtended': withoutIndex,
				'customerSubscription.update': (example) => ({ ...example, id: 'sample' }),
				'entryNode.update': (example) => ({ ...example, id: CONTACTHUB_NODE_ID }),
				'source.update': (example) => ({ ...example, id: sourceId }),
				// The text says what of an aggregate node never changes.
				'aggregateNode.update': ({ entryNodes: _, matchingProperties: __, ...example }) => example,
				// The example holds both ways to name a customer, and the text allows one of them.
				'event.create': ({ bringBackProperties: _, ...example }) => ({ ...example, customerId }),
				'event.update': asEvent,
				'event.patch': ({ context: _, ...example }) => ({ ...asEvent(example), context: 'WEB' }),
			},
		};
	},
};
