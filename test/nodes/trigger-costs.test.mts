/** A poll that finds nothing costs as few requests as the vendor allows, and n8n has nothing to save. */
import { randomUUID } from 'node:crypto';
import { createPoller } from '../engine/poll.mts';
import { useRecordingServer } from '../engine/recording-server.mts';
import type { WatchedVendor } from './watched-vendors.mts';
import { contacthub, emporix, horisen } from './watched-vendors.mts';

const server = useRecordingServer();

const cases: Array<[string, () => WatchedVendor, object, number]> = [
	['Contacthub', contacthub, {}, 1],
	['HORISEN', horisen, { events: ['created', 'updated'] }, 1],
	['HORISEN, deletions too', horisen, {}, 1],
	['Emporix, segments', () => emporix('segment'), { events: ['created', 'updated'] }, 1],
	// What was removed shows only in the number of records, which is a question of its own.
	['Emporix, segments, removals too', () => emporix('segment'), {}, 2],
	[
		'Emporix, customers of a segment',
		() => emporix('customerAssignment'),
		{ events: ['created', 'updated'] },
		1,
	],
	[
		'Emporix, items of all segments',
		() => emporix('itemAssignment', 'all'),
		{ events: ['created', 'updated'] },
		1,
	],
];

test.each(cases)('%s', async (_name, openVendor, parameters, requests) => {
	const vendor = openVendor();
	for (let number = 0; number < 250; number++) vendor.put(`p${number}`);
	server().answer(vendor.answer);
	const poller = createPoller({
		node: vendor.node,
		parameters: { ...vendor.parameters, startFrom: 'now', startDate: '', ...parameters },
		credentials: vendor.credentials(server().url, 'one'),
		credentialTypes: vendor.credentialTypes,
		workflowId: randomUUID(),
	});
	// The first one begins, the second one may still confirm.
	for (let polls = 0; polls < 2; polls++) expect(await poller.poll()).toBeNull();
	const kept = JSON.stringify(poller.staticData);
	server().received.length = 0;
	expect(await poller.poll()).toBeNull();
	expect(server().received.map(({ url }) => url)).toHaveLength(requests);
	expect(JSON.stringify(poller.staticData)).toBe(kept);

	vendor.put('p7');
	expect((await poller.poll())?.[0]).toHaveLength(1);
	await poller.poll();
	const settled = JSON.stringify(poller.staticData);
	await poller.poll();
	expect(JSON.stringify(poller.staticData)).toBe(settled);
});
