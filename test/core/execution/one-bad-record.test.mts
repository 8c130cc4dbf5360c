/** One record of a request that the vendor refuses as a whole fails alone, and no message is ever sent twice. */
import type { IDataObject } from 'n8n-workflow';
import type { Received, Reply } from '../../engine/recording-server.mts';
import { useRecordingServer } from '../../engine/recording-server.mts';
import { everyRow, runRow } from '../../nodes/every-row.mts';
import { links, mappedByHand } from '../../nodes/Taguchi/run.mts';

const server = useRecordingServer();

const email = '={{ $json.id }}@example.com';
const person = { identifyBy: 'email', email };
const profile = mappedByHand({ email });
const locator = (value: string) => ({ __rl: true, mode: 'id', value });

/** What tells the items of a row apart; a field that stands in the path is the same for all. */
const VALUES: Readonly<Record<string, IDataObject>> = {
	'Taguchi subscriber.upsert': { profile },
	'Taguchi subscriber.submit': { profile },
	'Taguchi event.log': person,
	'Taguchi message.send': person,
	'Taguchi partition.upsert': { ref: '={{ $json.id }}' },
	'HORISEN contact.import': {
		contact: profile,
		identifier: 'email',
		resolve_duplicate: 'update',
	},
	'Emporix segment.upsert': { segmentId: locator('={{ $json.id }}') },
	'Emporix segment.create': { name: { entry: [{ name: 'en', value: '={{ $json.id }}' }] } },
	'Emporix segment.delete': { segmentId: locator('={{ $json.id }}') },
	'Emporix customerAssignment.upsert': { customerId: '={{ $json.id }}' },
	'Emporix customerAssignment.delete': { customerId: '={{ $json.id }}' },
	'Emporix itemAssignment.upsert': { itemId: '={{ $json.id }}' },
	'Emporix itemAssignment.delete': { itemId: '={{ $json.id }}' },
};

/** Rows that send messages: nothing says that a refused request has sent none of them. */
const MESSAGES = ['Taguchi subscriber.submit', 'Taguchi message.send'];

const items = Array.from({ length: 11 }, (_, number) => ({ id: `r${number}` }));
const BAD = 4;

/** The numbers of the items that a request carries. */
const carried = ({ body }: Received) =>
	[...body.matchAll(/"r(\d+)["@]/g)].map(([, number]) => Number(number));

/** What a vendor answers when it has done what it was asked for. */
function done({ method, url, body }: Received): Reply {
	const elements: unknown[] = JSON.parse(body);
	if (url.includes('/imports'))
		return { body: { created: elements.length, updated: 0, errors: [] } };
	if (url.includes('/bulk')) {
		return {
			status: 207,
			// Only who creates a segment learns its ID.
			body: elements.map((_, at) => ({
				index: at + 1,
				code: 201,
				...(method === 'POST' && { id: `s${at}` }),
			})),
		};
	}
	return { body: elements.map(() => ({ code: 200, name: 'OK', description: '' })) };
}

async function run(title: string, status: number, body: unknown, values: IDataObject = {}) {
	const row = everyRow.find((one) => one.title === title);
	if (!row) throw new Error(`There is no row ${title}`);
	const accepted: number[] = [];
	server().answer((received) => {
		const numbers = carried(received);
		if (numbers.includes(BAD)) return { status, body };
		accepted.push(...numbers);
		return done(received);
	});
	const { outputs, error } = await runRow(row, server().url, {
		values: { ...VALUES[title], ...values },
		items,
		onError: 'continueErrorOutput',
	});
	expect(error).toBeUndefined();
	const [succeeded = [], failed = []] = outputs;
	return { accepted, succeeded, failed, requests: server().received };
}

const others = items.map((_, item) => item).filter((item) => item !== BAD);

test('every row with batches is tried', () => {
	const batched = everyRow.filter(({ row }) => row.batch).map(({ title }) => title);
	expect(Object.keys(VALUES).sort()).toEqual(batched.sort());
});

describe.each(Object.keys(VALUES))('%s', (title) => {
	const splits = MESSAGES.includes(title) ? [413] : [400, 413, 422];

	test.each(splits)('%d for the whole request costs the bad item alone', async (status) => {
		const words = { message: 'one of the values does not fit' };
		const { accepted, succeeded, failed, requests } = await run(title, status, words);
		expect(accepted).toEqual(others);
		expect(links(succeeded)).toEqual(others.map((item) => ({ item })));
		expect(links(failed)).toEqual([{ item: BAD }]);
		expect(requests.length).toBeLessThanOrEqual(10);
	});

	test.each([403, 404, 409])(
		'%d says nothing of the values, so nothing is split',
		async (status) => {
			const { failed, requests } = await run(title, status, { message: 'no' });
			expect(links(failed)).toEqual(items.map((_, item) => ({ item })));
			const bodies = new Set(requests.map(({ body }) => body));
			expect(bodies.size).toBe(1);
		},
	);
});

test.each(MESSAGES)(
	'%s: no message is sent again after a 400 that may have sent some',
	async (title) => {
		const { failed, requests } = await run(title, 400, { message: 'no' });
		expect(requests).toHaveLength(1);
		expect(links(failed)).toEqual(items.map((_, item) => ({ item })));
		expect(failed[0]?.json.message).toMatch(/refused for all its 11 items together/);
	},
);

test('an import that would do something else the second time is not sent again', async () => {
	const duplicates = { resolve_duplicate: 'delete' };
	const { failed, requests } = await run('HORISEN contact.import', 400, {}, duplicates);
	expect(requests).toHaveLength(1);
	expect(failed).toHaveLength(items.length);
});

test('an event is not logged again where the answer may speak of some that were', async () => {
	const { failed, requests } = await run('Taguchi event.log', 400, [{ code: 200 }, { code: 400 }]);
	expect(requests).toHaveLength(1);
	expect(failed).toHaveLength(items.length);
});

test('without On Error the bad item is named, those before it are written, those behind it are not sent', async () => {
	const row = everyRow.find(({ title }) => title === 'Taguchi subscriber.upsert');
	if (!row) throw new Error('There is no such row');
	const accepted: number[] = [];
	server().answer((received) => {
		const numbers = carried(received);
		if (numbers.includes(BAD)) return { status: 400, body: { message: 'no' } };
		accepted.push(...numbers);
		return done(received);
	});
	const { error } = await runRow(row, server().url, { values: VALUES[row.title], items });
	expect(error).toMatchObject({
		context: { itemIndex: BAD },
		description: expect.stringContaining(`Already accepted: ${BAD} of 11 items`),
	});
	expect(accepted).toEqual([0, 1, 2, 3]);
});
