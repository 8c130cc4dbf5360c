/** A backlog far larger than one poll is handed over bit by bit, with no more in memory than one poll's share. */
import { ContacthubTrigger } from '../../../nodes/Contacthub/ContacthubTrigger.node.ts';
import {
	CONTACTHUB_NODE_ID,
	CONTACTHUB_SECOND_NODE_ID,
} from '../../../sandbox/contacthub/accounts.mts';
import { createPoller } from '../../engine/poll.mts';
import { byId, credentialTypes, credentialsFor, useSandbox } from './run.mts';

const sandbox = useSandbox();

const trigger = (parameters: Record<string, unknown>) =>
	createPoller({
		node: new ContacthubTrigger(),
		parameters: {
			entity: 'CUSTOMER',
			operations: ['CREATE'],
			startFrom: 'beginning',
			...parameters,
		},
		credentials: credentialsFor(sandbox()),
		credentialTypes,
		nodeId: crypto.randomUUID(),
	});

test('100,000 updates are drained over polls, none lost, none twice', async () => {
	const backlog = 100_000;
	const mostInOnePoll = 5_000;
	sandbox().contacthub.addPeople(backlog);
	const poller = trigger({});
	const seen = new Set<unknown>();
	let handed = 0;
	let polls = 0;
	for (let items = await poller.poll(); items; items = await poller.poll()) {
		polls++;
		expect(items[0]?.length).toBeLessThanOrEqual(mostInOnePoll);
		expect(JSON.stringify(poller.staticData).length).toBeLessThan(1_000);
		handed += items[0]?.length ?? 0;
		for (const { json } of items[0] ?? []) seen.add(Object(json.data).id);
	}
	expect([handed, seen.size]).toEqual([backlog, backlog]);
	expect(polls).toBeLessThanOrEqual(30);
});

test.each([
	['chosen', byId(CONTACTHUB_SECOND_NODE_ID), 0],
	['chosen, with changes', byId(CONTACTHUB_NODE_ID), 3],
	['written as an ID', CONTACTHUB_NODE_ID, 3],
	['left empty', { __rl: true, mode: 'list', value: '' }, 3],
])('the node filter: %s', async (_name, nodeId, expected) => {
	sandbox().contacthub.addPeople(3);
	const items = await trigger({ nodeId }).poll();
	expect(items?.[0]?.length ?? 0).toBe(expected);
});
