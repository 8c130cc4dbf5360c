/** The trigger sees what was created, changed and removed, whether or not the tenant can be asked for changes. */
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { EmporixTrigger } from '../../../nodes/Emporix/EmporixTrigger.node.ts';
import type { ModifiedAtQuery } from '../../../sandbox/emporix/query.mts';
import { createPoller, type PollerOptions } from '../../engine/poll.mts';
import { addSegment, credentialStore, requestsOf, useSandbox } from './run.mts';

const sandbox = useSandbox();
const tenant = () => sandbox().emporix.tenant;

const modes: ModifiedAtQuery[] = ['obeyed', 'ignored', 'refused', 'unmatched'];
const all = ['created', 'removed', 'updated'];

function watch(parameters: IDataObject, options: Partial<PollerOptions> = {}) {
	const poller = createPoller({
		node: new EmporixTrigger(),
		parameters: { entity: 'segment', events: all, startFrom: 'now', ...parameters },
		credentials: credentialStore(),
		// Each trigger has its own memory in the process.
		nodeId: `trigger-${++triggers}`,
		...options,
	});
	const items = async () => {
		const [emitted = []] = (await poller.poll()) ?? [];
		return emitted.map(({ json }) => json);
	};
	/** Events with the ids of their records, sorted. */
	const events = async () =>
		(await items())
			.map(({ event, segmentId, customerId, legalEntityId, type, itemId }) =>
				[event, segmentId, customerId, legalEntityId, type, itemId].filter(Boolean).join(' '),
			)
			.sort();
	return { poller, items, events };
}
let triggers = 0;

/** Requests that the given polls take. */
async function requestsFor(work: () => Promise<unknown>): Promise<number> {
	const before = requestsOf().length;
	await work();
	return requestsOf().length - before;
}

