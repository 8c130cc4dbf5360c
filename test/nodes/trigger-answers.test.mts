/** An answer that is not what the vendor documents tells of nobody: not as created, not as removed, and the position stays. */
import { randomUUID } from 'node:crypto';
import { createPoller } from '../engine/poll.mts';
import type { Reply } from '../engine/recording-server.mts';
import { useRecordingServer } from '../engine/recording-server.mts';
import type { WatchedVendor } from './watched-vendors.mts';
import { watchedVendors } from './watched-vendors.mts';

// How long to wait before an answer that broke off is asked for again is not the question here.
jest.mock('../../core/older-engines.ts', () => ({
	...jest.requireActual('../../core/older-engines.ts'),
	sleep: async () => undefined,
}));

const server = useRecordingServer();

/** What stands between n8n and a vendor may answer so, for a moment or for a day. */
const odd: Array<[string, (right: Reply) => Reply]> = [
	[
		'a gateway that knows no such service',
		() => ({ status: 404, body: { fault: { faultstring: 'Unable to identify proxy for host' } } }),
	],
	['a 404 without words', () => ({ status: 404, body: {} })],
	['a 404 page', () => ({ status: 404, body: '<html>Not Found</html>' })],
	['a good status without a body', () => ({ body: '' })],
	['204', () => ({ status: 204, body: '' })],
	['null', () => ({ body: null })],
	['an empty object', () => ({ body: {} })],
	['a maintenance note', () => ({ body: { message: 'We will be right back' } })],
	['a web page', () => ({ body: '<html>Sign in</html>' })],
	['another service', () => ({ body: { items: [], total: 0, count: 3 } })],
	['a list of something else', () => ({ body: [1, 'two', null] })],
	['its lists emptied, totals kept', (right) => ({ ...right, body: emptied(right.body) })],
	['its lists emptied, without totals', (right) => ({ body: withoutTotals(emptied(right.body)) })],
	['its lists shortened, totals kept', (right) => ({ ...right, body: shortened(right.body) })],
	[
		'its lists shortened, without totals',
		(right) => ({ body: withoutTotals(shortened(right.body)) }),
	],
	['its lists as null', (right) => ({ ...right, body: withLists(right.body, () => null) })],
	['broken off in the middle', (right) => ({ body: JSON.stringify(right.body).slice(0, -1) })],
];

/** The same answer with other lists: the answer itself, or its properties. */
const withLists = (body: unknown, change: (list: unknown[]) => unknown): unknown => {
	if (Array.isArray(body)) return change(body);
	return Object.fromEntries(
		Object.entries(Object(body)).map(([name, value]) => [
			name,
			Array.isArray(value) ? change(value) : value,
		]),
	);
};
const emptied = (body: unknown) => withLists(body, () => []);
const shortened = (body: unknown) => withLists(body, (list) => list.slice(0, 1));
const withoutTotals = (body: unknown) => {
	if (Array.isArray(body)) return body;
	const { meta: _meta, ...rest } = Object(body);
	return rest;
};

function open(vendor: WatchedVendor) {
	const poller = createPoller({
		node: vendor.node,
		parameters: { ...vendor.parameters, startFrom: 'now', startDate: '' },
		credentials: vendor.credentials(server().url, 'one'),
		credentialTypes: vendor.credentialTypes,
		workflowId: randomUUID(),
	});
	return {
		poller,
		/** Whom a poll tells of; undefined where it fails. */
		poll: async () =>
			await poller.poll().then(
				(output) => (output?.[0] ?? []).map(({ json }) => vendor.idOf(json)).sort(),
				() => undefined,
			),
	};
}

describe.each(watchedVendors)('%s', (name, openVendor) => {
	const questions = openVendor().questions.filter((question) => question !== 'the end');
	// A stream has no total, so nothing shows that one of its updates is missing.
	const isShown = (answer: string) =>
		name !== 'Contacthub' || !answer.startsWith('its lists shortened');
	const cells = questions.flatMap((question) =>
		odd
			.filter(([answer]) => isShown(answer))
			.map(([answer, reply]) => [question, answer, reply] as const),
	);

	test.each(cells)('asked for %s, answers with %s', async (question, _answer, reply) => {
		const vendor = openVendor();
		for (const id of ['p1', 'p2', 'p3']) vendor.put(id);
		server().answer(vendor.answer);
		const { poller, poll } = open(vendor);
		expect(await poll()).toEqual([]);
		expect(await poll()).toEqual([]);

		vendor.put('p2');
		vendor.put('p4');
		server().answer((received) => {
			const right = vendor.answer(received);
			return vendor.questionOf(received) === question ? reply(right) : right;
		});
		const told = [...((await poll()) ?? []), ...((await poll()) ?? [])];
		// What an answer holds in spite of all was told rightly; the rest waits.
		expect(new Set(told).size).toBe(told.length);
		expect(['p2', 'p4']).toEqual(expect.arrayContaining(told));

		server().answer(vendor.answer);
		told.push(...((await poll()) ?? []));
		expect(told.sort()).toEqual(['p2', 'p4']);
		expect(await poll()).toEqual([]);
		expect(JSON.stringify(poller.staticData)).not.toContain('undefined');
	});

	test('does not begin with such an answer either', async () => {
		const failures: string[] = [];
		for (const [answer, reply] of odd) {
			// A list that is shorter than it was is no odd answer to somebody who has not seen it before.
			if (answer.startsWith('its lists')) continue;
			const vendor = openVendor();
			for (const id of ['p1', 'p2', 'p3']) vendor.put(id);
			server().answer((received) => reply(vendor.answer(received)));
			const { poll } = open(vendor);
			if ((await poll()) !== undefined) failures.push(answer);
			server().answer(vendor.answer);
			const first = await poll();
			vendor.put('p4');
			const second = await poll();
			if (JSON.stringify([first, second]) !== '[[],["p4"]]') failures.push(`after ${answer}`);
		}
		expect(failures).toEqual([]);
	});
});
