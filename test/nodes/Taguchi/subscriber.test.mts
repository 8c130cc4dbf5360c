import type { IDataObject } from 'n8n-workflow';
import { inPassingTime } from '../../engine/passing-time.mts';
import {
	actionsOf,
	links,
	mappedByHand,
	mappedByName,
	people,
	runTaguchi,
	upsert,
	useSandbox,
} from './run.mts';

const sandbox = useSandbox();
/** The body of each request, as text. */
const bodies = () => sandbox().requests.map(({ body }) => body);
const stored = (email: string) =>
	sandbox().taguchi.subscribers.find((subscriber) => subscriber.email === email);

const BIG_ID = '9007199254740993';

describe('Create or Update', () => {
	test('10,000 items make 100 requests and 10,000 linked results', async () => {
		const run = await runTaguchi(sandbox(), upsert({ items: people(10_000) }));
		expect(run.error).toBeUndefined();
		expect(links(run.done)).toEqual(people(10_000).map((_, item) => ({ item })));
		expect(sandbox().requests).toHaveLength(100);
		expect(sandbox().requests.every((request) => actionsOf(request).length === 100)).toBe(true);
		expect(sandbox().requests.flatMap(({ violations }) => violations)).toEqual([]);
		expect(sandbox().taguchi.subscribers).toHaveLength(10_000);
	});

	test('each result names the person, by what identifies them', async () => {
		const item = { email: 'zoe@example.com', firstname: 'Zoë' };
		const [created] = (await runTaguchi(sandbox(), upsert({ items: [item] }))).done;
		expect(created?.json).toMatchObject({ email: 'zoe@example.com', code: 200 });
		expect(created?.json).not.toHaveProperty('id');
		expect(created?.json).not.toHaveProperty('firstname');
		const id = String(stored(item.email)?.id);
		const [updated] = (await runTaguchi(sandbox(), upsert({ items: [{ ...item, taguchiId: id }] })))
			.done;
		expect(updated?.json).toMatchObject({ email: 'zoe@example.com', id, code: 200 });
	});

	test('a record that Taguchi or the node refuses fails alone, on its own item', async () => {
		const items: IDataObject[] = people(100);
		items[41] = { firstname: 'Nobody' };
		items[73] = { email: 'gone@example.com', taguchiId: '9107199254740993' };
		const run = await runTaguchi(sandbox(), upsert({ items, onError: 'continueErrorOutput' }));
		expect(sandbox().requests).toHaveLength(1);
		expect(run.done).toHaveLength(98);
		expect(links(run.done)).not.toContainEqual({ item: 41 });
		expect(run.failed).toEqual([
			{
				json: {
					...items[41],
					error: 'Values to Send holds nothing that identifies the person',
					message: expect.stringContaining('Map Email'),
					details: {},
				},
				pairedItem: { item: 41 },
			},
			{
				json: {
					...items[73],
					error: 'Taguchi did not accept this item: No matching subscriber profile could be found',
					message: expect.any(String),
					details: { status: 404, name: 'Not Found' },
				},
				pairedItem: { item: 73 },
			},
		]);
	});

	test('without batches every item has its own request, the first one alone', async () => {
		const run = await runTaguchi(
			sandbox(),
			upsert({ items: people(3), parameters: { options: { batching: false } } }),
		);
		expect(links(run.done)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(sandbox().requests.map((request) => actionsOf(request).length)).toEqual([1, 1, 1]);
	});

	test('a lost answer is asked for again', async () => {
		sandbox().misbehave({ kind: 'reset-after' });
		const run = await inPassingTime(
			async () => await runTaguchi(sandbox(), upsert({ items: people(2) })),
		);
		expect(run.done.map(({ json }) => json.description)).toEqual([
			'Subscriber profile updated',
			'Subscriber profile updated',
		]);
		expect(sandbox().requests).toHaveLength(2);
		expect(sandbox().taguchi.subscribers).toHaveLength(2);
	});

	test('429 waits as long as Retry-After says', async () => {
		sandbox().misbehave({ kind: 'status', status: 429, retryAfter: 1 });
		const run = await inPassingTime(
			async () => await runTaguchi(sandbox(), upsert({ items: people(1) })),
		);
		expect(run.done).toHaveLength(1);
		const [refused, accepted] = run.requests;
		expect(Number(accepted?.startedAt) - Number(refused?.finishedAt)).toBe(1_000);
	});

	test('actions for one person never overtake each other, whatever the case of the address', async () => {
		sandbox().misbehave({ kind: 'delay', ms: 0 });
		sandbox().misbehave({ kind: 'delay', ms: 300 });
		const run = await runTaguchi(
			sandbox(),
			upsert({
				items: [
					{ email: 'first@example.com' },
					{ email: 'Jane@example.com', firstname: 'Old' },
					{ email: 'jane@EXAMPLE.com', firstname: 'New' },
					{ email: 'other@example.com' },
				],
				parameters: { options: { batching: false } },
			}),
		);
		expect(run.done).toHaveLength(4);
		const names = sandbox().requests.map((request) => actionsOf(request)[0]?.profile);
		expect(names).toMatchObject([
			{},
			{ firstname: 'Old' },
			{ email: 'other@example.com' },
			{ firstname: 'New' },
		]);
		const [, old, , next] = run.requests;
		expect(next?.startedAt).toBeGreaterThanOrEqual(Number(old?.finishedAt));
		expect(sandbox().taguchi.subscribers.map(({ firstname }) => firstname)).toContain('New');
	});

	test('ids keep all their digits, from items, from the form and from lists', async () => {
		await runTaguchi(sandbox(), upsert({ items: people(1) }));
		const mapped = { id: BIG_ID, lists: [{ listId: '9223372036854775807' }] };
		const run = await runTaguchi(
			sandbox(),
			upsert({
				items: [{}],
				parameters: {
					profile: mappedByHand(mapped),
					lists: { entry: [{ listId: '12', campaignId: BIG_ID }] },
				},
			}),
		);
		expect(run.done).toHaveLength(1);
		expect(bodies()[1]).toBe(
			`[{"profile":{"id":${BIG_ID},"lists":[{"listId":9223372036854775807},{"listId":12,"campaignId":${BIG_ID}}]}}]`,
		);
		expect(sandbox().taguchi.subscribers[0]?.lists[1]?.campaignId).toBe(9007199254740993n);
	});

	test('an id that JavaScript has already rounded is refused by name', async () => {
		const run = await runTaguchi(sandbox(), upsert({ items: [{ taguchiId: Number(BIG_ID) }] }));
		expect(run.error?.message).toBe(
			'"Values to Send > Taguchi ID" got a number with too many digits to be exact',
		);
		expect(sandbox().requests).toEqual([]);
	});

	describe('empty values', () => {
		const jane = { email: 'jane@example.com', firstname: 'Jane', phone: '+61400000000' };
		const emptied = { email: 'jane@example.com', firstname: '', phone: null };
		beforeEach(async () => {
			await runTaguchi(sandbox(), upsert({ items: [jane] }));
		});

		test('are kept unless told otherwise', async () => {
			await runTaguchi(sandbox(), upsert({ items: [emptied] }));
			expect(bodies()[1]).toBe('[{"profile":{"email":"jane@example.com"}}]');
			expect(stored('jane@example.com')).toMatchObject(jane);
		});

		test('clear the stored value when Empty Values says so', async () => {
			const parameters = { emptyValues: 'clear' };
			await runTaguchi(sandbox(), upsert({ items: [emptied], parameters }));
			expect(stored('jane@example.com')).toMatchObject({ ...jane, firstname: null, phone: null });
		});

		test('may be true for now, in a list', async () => {
			const lists = { entry: [{ listId: '12', unsubscribedTimestamp: '={{ true }}' }] };
			const items = [{ email: 'jane@example.com' }];
			await runTaguchi(sandbox(), upsert({ items, parameters: { lists } }));
			expect(bodies().at(-1)).toContain('"unsubscribedTimestamp":true');
			expect(stored('jane@example.com')?.lists[0]?.unsubscribedTimestamp).toMatch(/Z$/);
			sandbox().requests.length = 0;
			const never = { entry: [{ listId: '12', unsubscribedTimestamp: '={{ false }}' }] };
			const { error } = await runTaguchi(
				sandbox(),
				upsert({ items, parameters: { lists: never } }),
			);
			expect(error?.message).toContain('or true for now');
			expect(sandbox().requests).toEqual([]);
		});

		test('clear inside a list too, so that a list can be joined again', async () => {
			const lists = (unsubscribedTimestamp: string) => [
				{ email: 'jane@example.com', lists: [{ listId: '12', unsubscribedTimestamp }] },
			];
			await runTaguchi(sandbox(), upsert({ items: lists('2026-03-20T09:30:00Z') }));
			expect(stored('jane@example.com')?.lists[0]?.unsubscribedTimestamp).not.toBeNull();
			const parameters = { emptyValues: 'clear' };
			await runTaguchi(sandbox(), upsert({ items: lists(''), parameters }));
			expect(stored('jane@example.com')?.lists[0]?.unsubscribedTimestamp).toBeNull();
		});

		test('fields that were removed from the mapping are neither sent nor cleared', async () => {
			const profile = {
				...mappedByHand({ email: 'jane@example.com', firstname: null }),
				schema: [
					{ id: 'email', removed: false },
					{ id: 'firstname', removed: true },
				],
			};
			await runTaguchi(
				sandbox(),
				upsert({ items: [{}], parameters: { profile, emptyValues: 'clear' } }),
			);
			expect(stored('jane@example.com')).toMatchObject(jane);
		});
	});

	describe('custom fields and lists', () => {
		const expected = {
			custom: { Level: 'gold', Visits: '3', Member: 'true' },
			lists: [{ listId: 12n, subscriptionOption: 'weekly' }, { listId: 13n }],
		};

		test('come from the form', async () => {
			const entry = Object.entries(expected.custom).map(([name, value]) => ({ name, value }));
			const run = await runTaguchi(
				sandbox(),
				upsert({
					items: people(1),
					parameters: {
						customFields: { entry },
						lists: { entry: [{ listId: '12', subscriptionOption: 'weekly' }, { listId: '13' }] },
					},
				}),
			);
			expect(run.error).toBeUndefined();
			expect(sandbox().taguchi.subscribers).toMatchObject([expected]);
		});

		test.each<[string, IDataObject]>([
			[
				'objects',
				{
					custom: { Level: 'gold', Visits: 3, Member: true },
					lists: [{ listId: 12, subscriptionOption: 'weekly' }, { listId: '13' }],
				},
			],
			[
				'JSON text',
				{
					custom: '{"Level": "gold", "Visits": 3, "Member": true}',
					lists: '[{"listId": 12, "subscriptionOption": "weekly"}, {"listId": 13}]',
				},
			],
		])('come from mapped columns that hold %s', async (_kind, columns) => {
			const run = await runTaguchi(sandbox(), upsert({ items: [{ ...people(1)[0], ...columns }] }));
			expect(run.error).toBeUndefined();
			expect(sandbox().requests.flatMap(({ violations }) => violations)).toEqual([]);
			expect(sandbox().taguchi.subscribers).toMatchObject([expected]);
		});

		test('an object as the value of a custom field becomes its JSON text', async () => {
			const items = [{ ...people(1)[0], custom: { Sizes: { shirt: 'M' } } }];
			const run = await runTaguchi(sandbox(), upsert({ items }));
			expect(run.error).toBeUndefined();
			expect(sandbox().taguchi.subscribers[0]?.custom).toEqual({ Sizes: '{"shirt":"M"}' });
		});

		test('those that are not named stay as they are', async () => {
			const write = async (columns: IDataObject) =>
				await runTaguchi(sandbox(), upsert({ items: [{ ...people(1)[0], ...columns }] }));
			await write({ custom: { Level: 'gold', Visits: '3' }, lists: [{ listId: '12' }] });
			await write({ custom: { Visits: '4' }, lists: [{ listId: '13' }] });
			expect(sandbox().taguchi.subscribers).toMatchObject([
				{ custom: { Level: 'gold', Visits: '4' }, lists: [{ listId: 12n }, { listId: 13n }] },
			]);
		});
	});

	test('names in every script arrive as they are', async () => {
		const jane = { email: 'zoë@example.com', firstname: 'Śćibor 𠮷田 ☀️', lastname: 'حداد' };
		await runTaguchi(sandbox(), upsert({ items: [jane] }));
		expect(sandbox().taguchi.subscribers).toMatchObject([jane]);
	});
});

describe('Get', () => {
	const get = async (parameters: IDataObject) =>
		await runTaguchi(sandbox(), {
			resource: 'subscriber',
			operation: 'get',
			parameters: { simplify: false, ...parameters },
			onError: 'continueErrorOutput',
		});

	test.each([
		{ identifyBy: 'email', email: 'Jane+1@example.com' },
		{ identifyBy: 'id', id: BIG_ID },
	])('by $identifyBy: ids come as text with all their digits', async (target) => {
		const jane = { email: 'jane+1@example.com', lists: [{ listId: BIG_ID }, { listId: 12 }] };
		await runTaguchi(sandbox(), upsert({ items: [jane] }));
		const run = await get(target);
		expect(run.done).toMatchObject([
			{
				json: {
					id: BIG_ID,
					organizationId: '482',
					email: 'jane+1@example.com',
					lists: [{ listId: BIG_ID }, { listId: '12' }],
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	test('Simplify keeps at most ten fields, identifiers among them, and tells consent in words', async () => {
		await runTaguchi(sandbox(), upsert({ items: [{ email: 'jane@example.com' }] }));
		const run = await get({ identifyBy: 'id', id: BIG_ID, simplify: true });
		const { emailConsent, smsConsent, ...own } = run.done[0]?.json ?? {};
		expect(own).toMatchObject({ id: BIG_ID, email: 'jane@example.com' });
		expect(Object.keys(own).length).toBeLessThanOrEqual(10);
		expect([emailConsent, smsConsent]).toEqual(['unknown', 'unknown']);
	});

	test('nobody found is a failed item', async () => {
		const run = await get({ identifyBy: 'email', email: 'nobody@example.com' });
		expect(run.failed).toMatchObject([
			{
				json: {
					error: expect.stringContaining('No matching subscriber profile could be found'),
					details: { status: 404 },
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	test('an identifier that the endpoint is not set up for is refused in its own words', async () => {
		const run = await get({ identifyBy: 'phone', phone: '+61400000000' });
		expect(run.failed[0]?.json.error).toContain('This endpoint identifies profiles by email');
	});
});

describe('list subscriptions of the form', () => {
	const SINCE = '2026-03-20T09:30:00.000Z';
	const sentLists = async (lists: unknown, emptyValues = 'keep') => {
		const parameters = { lists, emptyValues } as IDataObject;
		const run = await runTaguchi(sandbox(), upsert({ items: people(1), parameters }));
		expect(run.error).toBeUndefined();
		const [{ profile }] = JSON.parse(bodies().at(-1) ?? '[]');
		return profile.lists;
	};
	const isNow = (moment: string) => Math.abs(Date.parse(moment) - Date.now()) < 60_000;

	test('Subscribe clears the unsubscribe, and keeps a date that was filled in', async () => {
		const [fresh, given] = await sentLists({
			entry: [
				{ listId: '12', change: 'subscribe', subscribedTimestamp: '', unsubscribedTimestamp: '' },
				{ listId: '13', change: 'subscribe', subscribedTimestamp: SINCE },
			],
		});
		expect(fresh).toMatchObject({ listId: 12, unsubscribedTimestamp: null });
		expect(isNow(fresh.subscribedTimestamp)).toBe(true);
		expect(given).toEqual({ listId: 13, subscribedTimestamp: SINCE, unsubscribedTimestamp: null });
	});

	test('Unsubscribe is now, or at the date that was filled in', async () => {
		const [fresh, given] = await sentLists({
			entry: [
				{ listId: '12', change: 'unsubscribe' },
				{ listId: '13', change: 'unsubscribe', unsubscribedTimestamp: SINCE },
			],
		});
		expect(Object.keys(fresh)).toEqual(['listId', 'unsubscribedTimestamp']);
		expect(isNow(fresh.unsubscribedTimestamp)).toBe(true);
		expect(given).toEqual({ listId: 13, unsubscribedTimestamp: SINCE });
	});

	test('null clears the date if Empty Values say so, and only then; an input nobody touched never does', async () => {
		const lists = {
			entry: [{ listId: '12', unsubscribedTimestamp: '={{ null }}', campaignId: '' }],
		};
		expect(await sentLists(lists, 'clear')).toEqual([{ listId: 12, unsubscribedTimestamp: null }]);
		expect(await sentLists(lists, 'keep')).toEqual([{ listId: 12 }]);
	});

	test('true means now; a flag of a table means nothing', async () => {
		const lists = (flag: string) => ({ entry: [{ listId: '12', unsubscribedTimestamp: flag }] });
		const run = (flag: string) =>
			runTaguchi(sandbox(), upsert({ items: people(1), parameters: { lists: lists(flag) } }));
		await run('={{ true }}');
		expect(JSON.parse(bodies().at(-1) ?? '[]')[0].profile.lists).toEqual([
			{ listId: 12, unsubscribedTimestamp: true },
		]);
		for (const flag of ['1', '0', 'TRUE', '={{ 1 }}', '={{ false }}', '12', '5/6']) {
			expect((await run(flag)).error?.message).toMatch(
				/^"List Subscriptions > Unsubscribed At" needs/,
			);
		}
	});
});

describe('Update, Log and Send', () => {
	const jane = { email: 'jane@example.com', firstname: 'Jane' };
	const submit = (parameters: IDataObject, items: IDataObject[] = [jane]) => ({
		resource: 'subscriber',
		operation: 'submit',
		parameters: { identifyBy: 'email', profile: mappedByName, ...parameters },
		items,
		onError: 'continueErrorOutput' as const,
	});
	const everything = {
		events: {
			entry: [{ type: 'v' }, { type: 'other', otherType: 'up', data: '{"total": 123.5}' }],
		},
		messages: { entry: [{ activityId: '9007199254740993' }] },
		additionalFields: {
			actions: '[{"event": {"target": {"email": "jane@example.com"}, "type": "p"}}]',
		},
	};

	test('does everything in order, in one request, with a result for each action', async () => {
		const run = await runTaguchi(sandbox(), submit(everything));
		const target = { email: 'jane@example.com' };
		expect(sandbox().requests).toHaveLength(1);
		expect(bodies()[0]).toBe(
			JSON.stringify([
				{ profile: jane },
				{ event: { target, type: 'v', isTest: false } },
				{ event: { target, type: 'up', data: { total: 123.5 }, isTest: false } },
				{ message: { target, activityId: 1, isTest: false } },
				{ event: { target, type: 'p' } },
			]).replace('"activityId":1', '"activityId":9007199254740993'),
		);
		expect(run.done).toMatchObject([
			{
				json: {
					results: [
						{ description: 'Subscriber profile created' },
						{ description: 'Event logged' },
						{ description: 'Event logged' },
						{ description: 'Message sent' },
						{ description: 'Event logged' },
					],
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(sandbox().taguchi.events.map(({ type }) => type)).toEqual(['v', 'up', 'p']);
	});

	test('packs the actions of several items, and never splits those of one', async () => {
		const events = { entry: Array.from({ length: 59 }, () => ({ type: 'v' })) };
		const run = await runTaguchi(sandbox(), submit({ events }, people(3)));
		expect(run.done.map(({ json }) => (json.results as unknown[]).length)).toEqual([60, 60, 60]);
		expect(sandbox().requests.map((request) => actionsOf(request).length)).toEqual([60, 60, 60]);
	});

	test('an item with more actions than one request takes is refused', async () => {
		const events = { entry: Array.from({ length: 100 }, () => ({ type: 'v' })) };
		const run = await runTaguchi(sandbox(), submit({ events }));
		expect(run.failed[0]?.json.error).toMatch(/101 actions.*at most 100/);
		expect(sandbox().requests).toEqual([]);
	});

	test('a refused action fails its item, which still lists what was done', async () => {
		const actions = '[{"event": {"target": {"email": "gone@example.com"}, "type": "p"}}]';
		const run = await runTaguchi(
			sandbox(),
			submit({ additionalFields: { actions } }, [jane, { email: 'other@example.com' }]),
		);
		expect(run.done).toEqual([]);
		expect(run.failed.map(({ json }) => json)).toMatchObject([
			{
				error: expect.stringContaining('action 2 of 2'),
				details: {
					results: [
						{ description: 'Subscriber profile created' },
						{ refused: 'No matching subscriber profile could be found' },
					],
				},
			},
			{ error: expect.stringContaining('action 2 of 2') },
		]);
	});

	test('is not sent twice when the answer is lost', async () => {
		sandbox().misbehave({ kind: 'reset-after' });
		const run = await runTaguchi(sandbox(), submit(everything));
		expect(sandbox().requests).toHaveLength(1);
		expect(sandbox().taguchi.messages).toHaveLength(1);
		expect(run.failed[0]?.json.message).toContain('The work may have been done');
	});

	test('needs the identifier that Identify By names', async () => {
		const run = await runTaguchi(sandbox(), submit({ identifyBy: 'ref' }));
		expect(run.failed[0]?.json.error).toContain('Identify By');
		expect(sandbox().requests).toEqual([]);
	});
});

describe('Anonymize', () => {
	test('erases one person, by an id with all its digits, and no other', async () => {
		await runTaguchi(sandbox(), upsert({ items: people(2) }));
		const run = await runTaguchi(sandbox(), {
			resource: 'subscriber',
			operation: 'anonymize',
			parameters: { identifyBy: 'id', id: '={{ $json.person }}' },
			items: [{ person: BIG_ID }, { person: '9007199254740999' }],
			onError: 'continueErrorOutput',
		});
		expect(
			sandbox()
				.requests.slice(1)
				.map(({ query }) => query.id),
		).toEqual([BIG_ID, '9007199254740999']);
		expect(run.done).toMatchObject([
			{ json: { description: 'Subscriber profile anonymized' }, pairedItem: { item: 0 } },
		]);
		expect(run.failed).toMatchObject([{ json: { person: '9007199254740999' } }]);
		expect(sandbox().taguchi.subscribers.map(({ email }) => email)).toEqual([
			null,
			'person1@example.com',
		]);
	});
});

describe('endpoints', () => {
	test.each(['token', 'hs256', 'rs256', 'public'] as const)(
		'%s: writes profiles',
		async (endpoint) => {
			const run = await runTaguchi(sandbox(), upsert({ items: people(1), endpoint }));
			expect(run.error).toBeUndefined();
			expect(sandbox().taguchi.subscribers).toHaveLength(1);
		},
	);

	test('the environment "test" answers the same and changes nothing', async () => {
		const run = await runTaguchi(
			sandbox(),
			upsert({ items: people(1), credential: { environment: 'test' } }),
		);
		expect(run.done).toMatchObject([{ json: { description: 'Subscriber profile created' } }]);
		expect(sandbox().requests[0]?.path).toContain('/apiv5_auth/test/');
		expect(sandbox().taguchi.subscribers).toEqual([]);
	});

	test('a public endpoint reads nothing, and says so', async () => {
		const run = await runTaguchi(sandbox(), {
			resource: 'subscriber',
			operation: 'get',
			endpoint: 'public',
			parameters: { identifyBy: 'email', email: 'jane@example.com' },
		});
		expect(run.error?.message).toContain('without authentication');
	});

	test.each([
		['tokenByRef', { ref: 'customer-1' }, { identifyBy: 'ref', ref: 'customer-1' }],
		['tokenByPhone', { phone: '+614' }, { identifyBy: 'phone', phone: '+614' }],
		[
			'tokenByEmailAndPhone',
			{ email: 'a@example.com', phone: '+614' },
			{ identifyBy: 'emailAndPhone', email: 'A@example.com', phone: '+614' },
		],
	] as const)('%s: identifies people as it is set up', async (endpoint, person, target) => {
		await runTaguchi(sandbox(), upsert({ items: [{ ...person }], endpoint }));
		const run = await runTaguchi(sandbox(), {
			resource: 'subscriber',
			operation: 'get',
			endpoint,
			parameters: { ...target },
		});
		expect(run.done).toMatchObject([{ json: person }]);
	});
});