describe.each(modes)('a condition on the moment of change is %s', (modifiedAtQuery) => {
	beforeEach(() => {
		sandbox().emporix.modifiedAtQuery = modifiedAtQuery;
	});

	test('who leaves or comes back while n8n restarts is told so, though the last poll is in doubt', async () => {
		addSegment('A');
		const before = watch({});
		expect(await before.events()).toEqual([]);
		addSegment('B');
		tenant().delete('A', false);
		expect(await before.events()).toEqual(['created B', 'removed A']);
		tenant().delete('B', false);
		addSegment('A');
		const after = watch({}, { staticData: structuredClone(before.poller.saved) });
		expect(await after.events()).toEqual(['created A', 'removed B']);
		expect(await after.events()).toEqual([]);
	});

	test('who was told at first and leaves while n8n restarts is told as removed', async () => {
		addSegment('A');
		addSegment('B');
		const before = watch({ startFrom: 'beginning' });
		expect(await before.events()).toEqual(['created A', 'created B']);
		tenant().delete('B', false);
		const staticData = structuredClone(before.poller.saved);
		const after = watch({ startFrom: 'beginning' }, { staticData });
		expect(await after.events()).toEqual(['created A', 'removed B']);
	});

	test('segments', async () => {
		for (const id of ['A', 'B', 'C']) addSegment(id);
		const { events } = watch({});
		expect(await events()).toEqual([]);
		addSegment('D');
		addSegment('B', { status: 'INACTIVE' });
		tenant().delete('C', false);
		expect(await events()).toEqual(['created D', 'removed C', 'updated B']);
		expect(await events()).toEqual([]);
		addSegment('C');
		expect(await events()).toEqual(['created C']);
		expect(await events()).toEqual([]);
		expect(requestsOf().flatMap(({ violations }) => violations)).toEqual([]);
	});

	test('customers of all segments, B2C and B2B', async () => {
		addSegment('A');
		addSegment('B');
		tenant().assignCustomer('A', 'c1', undefined, {});
		tenant().assignCustomer('A', 'c1', 'company', {});
		tenant().assignCustomer('B', 'c2', undefined, {});
		const { events } = watch({ entity: 'customerAssignment', segments: 'all' });
		expect(await events()).toEqual([]);
		tenant().of('A').customers.delete('c1');
		tenant().assignCustomer('B', 'c2', undefined, {
			mixins: { a: {} },
			metadata: { mixins: { a: 'https://example.com/a.json' } },
		});
		addSegment('C');
		tenant().assignCustomer('C', 'c3', 'company', {});
		expect(await events()).toEqual(['created C c3 company', 'removed A c1', 'updated B c2']);
		expect(await events()).toEqual([]);
		tenant().delete('A', true);
		expect(await events()).toEqual(['removed A c1 company']);
		expect(await events()).toEqual([]);
		expect(requestsOf().flatMap(({ violations }) => violations)).toEqual([]);
	});

	test('items of all segments, and of one', async () => {
		addSegment('A');
		addSegment('B', { status: 'INACTIVE' });
		const every = watch({ entity: 'itemAssignment', segments: 'all' });
		const ofA = watch({ entity: 'itemAssignment', segments: 'one', segmentId: 'A' });
		for (const { events } of [every, ofA]) expect(await events()).toEqual([]);
		tenant().assignItem('A', 'PRODUCT', 'p', {});
		tenant().assignItem('B', 'CATEGORY', 'k', {});
		expect(await every.events()).toEqual(['created A PRODUCT p', 'created B CATEGORY k']);
		expect(await ofA.events()).toEqual(['created A PRODUCT p']);
		tenant().of('A').items.delete('PRODUCT/p');
		for (const { events } of [every, ofA]) {
			expect(await events()).toEqual(['removed A PRODUCT p']);
			expect(await events()).toEqual([]);
		}
	});

	test('a removal and a creation between two polls do not hide each other', async () => {
		for (const id of ['A', 'B']) addSegment(id);
		const { events } = watch({});
		await events();
		tenant().delete('A', false);
		addSegment('C');
		expect(await events()).toEqual(['created C', 'removed A']);
		tenant().delete('B', false);
		addSegment('B');
		expect(await events()).toEqual([expect.stringMatching(/^(created|updated) B$/)]);
		expect(await events()).toEqual([]);
	});

	test('whatever happens, each poll tells it once', async () => {
		const action = fc.record({
			kind: fc.constantFrom('put', 'put', 'delete', 'poll'),
			id: fc.constantFrom('A', 'B', 'C', 'D', 'E'),
		});
		await fc.assert(
			fc.asyncProperty(
				fc.array(action, { maxLength: 25 }),
				fc.boolean(),
				async (actions, removals) => {
					sandbox().reset();
					const { emporix } = sandbox();
					emporix.modifiedAtQuery = modifiedAtQuery;
					// Moments tie often.
					let ticks = 0;
					emporix.now = () =>
						new Date(1_760_000_000_000 + Math.floor(ticks++ / 3) * 60_000).toISOString();
					const { items } = watch({ events: removals ? all : ['created', 'updated'] });
					await items();
					const seen = new Map<string, number>();
					const keys: unknown[] = [];
					const follow = async () => {
						for (const { event, segmentId, key, data } of await items()) {
							const id = String(segmentId);
							expect(event === 'created').toBe(!seen.has(id));
							keys.push(key);
							if (event === 'removed') seen.delete(id);
							else seen.set(id, Number(Object(Object(data).metadata).version));
						}
						const stored = emporix.tenant.segments.all;
						expect(new Map([...seen].sort())).toEqual(
							new Map(stored.map(({ id, metadata }) => [id, metadata.version] as const).sort()),
						);
					};
					for (const { kind, id } of actions) {
						if (kind === 'put') addSegment(id);
						else if (kind === 'delete' && removals) emporix.tenant.delete(id, false);
						else await follow();
					}
					await follow();
					expect(await items()).toEqual([]);
				},
			),
			{ numRuns: 12 },
		);
	});
});

describe('what a poll costs', () => {
	beforeEach(() => {
		sandbox().emporix.now = () => '2026-01-01T00:00:00.000Z';
		for (let number = 0; number < 350; number++) addSegment(`S${number}`);
		sandbox().emporix.now = () => '2026-01-01T00:00:01.000Z';
		addSegment('S0');
	});

	test('two requests where the tenant can be asked for changes, the whole list after a removal', async () => {
		const { emporix } = sandbox();
		const { events } = watch({});
		await events();
		expect(await requestsFor(async () => expect(await events()).toEqual([]))).toBe(2);
		emporix.now = () => '2026-01-01T00:00:02.000Z';
		addSegment('S1');
		expect(await events()).toEqual(['updated S1']);
		emporix.tenant.delete('S2', false);
		expect(await requestsFor(async () => expect(await events()).toEqual(['removed S2']))).toBe(10);
		expect(await requestsFor(async () => expect(await events()).toEqual([]))).toBe(2);
	});

	test('a change that shows up late is seen while the latest one is fresh', async () => {
		const { emporix } = sandbox();
		const { events } = watch({ events: ['created', 'updated'] });
		addSegment('FRESH');
		emporix.now = () => new Date().toISOString();
		addSegment('FRESH');
		await events();
		emporix.now = () => new Date(Date.now() - 120_000).toISOString();
		addSegment('LATE');
		expect(await events()).toEqual(['created LATE']);
		expect(await events()).toEqual([]);
	});

	test('one request for 100 records where it cannot', async () => {
		sandbox().emporix.modifiedAtQuery = 'ignored';
		const { events } = watch({});
		await events();
		expect(await requestsFor(events)).toBe(4);
	});

	test('without removals, long lists are not remembered', async () => {
		const { emporix } = sandbox();
		const { events, poller } = watch({ events: ['created', 'updated'] });
		emporix.now = () => '2099-01-01T00:00:00.000Z';
		addSegment('S1');
		await events();
		const { position } = poller.staticData['node:Trigger'] as { position: IDataObject };
		expect(position).toMatchObject({
			obeyed: true,
			lists: { '': { marks: expect.stringMatching(/^S1 [0-9a-z.]+$/) } },
		});
		expect(JSON.stringify(position).length).toBeLessThan(200);
		emporix.now = () => '2099-02-01T00:00:00.000Z';
		addSegment('S2');
		addSegment('NEW');
		expect(await events()).toEqual(['created NEW', 'updated S2']);
		expect(await requestsFor(async () => expect(await events()).toEqual([]))).toBe(1);
	});
});

test('Start From decides what the first poll tells', async () => {
	const { emporix } = sandbox();
	emporix.now = () => '2026-01-01T00:00:00.000Z';
	addSegment('OLD');
	addSegment('CHANGED');
	emporix.now = () => '2026-02-01T00:00:00.000Z';
	addSegment('CHANGED');
	addSegment('NEW');
	const first = async (parameters: IDataObject) => await watch(parameters).events();
	expect(await first({ startFrom: 'now' })).toEqual([]);
	expect(await first({ startFrom: 'beginning' })).toEqual([
		'created CHANGED',
		'created NEW',
		'created OLD',
	]);
	expect(await first({ startFrom: 'date', startDate: '2026-01-15' })).toEqual([
		'created NEW',
		'updated CHANGED',
	]);
});

test('a question that is refused one day is replaced by reading the list', async () => {
	addSegment('A');
	const { events } = watch({});
	await events();
	sandbox().emporix.modifiedAtQuery = 'refused';
	addSegment('B');
	expect(await events()).toEqual(['created B']);
	tenant().delete('A', false);
	expect(await events()).toEqual(['removed A']);
	expect(await events()).toEqual([]);
});

describe('without removals, what was forgotten is never told as new', () => {
	beforeEach(() => {
		sandbox().emporix.now = () => '2026-01-01T00:00:00.000Z';
		for (const id of ['A', 'B', 'C']) addSegment(id);
		sandbox().emporix.now = () => '2026-02-01T00:00:00.000Z';
		addSegment('LATEST');
	});
	const change = () => {
		sandbox().emporix.now = () => '2026-03-01T00:00:00.000Z';
		addSegment('B');
		addSegment('NEW');
	};

	test('when the question is refused one day', async () => {
		const { events } = watch({ events: ['created', 'updated'] });
		expect(await events()).toEqual([]);
		sandbox().emporix.modifiedAtQuery = 'refused';
		expect(await events()).toEqual([]);
		change();
		expect(await events()).toEqual(['created NEW', 'updated B']);
		expect(await events()).toEqual([]);
	});

	test('when somebody adds removals to the events', async () => {
		const before = watch({ events: ['created', 'updated'] });
		expect(await before.events()).toEqual([]);
		change();
		expect(await before.events()).toEqual(['created NEW', 'updated B']);
		// The saved state of a trigger whose settings changed while the workflow ran on.
		const after = watch({}, { staticData: before.poller.staticData });
		expect((await after.items()).every(({ mayBeRepeated }) => mayBeRepeated)).toBe(true);
		tenant().delete('A', false);
		expect(await after.events()).toEqual(['removed A']);
		expect(await after.events()).toEqual([]);
	});
});

test('a trigger that is given something else to watch begins anew', async () => {
	addSegment('A');
	tenant().assignItem('A', 'PRODUCT', 'p', {});
	const before = watch({ startFrom: 'beginning' });
	expect(await before.events()).toEqual(['created A']);
	expect(await before.events()).toEqual([]);
	const after = watch(
		{ entity: 'itemAssignment', segments: 'all' },
		{ staticData: before.poller.staticData },
	);
	expect(await after.events()).toEqual([]);
	tenant().of('A').items.delete('PRODUCT/p');
	expect(await after.events()).toEqual(['removed A PRODUCT p']);
});

test('an outage in the middle of a pass loses nothing', async () => {
	for (const id of ['A', 'B', 'C']) addSegment(id);
	const { events } = watch({ entity: 'customerAssignment', segments: 'all' });
	await events();
	for (const id of ['A', 'B', 'C']) tenant().assignCustomer(id, 'c1', undefined, {});
	const outage = { vendor: 'emporix', kind: 'status', status: 503, retryAfter: 60 } as const;
	sandbox().misbehave({ ...outage, operationId: 'customerAssignment.list', times: 1 });
	await expect(events()).rejects.toThrow('Emporix could not answer');
	expect(await events()).toEqual(['created A c1', 'created B c1', 'created C c1']);
	expect(await events()).toEqual([]);
});

test('after a restart the last changes come again, marked', async () => {
	addSegment('A');
	const before = watch({});
	await before.events();
	addSegment('B');
	const [told] = await before.items();
	const after = watch({}, { staticData: before.poller.saved, nodeId: 'restarted' });
	expect(await after.items()).toEqual([{ ...told, mayBeRepeated: true }]);
	expect(await after.items()).toEqual([]);
});

test('a tenant with more records than are remembered is told so', async () => {
	addSegment('A');
	for (let number = 0; number <= 10_000; number++) {
		tenant().assignItem('A', 'PRODUCT', `p${number}`, {});
	}
	sandbox().emporix.largestPage = 100;
	const { events } = watch({ entity: 'itemAssignment', segments: 'one', segmentId: 'A' });
	await expect(events()).rejects.toThrow('The trigger would have to remember 10001 records');
});

test('Fetch Test Event shows the latest records', async () => {
	for (let number = 0; number < 12; number++) addSegment(`S${number}`);
	const { items } = watch({}, { mode: 'manual' });
	const shown = await items();
	expect(shown).toHaveLength(10);
	expect(shown[0]).toMatchObject({
		event: 'created',
		segmentId: expect.any(String),
		data: { siteCode: 'main' },
	});
});
